/** Temporal's in-process test server with schedules and visibility on skipped time. */
@NullMarked
package ai.torale.testkit.server;

import org.jspecify.annotations.NullMarked;
