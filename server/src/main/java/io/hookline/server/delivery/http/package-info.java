/** Addresses for deliveries, lanes, replays, previews, and for trying flows on past events. */
package io.hookline.server.delivery.http;
