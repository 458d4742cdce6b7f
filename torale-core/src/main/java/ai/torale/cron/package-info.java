/** Cron expressions in Temporal's dialect: parsed, explained and previewed. */
@NullMarked
package ai.torale.cron;

import org.jspecify.annotations.NullMarked;
