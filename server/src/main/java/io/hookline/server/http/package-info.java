/**
 * The edge: routes, requests and responses, one reader of bodies and queries, and the two forms in
 * which refusals are answered ({@code README.md} in this folder). Only this package and the {@code
 * http} packages of the features know routes and status codes; only {@code jetty} below it knows
 * the HTTP server's library.
 */
package io.hookline.server.http;
