/** The Java of README and docs, and the test that holds it to them. */
@NullMarked
package ai.torale.acceptance.docs;

import org.jspecify.annotations.NullMarked;
