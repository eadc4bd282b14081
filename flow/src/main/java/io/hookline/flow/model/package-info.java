/**
 * A flow in the form in which it is executed: read once from its document, immutable, shared by all
 * executions.
 */
package io.hookline.flow.model;
