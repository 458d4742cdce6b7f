/** The testkit on a real server. */
@NullMarked
package ai.torale.acceptance.testkit;

import org.jspecify.annotations.NullMarked;
