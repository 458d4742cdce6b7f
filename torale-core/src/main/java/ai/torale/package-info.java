/** What every part of Torale shares: typed errors, secrets and JSON values. */
@NullMarked
package ai.torale;

import org.jspecify.annotations.NullMarked;
