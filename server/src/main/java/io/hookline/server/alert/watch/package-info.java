/**
 * Looks at the server itself: what fails, is late, silent or full becomes an event of the log, and
 * a heartbeat shows others that the server runs. It changes nothing of what it watches.
 */
package io.hookline.server.alert.watch;
