/** Messages to channels and chats of Microsoft Teams by incoming webhooks. */
package io.hookline.connectors.teams;
