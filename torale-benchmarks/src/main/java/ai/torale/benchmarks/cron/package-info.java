/** What reading a cron expression and looking for its fires cost. */
@NullMarked
package ai.torale.benchmarks.cron;

import org.jspecify.annotations.NullMarked;
