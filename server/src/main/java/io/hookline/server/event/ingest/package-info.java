/**
 * What others send: events are checked and completed here before they are appended, and the systems
 * that send are known as sources. Secrets of sources are sealed and write-only.
 */
package io.hookline.server.event.ingest;
