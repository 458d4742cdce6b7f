/** The same calls on skipped time and on a real server, compared answer by answer. */
@NullMarked
package ai.torale.acceptance.testkit.parity;

import org.jspecify.annotations.NullMarked;
