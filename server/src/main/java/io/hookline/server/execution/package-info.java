/** Runs flows: the durable queue, the journal of effects, and the history that people read. */
package io.hookline.server.execution;
