/**
 * What is held in memory for many keys, within a bound: nothing that a caller chooses may grow
 * without end. Nothing here survives a restart.
 */
package io.hookline.server.memory;
