/** One check as plain code: ask, compare, decide, tell. */
@NullMarked
package ai.torale.check;

import org.jspecify.annotations.NullMarked;
