package io.hookline.server.store;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The current row of a query. Columns have the names that the query gives them; read them in its
 * order, which costs no search. Valid only inside the mapper that received it.
 */
public final class ResultRow {
    private final Sql sql;
    private final ResultSet rows;
    private final Sql.Names columns;
    private int next;

    ResultRow(Sql sql, ResultSet rows, Sql.Names columns) {
        this.sql = sql;
        this.rows = rows;
        this.columns = columns;
    }

    static Sql.Names columns(ResultSet rows) throws SQLException {
        ResultSetMetaData described = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            names.add(described.getColumnLabel(i));
        }
        return new Sql.Names(names);
    }

    /** Moves to the next row; false when there is none. */
    boolean next() throws SQLException {
        next = 0;
        return rows.next();
    }

    /** A text that is not null. */
    public String text(String column) {
        return present(column, textOrNull(column));
    }

    public Optional<String> optionalText(String column) {
        return Optional.ofNullable(textOrNull(column));
    }

    private String textOrNull(String column) {
        try {
            return rows.getString(index(column));
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /** A whole number; 0 for null. */
    public long number(String column) {
        try {
            return rows.getLong(index(column));
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    public Optional<Long> optionalNumber(String column) {
        try {
            long value = rows.getLong(index(column));
            return rows.wasNull() ? Optional.empty() : Optional.of(value);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /** A whole number of 32 bits; 0 for null. */
    public int integer(String column) {
        try {
            return rows.getInt(index(column));
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    public Optional<Integer> optionalInteger(String column) {
        try {
            int value = rows.getInt(index(column));
            return rows.wasNull() ? Optional.empty() : Optional.of(value);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /** Stored as 0 or 1. */
    public boolean flag(String column) {
        return integer(column) != 0;
    }

    /** Bytes that are not null. */
    public byte[] bytes(String column) {
        return present(column, bytesOrNull(column));
    }

    public Optional<byte[]> optionalBytes(String column) {
        return Optional.ofNullable(bytesOrNull(column));
    }

    private byte[] bytesOrNull(String column) {
        try {
            return rows.getBytes(index(column));
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /** Stored in milliseconds. */
    public Instant instant(String column) {
        return Instant.ofEpochMilli(number(column));
    }

    public Optional<Instant> optionalInstant(String column) {
        return optionalNumber(column).map(Instant::ofEpochMilli);
    }

    /** Stored in 16 bytes. */
    public UUID uuid(String column) {
        return UuidBytes.uuid(bytes(column));
    }

    public Optional<UUID> optionalUuid(String column) {
        return optionalBytes(column).map(UuidBytes::uuid);
    }

    private int index(String column) {
        int found = columns.find(column, next);
        if (found < 0) {
            throw new IllegalArgumentException(
                    "No column " + column + " among " + columns + " of: " + sql);
        }
        next = found + 1;
        return next;
    }

    private <T> T present(String column, T value) {
        if (value == null) {
            throw new IllegalStateException("Column " + column + " is null: " + sql);
        }
        return value;
    }

    private StoreFailed unreadable(String column, SQLException cause) {
        return new StoreFailed("Column " + column + " could not be read: " + sql, cause);
    }
}
