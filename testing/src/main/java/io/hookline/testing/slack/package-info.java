/**
 * A small Slack workspace: people, channels, conversations and the messages in them. It refuses as
 * Slack does: with status 200 and a word. It knows nothing of the server.
 */
package io.hookline.testing.slack;
