/** Monitoring on Temporal: the entry point and the connection. */
@NullMarked
package ai.torale.temporal;

import org.jspecify.annotations.NullMarked;
