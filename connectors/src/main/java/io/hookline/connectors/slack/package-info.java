/** The cards of Slack and of servers that speak like it. */
package io.hookline.connectors.slack;
