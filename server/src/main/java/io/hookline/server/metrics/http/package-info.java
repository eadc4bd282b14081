/** The address that monitoring systems read. */
package io.hookline.server.metrics.http;
