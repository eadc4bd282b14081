/**
 * Flows without I/O: the model, the flopack codec, values, card declarations and the interpreter.
 * What touches the world comes in as an interface ({@link io.hookline.flow.engine.Host}); nothing
 * here opens a socket, a file or a database.
 */
package io.hookline.flow;
