/** What an operator sees: recent checks, schedules, overdue tasks; as records and over HTTP. */
@NullMarked
package ai.torale.temporal.admin;

import org.jspecify.annotations.NullMarked;
