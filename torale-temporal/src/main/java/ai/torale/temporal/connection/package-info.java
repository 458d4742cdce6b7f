/** The connection to a Temporal server. */
@NullMarked
package ai.torale.temporal.connection;

import org.jspecify.annotations.NullMarked;
