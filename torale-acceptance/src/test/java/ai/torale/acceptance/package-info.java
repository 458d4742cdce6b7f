/** Behaviour against a real Temporal server, and the rules that see every module. */
@NullMarked
package ai.torale.acceptance;

import org.jspecify.annotations.NullMarked;
