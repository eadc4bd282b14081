/**
 * Work that a feature repeats in the background. Every such loop of the server is a {@link
 * io.hookline.server.task.PeriodicTask}; any feature may have one, and closes it.
 */
package io.hookline.server.task;
