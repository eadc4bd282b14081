/**
 * Where callers reach a flow, {@code /api/flo/{alias}/invoke}, and the same address for our own
 * hooks within the process.
 */
package io.hookline.server.endpoint;
