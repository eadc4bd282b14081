/**
 * Where callers reach a flow: {@code /api/flo/{alias}/invoke}, and the same door for our own hooks.
 */
package io.hookline.server.endpoint;
