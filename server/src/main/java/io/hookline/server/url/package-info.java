/**
 * The text of addresses: query strings, pair by pair, as they were sent. It knows no requests, so
 * every feature may use it.
 */
package io.hookline.server.url;
