/**
 * Starts scheduled flows: reads schedules, keeps the next time of each as a row, and starts what is
 * due. Of the times that passed while the server was down, it makes up for one.
 */
package io.hookline.server.schedule;
