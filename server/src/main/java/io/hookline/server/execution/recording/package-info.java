/**
 * The stored form of history: records of up to a thousand steps, masked and compressed, and the
 * rows that hold them. Used by what runs executions, which writes them, and by what reads them
 * back.
 */
package io.hookline.server.execution.recording;
