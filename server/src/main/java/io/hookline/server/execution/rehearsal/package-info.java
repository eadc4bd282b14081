/**
 * Dry runs in memory: reads for real, and notes whatever would notify or change something. Nothing
 * is queued, journaled or kept, except what the caller shows.
 */
package io.hookline.server.execution.rehearsal;
