/**
 * Runs flows. {@link io.hookline.server.execution.Executions} accepts, runs, resumes and cancels
 * executions, {@link io.hookline.server.execution.ManualRuns} is what people do with them, {@link
 * io.hookline.server.execution.Halt} stops them all. Other features call these and hand over the
 * values of {@code model}; the packages below are for this feature (README.md).
 */
package io.hookline.server.execution;
