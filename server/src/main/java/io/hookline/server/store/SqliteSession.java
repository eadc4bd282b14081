package io.hookline.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection with its prepared statements. Belongs to one thread. */
final class SqliteSession implements Transaction, AutoCloseable {
    private final Connection connection;
    private final Map<Sql, PreparedStatement> controls = new HashMap<>();
    private final Map<Sql, PreparedSql> kept = new HashMap<>();
    private final List<PreparedSql> used = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    SqliteSession(Connection connection) {
        this.connection = connection;
    }

    @Override
    public PreparedSql prepare(Sql sql) {
        PreparedSql prepared = kept.get(sql);
        if (prepared == null) {
            prepared = prepared(sql);
            if (sql.isKept()) {
                kept.put(sql, prepared);
            }
        }
        if (used.isEmpty() || used.getLast() != prepared) {
            used.add(prepared);
        }
        return prepared.begin();
    }

    private PreparedSql prepared(Sql sql) {
        try {
            return new PreparedSql(sql, connection.prepareStatement(sql.jdbc()));
        } catch (SQLException e) {
            throw new StoreFailed(
                    "The store does not understand: " + sql + " (" + e.getMessage() + ")", e);
        }
    }

    /** Fails when the unit has set a statement and not run it: the change would be missing. */
    void requireAllRun() {
        for (PreparedSql prepared : used) {
            if (prepared.isSetAndNotRun()) {
                throw new IllegalStateException("Set and not run: " + prepared.sql());
            }
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Runs a text without parameters; unlike a prepared one, the driver steps it to its end. */
    void script(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new StoreFailed("The store refused: " + sql + " (" + e.getMessage() + ")", e);
        }
    }

    /** Runs a statement that begins or ends a unit. */
    void control(Sql sql) throws SQLException {
        PreparedStatement statement = controls.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql.jdbc());
            controls.put(sql, statement);
        }
        statement.execute();
    }

    /** The actions that the unit that just ran has registered for after its commit. */
    List<Runnable> takeAfterCommit() {
        forgetUsed();
        if (afterCommit.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = List.copyOf(afterCommit);
        afterCommit.clear();
        return taken;
    }

    /**
     * Undoes all that was begun, unless the engine has done so. The driver closes statements that
     * fail so, hence all are prepared anew.
     */
    void undo() throws SQLException {
        forgetAfterCommit();
        closeStatements();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("ROLLBACK");
        } catch (SQLException e) {
            // There is none any more; otherwise the next one cannot begin, and says so.
        }
    }

    void forgetAfterCommit() {
        forgetUsed();
        afterCommit.clear();
    }

    private void forgetUsed() {
        used.forEach(PreparedSql::end);
        used.clear();
    }

    private void closeStatements() throws SQLException {
        for (PreparedStatement statement : controls.values()) {
            statement.close();
        }
        controls.clear();
        for (PreparedSql prepared : kept.values()) {
            prepared.close();
        }
        kept.clear();
    }

    @Override
    public void close() throws SQLException {
        closeStatements();
        connection.close();
    }
}
