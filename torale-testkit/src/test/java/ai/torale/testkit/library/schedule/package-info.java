/** The schedules beneath. */
@NullMarked
package ai.torale.testkit.library.schedule;

import org.jspecify.annotations.NullMarked;
