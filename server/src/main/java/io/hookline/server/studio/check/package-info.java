/**
 * What can be said of a flow before it runs, as the workspace and the installation are now: what
 * keeps it from working, and what it can do to the world. It reads and changes nothing.
 */
package io.hookline.server.studio.check;
