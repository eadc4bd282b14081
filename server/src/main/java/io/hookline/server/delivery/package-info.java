/**
 * From the log to receivers: one lane for each hook, batches that are durable before they are sent.
 */
package io.hookline.server.delivery;
