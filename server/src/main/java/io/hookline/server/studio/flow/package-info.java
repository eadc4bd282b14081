/**
 * Flows: their settings, the versions of their documents, and the copy in memory that everything
 * that runs reads ({@link io.hookline.server.studio.flow.FlowSource}), changed only after a commit.
 * Client tokens are stored sealed; their reading is an event. What runs flows uses {@link
 * io.hookline.server.studio.flow.PublishedFlow}; changes go through {@link
 * io.hookline.server.studio.flow.Flows} and {@link io.hookline.server.studio.flow.FlowSwitch}.
 */
package io.hookline.server.studio.flow;
