/**
 * Starts flows that begin with an event card, straight from the event log: one execution for each
 * event, one after the other in the log's order.
 */
package io.hookline.server.feed;
