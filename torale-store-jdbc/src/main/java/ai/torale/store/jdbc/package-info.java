/** States and deliveries in a relational database. */
@NullMarked
package ai.torale.store.jdbc;

import org.jspecify.annotations.NullMarked;
