/**
 * Folders, which hold flows, tables and other folders. What a file said of a folder is kept for
 * exports. For the studio's packages; other features ask {@link io.hookline.server.studio.Studio}.
 */
package io.hookline.server.studio.folder;
