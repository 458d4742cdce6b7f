/** State that goes from check to check, on a real server. */
@NullMarked
package ai.torale.acceptance.state;

import org.jspecify.annotations.NullMarked;
