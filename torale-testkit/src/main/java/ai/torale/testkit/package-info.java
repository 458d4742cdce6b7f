/** What tests of monitoring share. */
@NullMarked
package ai.torale.testkit;

import org.jspecify.annotations.NullMarked;
