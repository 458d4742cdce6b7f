/** What is monitored: the task, how it notifies, and where a host keeps its tasks. */
@NullMarked
package ai.torale.task;

import org.jspecify.annotations.NullMarked;
