/**
 * Running one root with its helpers: the host that the engine talks to, the secrets and helper
 * versions of a run, the answer that a caller waits for, and what is reported when it fails. {@link
 * io.hookline.server.execution.run.Facilities} is all that executions need from other features.
 */
package io.hookline.server.execution.run;
