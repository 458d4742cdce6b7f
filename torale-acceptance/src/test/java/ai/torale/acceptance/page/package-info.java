/** A real page, watched on a real server, and a real receiver that is told. */
@NullMarked
package ai.torale.acceptance.page;

import org.jspecify.annotations.NullMarked;
