/** A real Temporal server for the suite, and what each test uses of it. */
@NullMarked
package ai.torale.acceptance.server;

import org.jspecify.annotations.NullMarked;
