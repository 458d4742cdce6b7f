/** One Temporal Schedule for each task. */
@NullMarked
package ai.torale.temporal.schedule;

import org.jspecify.annotations.NullMarked;
