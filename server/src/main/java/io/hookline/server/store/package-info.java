/**
 * The database: durable units of work that share commits, reads from a snapshot, migrations,
 * backups, and the lock on the data folder. A feature holds its own SQL as {@link
 * io.hookline.server.store.Sql} constants beside the type they serve and runs it through the {@link
 * io.hookline.server.store.Transaction} of its unit; all features may call this package, and it
 * knows none of them.
 */
package io.hookline.server.store;
