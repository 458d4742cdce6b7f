/** What a host does with the library. */
@NullMarked
package ai.torale.testkit.library.host;

import org.jspecify.annotations.NullMarked;
