/**
 * What an event hook is: subscriptions, filters, channel, signing secrets, and their rows. Channels
 * and secrets are stored sealed; addresses may carry a token and are never logged whole. Every
 * feature may read hooks here; only {@code lifecycle} writes them.
 */
package io.hookline.server.hook.definition;
