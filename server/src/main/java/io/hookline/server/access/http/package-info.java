/**
 * Access over HTTP: the filter before every route, the API of the tokens, and how often a caller
 * may ask. Only the server's wiring and the sign-in pages use it.
 */
package io.hookline.server.access.http;
