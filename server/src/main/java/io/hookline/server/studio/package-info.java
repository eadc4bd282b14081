/**
 * What people build: folders, flows and their versions, tables, connections, import and export of
 * flopacks. It runs nothing.
 */
package io.hookline.server.studio;
