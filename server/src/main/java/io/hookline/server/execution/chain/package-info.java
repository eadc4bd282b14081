/**
 * What one root leads to by calls that nobody waits for: how long such a chain may be, and how many
 * executions and bytes it may come to. Counts are exact over restarts; a root that starts nothing
 * has none.
 */
package io.hookline.server.execution.chain;
