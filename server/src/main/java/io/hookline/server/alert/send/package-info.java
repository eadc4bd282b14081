/**
 * Makes messages of alerts and sends them to Slack, by mail, or to a program. They hold no values
 * of executions. Only the alerter sends.
 */
package io.hookline.server.alert.send;
