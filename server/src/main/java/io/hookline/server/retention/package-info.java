/**
 * Takes away what is old: history, delivery records, events. It never deletes what a hook still
 * needs, unless the disk limit leaves no choice, and then says so.
 */
package io.hookline.server.retention;
