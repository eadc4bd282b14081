/**
 * What people build: folders, flows and their versions, tables, connections, import and export of
 * flopacks. It runs nothing. {@link io.hookline.server.studio.Workspace} stores it and needs to
 * know no card; {@link io.hookline.server.studio.Studio} is what other features ask.
 */
package io.hookline.server.studio;
