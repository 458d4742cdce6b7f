/** What checks know of those before them. */
@NullMarked
package ai.torale.testkit.library.state;

import org.jspecify.annotations.NullMarked;
