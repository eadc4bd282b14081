/** The numbers of the whole process, in a form that monitoring systems read. */
package io.hookline.server.metrics;
