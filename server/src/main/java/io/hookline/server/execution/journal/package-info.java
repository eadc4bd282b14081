/**
 * What unfinished executions have done to the world, so that they can go on after a crash, a wait
 * or a shutdown without doing it again. Values are sealed. Written by what runs executions; read on
 * resume, and for the loop that a waiting execution shows.
 */
package io.hookline.server.execution.journal;
