/**
 * The one JSON mapper and the one way in which times are written and read. Every feature uses it;
 * it knows none of them.
 */
package io.hookline.server.json;
