package io.hookline.server.store;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection with its kept statements. Belongs to one thread. */
final class SqliteSession implements Transaction, AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Map<Sql, PreparedSql> kept = new HashMap<>();
    private final List<PreparedSql> used = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    /** Made when first asked for: it takes a while, and not every connection needs one. */
    private Optional<Handle> handle = Optional.empty();

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

    /** What a unit has set it has also run; a forgotten run would go unseen. */
    void requireAllRun() {
        for (PreparedSql prepared : used) {
            if (prepared.isSetAndNotRun()) {
                throw new IllegalStateException("Set and not run: " + prepared.sql());
            }
        }
    }

    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    public Handle jdbi() {
        if (handle.isEmpty()) {
            handle = Optional.of(Jdbi.create(() -> connection).open());
        }
        return handle.get();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Runs a text without parameters to its end, as a prepared one that returns no rows is not. */
    void script(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new StoreFailed("The store refused: " + sql + " (" + e.getMessage() + ")", e);
        }
    }

    void execute(String sql) throws SQLException {
        prepare(sql).execute();
    }

    /** What the unit that just ran wants done after the commit. */
    List<Runnable> takeAfterCommit() {
        forgetUsed();
        if (afterCommit.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = List.copyOf(afterCommit);
        afterCommit.clear();
        return taken;
    }

    void forgetAfterCommit() {
        forgetUsed();
        afterCommit.clear();
    }

    private void forgetUsed() {
        used.forEach(PreparedSql::end);
        used.clear();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        kept.values().forEach(PreparedSql::close);
        handle.ifPresent(Handle::close);
        connection.close();
    }
}
