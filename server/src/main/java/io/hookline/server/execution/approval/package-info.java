/** What people are asked to approve, and what they decided. */
package io.hookline.server.execution.approval;
