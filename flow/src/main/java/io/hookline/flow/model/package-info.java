/** A flow as it is executed: read once from its document, immutable, shared by all executions. */
package io.hookline.flow.model;
