/** The log, its sources and its event types over HTTP, and the receiving addresses of sources. */
package io.hookline.server.event.http;
