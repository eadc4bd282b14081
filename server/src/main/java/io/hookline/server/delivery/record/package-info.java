/**
 * Records of deliveries: rows of batches and failed attempts, read for people and deleted when they
 * are old. Rows hold positions of the log, never events; the bytes are built again when needed.
 */
package io.hookline.server.delivery.record;
