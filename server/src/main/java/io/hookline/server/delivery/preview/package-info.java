/**
 * One event to a hook's receiver now, whatever the hook's filters and state are: no record is kept
 * and nothing is retried. Secrets are masked in what it shows.
 */
package io.hookline.server.delivery.preview;
