/**
 * The interpreter: runs a flow card by card, skips the effects that a journal already holds, and
 * reports to a {@link io.hookline.flow.engine.Host} what happened. It performs no I/O of its own.
 */
package io.hookline.flow.engine;
