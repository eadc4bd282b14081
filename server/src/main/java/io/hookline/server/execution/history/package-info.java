/**
 * Executions as people find and read them, those that have not ended included; how long they are
 * kept, and how they are removed. Values are readable here, so callers need the permission to read
 * executions. Runs nothing.
 */
package io.hookline.server.execution.history;
