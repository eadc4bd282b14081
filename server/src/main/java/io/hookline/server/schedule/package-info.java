/**
 * Starts flows by the clock: reads schedules, keeps the next time of each as a row, and starts what
 * is due, also what was due while the server was down.
 */
package io.hookline.server.schedule;
