/** The JSON that leaves this process, held to literal examples. */
@NullMarked
package ai.torale.acceptance.wire;

import org.jspecify.annotations.NullMarked;
