/**
 * Event hooks: definition, lifecycle, verification and the Okta-compatible API. What is sent to
 * them, and when, is decided in {@code delivery}, which follows every change made here.
 */
package io.hookline.server.hook;
