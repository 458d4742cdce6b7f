/** Checks on a real Temporal server. */
@NullMarked
package ai.torale.acceptance.check;

import org.jspecify.annotations.NullMarked;
