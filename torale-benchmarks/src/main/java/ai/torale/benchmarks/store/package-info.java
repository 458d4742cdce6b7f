/** What a commit of the JDBC store costs, beside a bare update. */
@NullMarked
package ai.torale.benchmarks.store;

import org.jspecify.annotations.NullMarked;
