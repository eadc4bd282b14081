/**
 * What keeps flows from destroying too much: so many actions in an hour, and no reaction to their
 * own effects.
 */
package io.hookline.server.execution.guard;
