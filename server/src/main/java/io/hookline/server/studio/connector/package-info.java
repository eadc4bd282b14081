/**
 * The connectors that are files, read again when they change. What a file says, and what is wrong
 * with it, is for {@code io.hookline.connectors.files} to know.
 */
package io.hookline.server.studio.connector;
