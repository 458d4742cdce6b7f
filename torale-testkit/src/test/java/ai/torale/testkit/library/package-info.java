/** The library's own tests of workflow and schedules, on skipped time: they use the testkit as a host would. */
@NullMarked
package ai.torale.testkit.library;

import org.jspecify.annotations.NullMarked;
