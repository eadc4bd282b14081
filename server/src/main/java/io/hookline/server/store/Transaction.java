package io.hookline.server.store;

/** One unit of work in progress. Valid only inside the unit, on its thread. */
public interface Transaction {
    /** A statement of this connection: set its parameters, then run it, all inside the unit. */
    PreparedSql prepare(Sql sql);

    /**
     * Runs after the commit that holds this unit, on a thread of the store, before the caller goes
     * on: hand over to memory only, never block. Not run when the unit or the commit fails.
     */
    void afterCommit(Runnable action);
}
