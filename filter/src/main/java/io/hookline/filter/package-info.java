/**
 * The two languages over events: hook filters (an expression language that picks events for
 * delivery) and log queries (SCIM filters and keywords). Text is parsed once into something that
 * reads an event's JSON tree without reflection and within bounds; nothing here knows where events
 * come from.
 */
package io.hookline.filter;
