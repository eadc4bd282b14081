/**
 * Every outgoing socket: one HTTP client with bounded pools, the address guard on the address
 * actually connected, bounded answers, and failures named by their cause. Nothing else may open a
 * connection.
 */
package io.hookline.outbound;
