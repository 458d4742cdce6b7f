/** Telling people: the notifier and what it is given. */
@NullMarked
package ai.torale.notify;

import org.jspecify.annotations.NullMarked;
