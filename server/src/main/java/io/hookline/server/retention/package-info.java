/**
 * Deletes what is old: history, delivery records, rows of tables, events. It never deletes an event
 * that a hook still needs, unless the disk limit leaves no choice; then each hook's loss is counted
 * and reported.
 */
package io.hookline.server.retention;
