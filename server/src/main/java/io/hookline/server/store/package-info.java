/**
 * The database: durable units of work that share commits, snapshot reads, migrations and the lock
 * on the data folder. Features hold their own SQL; nothing above this package knows which engine
 * runs it.
 */
package io.hookline.server.store;
