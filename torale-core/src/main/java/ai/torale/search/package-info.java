/** Asking the world: the search provider, what it is asked and what it answers. */
@NullMarked
package ai.torale.search;

import org.jspecify.annotations.NullMarked;
