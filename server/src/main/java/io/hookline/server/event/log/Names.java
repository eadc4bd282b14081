package io.hookline.server.event.log;

import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A table of long texts that repeat, and their numbers. Numbers are remembered only once they are
 * committed, and only so many: senders choose the texts.
 */
final class Names {
    /** The number of a name that was never stored. */
    static final int NONE = 0;

    private static final int REMEMBERED = 10_000;

    private final String select;
    private final String insert;
    private final String selectName;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    /**
     * @param table with the columns {@code id} and {@code name}
     */
    Names(String table) {
        this.select = "SELECT id FROM " + table + " WHERE name = ?";
        this.insert = "INSERT INTO " + table + " (name) VALUES (?)";
        this.selectName = "SELECT name FROM " + table + " WHERE id = ?";
    }

    /** The number of a name in a writing unit; a new name gets one. */
    int numbered(Transaction transaction, String name) throws SQLException {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = select(transaction, name);
        if (number == NONE) {
            PreparedStatement statement = transaction.prepare(insert);
            statement.setString(1, name);
            statement.executeUpdate();
            number = select(transaction, name);
        }
        int stored = number;
        transaction.afterCommit(() -> remember(name, stored));
        return number;
    }

    /** The number of a name in a reading unit, or {@link #NONE}. */
    int find(Transaction transaction, String name) throws SQLException {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = select(transaction, name);
        if (number != NONE) {
            remember(name, number);
        }
        return number;
    }

    /** The name behind a number in a reading unit. */
    String name(Transaction transaction, int number) throws SQLException {
        String known = names.get(number);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = transaction.prepare(selectName);
        statement.setInt(1, number);
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The log names number " + number + ", which is unknown");
            }
            String name = row.getString(1);
            remember(name, number);
            return name;
        }
    }

    private int select(Transaction transaction, String name) throws SQLException {
        PreparedStatement statement = transaction.prepare(select);
        statement.setString(1, name);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getInt(1) : NONE;
        }
    }

    private void remember(String name, int number) {
        if (numbers.size() < REMEMBERED) {
            numbers.put(name, number);
            names.put(number, name);
        }
    }
}
