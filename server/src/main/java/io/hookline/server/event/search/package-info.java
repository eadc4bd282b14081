/**
 * Queries of the log: parameters, cursors, and pages. It only reads, in bounded steps, so that no
 * query holds a reader of the store for long.
 */
package io.hookline.server.event.search;
