/**
 * Jetty, which reads requests from sockets and writes answers to them: the only package that knows
 * it. Connections are accepted, limited and timed here; what a request means is the business of
 * {@link io.hookline.server.http.Edge}.
 */
package io.hookline.server.http.jetty;
