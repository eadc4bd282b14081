/**
 * Running an execution again from the card that failed: what the failed one had done becomes the
 * beginning of the journal and the history of a new one.
 */
package io.hookline.server.execution.rerun;
