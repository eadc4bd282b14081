package io.hookline.server.store;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One unit of work in progress. Valid only inside the unit, on its thread. */
public interface Transaction {
    /** A statement of this connection: set its parameters, then run it, all inside the unit. */
    PreparedSql prepare(Sql sql);

    /**
     * A statement of this connection, prepared once and kept: for the hot paths. Set every
     * parameter; close result sets, not the statement.
     */
    PreparedStatement prepare(String sql) throws SQLException;

    /** The same connection through JDBI, for everything that is not hot and not part of a start. */
    Handle jdbi();

    /**
     * All rows of a query without parameters: for what a start reads. To load JDBI takes longer
     * than all of that reading.
     */
    default <T> List<T> list(String sql, RowReader<T> reader) {
        List<T> rows = new ArrayList<>();
        try (ResultSet row = prepare(sql).executeQuery()) {
            while (row.next()) {
                rows.add(reader.read(row));
            }
        } catch (SQLException e) {
            throw new StoreFailed("The store could not answer: " + sql, e);
        }
        return rows;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The same connection, plain. */
    Connection connection();

    /**
     * Runs after the commit that holds this unit, on a thread of the store, before the caller goes
     * on: hand over to memory only, never block. Not run when the unit or the commit fails.
     */
    void afterCommit(Runnable action);
}
