/**
 * The event log: durable append in position order, reading by position, type and time, the index of
 * actors and targets, and what each source sent lately. Events are never changed. Every feature may
 * read; appending happens in the caller's transaction.
 */
package io.hookline.server.event.log;
