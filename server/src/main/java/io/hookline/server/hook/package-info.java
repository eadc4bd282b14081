/**
 * Event hooks: what administrators define ({@code definition}), how a hook changes and is verified
 * ({@code lifecycle}), filters tried on past events ({@code filter}) and the API ({@code http}).
 * What is sent to hooks, and when, is decided in {@code delivery}, which is notified of every
 * change.
 */
package io.hookline.server.hook;
