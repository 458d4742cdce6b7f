/** Connections to a Temporal server: TLS, keys, and what is said when one of them is wrong. */
@NullMarked
package ai.torale.acceptance.connection;

import org.jspecify.annotations.NullMarked;
