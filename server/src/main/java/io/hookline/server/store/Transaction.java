package io.hookline.server.store;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One unit of work in progress. Valid only inside the unit, on its thread. */
public interface Transaction {
    /**
     * A statement of this connection, prepared once and kept: for the hot paths. Set every
     * parameter; close result sets, not the statement.
     */
    PreparedStatement prepare(String sql) throws SQLException;

    /** The same connection through JDBI, for everything that is not hot. */
    Handle jdbi();

    /** The same connection, plain. */
    Connection connection();

    /**
     * Runs after the commit that holds this unit, on a thread of the store, before the caller goes
     * on: hand over to memory only, never block. Not run when the unit or the commit fails.
     */
    void afterCommit(Runnable action);
}
