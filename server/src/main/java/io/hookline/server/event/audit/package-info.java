/**
 * What happens to the server itself, as events of the log: acts of people, and failures. Their
 * source is the server, which no sender can claim. Every feature reports here, in the transaction
 * of what it reports.
 */
package io.hookline.server.event.audit;
