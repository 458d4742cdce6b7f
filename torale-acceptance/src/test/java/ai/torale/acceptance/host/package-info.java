/** What a host does with the library, on a real server. */
@NullMarked
package ai.torale.acceptance.host;

import org.jspecify.annotations.NullMarked;
