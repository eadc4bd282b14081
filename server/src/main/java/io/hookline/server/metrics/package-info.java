/** The counters and gauges of the whole process, in a form that monitoring systems read. */
package io.hookline.server.metrics;
