/** Notifications as signed webhooks. */
@NullMarked
package ai.torale.notify.webhook;

import org.jspecify.annotations.NullMarked;
