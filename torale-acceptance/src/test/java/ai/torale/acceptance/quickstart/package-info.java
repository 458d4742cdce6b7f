/** The first use, as a user makes it. */
@NullMarked
package ai.torale.acceptance.quickstart;

import org.jspecify.annotations.NullMarked;
