/** Histories of checks that a real server recorded, and their replay. */
@NullMarked
package ai.torale.acceptance.history;

import org.jspecify.annotations.NullMarked;
