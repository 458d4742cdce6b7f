/** Cron: our parser against the real server. */
@NullMarked
package ai.torale.acceptance.cron;

import org.jspecify.annotations.NullMarked;
