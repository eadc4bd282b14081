/**
 * Work that a feature repeats in the background. Every such loop of the server is a {@link
 * io.hookline.server.task.PeriodicTask}; any feature may have one, and closes it. And how the
 * process ends when it cannot go on, or does not end in time.
 */
package io.hookline.server.task;
