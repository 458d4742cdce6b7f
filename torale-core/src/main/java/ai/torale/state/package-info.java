/** What is known of a task from check to check, and where it is kept. */
@NullMarked
package ai.torale.state;

import org.jspecify.annotations.NullMarked;
