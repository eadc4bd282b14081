package io.hookline.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A statement of one connection: set every parameter, then run it; after that it may be set and run
 * again. Setting an unknown parameter, setting one twice or leaving one out is a programming error
 * that fails whatever the data, and so is a statement that is set but not run before its unit ends,
 * or that is run while its own rows are read.
 */
public final class PreparedSql {
    private static final Logger log = LoggerFactory.getLogger(PreparedSql.class);

    private final Sql sql;
    private final PreparedStatement statement;
    private Sql.Names columns;
    private int next;
    private long set;
    private boolean reading;

    PreparedSql(Sql sql, PreparedStatement statement) {
        this.sql = sql;
        this.statement = statement;
    }

    /** Makes it ready to be set, also after a unit that failed half-way. */
    PreparedSql begin() {
        if (reading) {
            throw busy();
        }
        next = 0;
        set = 0;
        return this;
    }

    // ---- parameters

    public PreparedSql text(String name, String value) {
        int parameter = parameter(name);
        try {
            for (int place : sql.places(parameter)) {
                statement.setString(place, value);
            }
            return this;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public PreparedSql text(String name, Optional<String> value) {
        return value.isPresent() ? text(name, value.get()) : nothing(name, Types.VARCHAR);
    }

    public PreparedSql number(String name, long value) {
        int parameter = parameter(name);
        try {
            for (int place : sql.places(parameter)) {
                statement.setLong(place, value);
            }
            return this;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public PreparedSql number(String name, Optional<? extends Number> value) {
        return value.isPresent()
                ? number(name, value.get().longValue())
                : nothing(name, Types.BIGINT);
    }

    /** Stored as 0 or 1. */
    public PreparedSql flag(String name, boolean value) {
        return number(name, value ? 1 : 0);
    }

    public PreparedSql bytes(String name, byte[] value) {
        int parameter = parameter(name);
        try {
            for (int place : sql.places(parameter)) {
                statement.setBytes(place, value);
            }
            return this;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public PreparedSql bytes(String name, Optional<byte[]> value) {
        return value.isPresent() ? bytes(name, value.get()) : nothing(name, Types.BINARY);
    }

    /** Stored in milliseconds. */
    public PreparedSql instant(String name, Instant value) {
        return number(name, value.toEpochMilli());
    }

    public PreparedSql instant(String name, Optional<Instant> value) {
        return value.isPresent() ? instant(name, value.get()) : nothing(name, Types.BIGINT);
    }

    /** Stored in 16 bytes. */
    public PreparedSql uuid(String name, UUID value) {
        return bytes(name, UuidBytes.of(value));
    }

    public PreparedSql uuid(String name, Optional<UUID> value) {
        return value.isPresent() ? uuid(name, value.get()) : nothing(name, Types.BINARY);
    }

    private PreparedSql nothing(String name, int type) {
        int parameter = parameter(name);
        try {
            for (int place : sql.places(parameter)) {
                statement.setNull(place, type);
            }
            return this;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private int parameter(String name) {
        int found = sql.parameters().find(name, next);
        if (found < 0) {
            throw new IllegalArgumentException(
                    "No parameter " + name + " among " + sql.parameters() + " of: " + sql);
        }
        if (reading) {
            throw busy();
        }
        long bit = 1L << found;
        if ((set & bit) != 0) {
            throw new IllegalArgumentException("Parameter " + name + " is set twice: " + sql);
        }
        set |= bit;
        next = found + 1;
        return found;
    }

    // ---- running

    /** Changes rows, or the schema; returns how many rows. */
    public int update() {
        ready();
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            finish();
        }
    }

    /** All rows. */
    public <T> List<T> list(RowMapper<T> mapper) {
        List<T> found = new ArrayList<>();
        each(row -> found.add(mapper.map(row)));
        return found;
    }

    /** The first row, when there is one. */
    public <T> Optional<T> first(RowMapper<T> mapper) {
        ready();
        try (ResultSet rows = open()) {
            ResultRow row = row(rows);
            return row.next() ? Optional.of(mapper.map(row)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            finish();
        }
    }

    /** The first row, of a query that always has one. */
    public <T> T one(RowMapper<T> mapper) {
        return first(mapper)
                .orElseThrow(() -> new IllegalStateException("There was no row of: " + sql));
    }

    /** Whether there is a row. */
    public boolean exists() {
        return first(row -> true).isPresent();
    }

    /** Hands every row to the reader. */
    public void each(Consumer<ResultRow> reader) {
        eachWhile(row -> {
            reader.accept(row);
            return true;
        });
    }

    /** Hands rows to the reader until it returns false. */
    public void eachWhile(Predicate<ResultRow> reader) {
        ready();
        try (ResultSet rows = open()) {
            ResultRow row = row(rows);
            while (row.next() && reader.test(row)) {}
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            finish();
        }
    }

    private void ready() {
        if (reading) {
            throw busy();
        }
        if (Long.bitCount(set) != sql.parameters().count()) {
            throw new IllegalArgumentException("Not set: " + missing() + " of: " + sql);
        }
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < sql.parameters().count(); i++) {
            if ((set & 1L << i) == 0) {
                missing.add(sql.parameters().name(i));
            }
        }
        return missing;
    }

    private ResultSet open() throws SQLException {
        ResultSet rows = statement.executeQuery();
        reading = true;
        return rows;
    }

    private ResultRow row(ResultSet rows) throws SQLException {
        if (columns == null) {
            columns = ResultRow.columns(rows);
        }
        return new ResultRow(sql, rows, columns);
    }

    private void finish() {
        reading = false;
        set = 0;
        next = 0;
    }

    /**
     * Ends the use by a unit, also by one that failed. Throws nothing: a statement that cannot be
     * closed ends with its connection.
     */
    void end() {
        finish();
        if (!sql.isKept()) {
            try {
                statement.close();
            } catch (SQLException e) {
                log.warn("A statement could not be closed: {}", sql, e);
            }
        }
    }

    boolean isSetAndNotRun() {
        return set != 0;
    }

    Sql sql() {
        return sql;
    }

    void close() throws SQLException {
        statement.close();
    }

    private IllegalStateException busy() {
        return new IllegalStateException(
                "A statement cannot run while its own rows are read: " + sql);
    }

    private StoreFailed failed(SQLException cause) {
        return new StoreFailed(
                "The store refused the work: " + cause.getMessage() + " in: " + sql, cause);
    }
}
