/** The schedules beneath, on a real server. */
@NullMarked
package ai.torale.acceptance.schedule;

import org.jspecify.annotations.NullMarked;
