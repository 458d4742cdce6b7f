/** Search providers that read the public web and need no key. */
@NullMarked
package ai.torale.search.web;

import org.jspecify.annotations.NullMarked;
