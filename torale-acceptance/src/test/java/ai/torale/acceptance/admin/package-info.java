/** What an operator sees, on a real server. */
@NullMarked
package ai.torale.acceptance.admin;

import org.jspecify.annotations.NullMarked;
