/** The check as a Temporal workflow: its activities and the JSON between them. */
@NullMarked
package ai.torale.temporal.workflow;

import org.jspecify.annotations.NullMarked;
