/**
 * Filters tried on events that are in the log already. Reads only, within a time limit; called by
 * {@code hook.http}.
 */
package io.hookline.server.hook.filter;
