/**
 * What authors try before they save it: a whole flow as a dry run, and one card, which may act.
 * Nothing is queued, and no history is kept.
 */
package io.hookline.server.execution.trial;
