/**
 * Notifies people of problems: watches for them, and brings the log's alerts to where rules say. It
 * changes nothing of what it watches.
 */
package io.hookline.server.alert;
