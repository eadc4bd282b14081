/**
 * The event log: validation, durable append, position order, queries, and the catalog of event
 * types. Everything that reports or looks back goes through here.
 */
package io.hookline.server.event;
