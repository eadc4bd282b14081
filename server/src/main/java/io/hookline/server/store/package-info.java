/**
 * The database: durable units of work that share commits, reads from a snapshot, migrations,
 * backups, and the lock on the data folder. Only this package knows which engine runs. Each feature
 * holds its SQL as {@link io.hookline.server.store.Sql} constants beside the type they serve and
 * runs it through the {@link io.hookline.server.store.Transaction} of its unit. Every feature may
 * call this package; it calls none of them.
 */
package io.hookline.server.store;
