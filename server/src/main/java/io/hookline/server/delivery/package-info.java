/**
 * From the log to receivers: batches that are durable before they are sent ({@code README.md} in
 * this folder). {@code Deliveries} is what other features use; it follows every change of a hook in
 * the transaction that makes it.
 */
package io.hookline.server.delivery;
