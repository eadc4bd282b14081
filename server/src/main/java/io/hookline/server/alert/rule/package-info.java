/**
 * Alert rules: which alerts go where, and how far each rule has read the log. Secrets of
 * destinations are sealed and write-only. Rules are changed by people and read by the alerter.
 */
package io.hookline.server.alert.rule;
