/**
 * The durable queue: which execution starts next, how many of a flow run at a time, which ones wait
 * until when, and what becomes of one that is cancelled ({@link
 * io.hookline.server.execution.queue.Stage}). Knows no flow and no card; its rows hold sealed
 * payloads.
 */
package io.hookline.server.execution.queue;
