/**
 * Takes secrets out of what people read: their values in every usual encoding, and the beginnings
 * of long values. Anything that leaves an execution for history, the log or a person passes here
 * first.
 */
package io.hookline.server.execution.masking;
