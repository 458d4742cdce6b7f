/** What happens within a check. */
@NullMarked
package ai.torale.testkit.library.check;

import org.jspecify.annotations.NullMarked;
