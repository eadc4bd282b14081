/**
 * The known event types: those that come with Hookline, with samples, and those that were
 * registered here. Hooks ask it what they may subscribe to.
 */
package io.hookline.server.event.catalog;
