/** What a test on the testkit costs, beside the SDK's own test environment. */
@NullMarked
package ai.torale.benchmarks.testkit;

import org.jspecify.annotations.NullMarked;
