/**
 * The web console's files, as the build made them of {@code console/}. What they show comes from
 * the API; nothing here knows a user or a secret.
 */
package io.hookline.server.console;
