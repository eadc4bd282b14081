package io.hookline.server.event.log;

import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A table of long texts that repeat, and their numbers. Numbers are remembered only once they are
 * committed, and only so many: senders choose the texts.
 */
final class Names {
    /** The number of a name that was never stored. */
    static final int NONE = 0;

    private static final int REMEMBERED = 10_000;

    private final Sql number;
    private final Sql insert;
    private final Sql name;
    private final Sql all;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    /**
     * @param table with the columns {@code id} and {@code name}
     */
    Names(String table) {
        this.number = Sql.of("SELECT id FROM " + table + " WHERE name = :name");
        this.insert = Sql.of("INSERT INTO " + table + " (name) VALUES (:name)");
        this.all = Sql.of("SELECT name FROM " + table + " LIMIT :limit");
        this.name = Sql.of("SELECT name FROM " + table + " WHERE id = :id");
    }

    /** The number of a name in a writing unit; a new name gets one. */
    int numbered(Transaction transaction, String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = select(transaction, name);
        if (number == NONE) {
            transaction.prepare(insert).text("name", name).update();
            number = select(transaction, name);
        }
        int stored = number;
        transaction.afterCommit(() -> remember(name, stored));
        return number;
    }

    /** The number of a name in a reading unit, or {@link #NONE}. */
    int find(Transaction transaction, String name) {
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

    /** The name behind a number, if it is remembered. */
    Optional<String> remembered(int number) {
        return Optional.ofNullable(names.get(number));
    }

    /** The name behind a number in a reading unit. */
    String name(Transaction transaction, int number) {
        String known = names.get(number);
        if (known != null) {
            return known;
        }
        String name =
                transaction
                        .prepare(this.name)
                        .number("id", number)
                        .first(row -> row.text("name"))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "The log names number " + number + ", which is unknown"));
        remember(name, number);
        return name;
    }

    /** All of them, or so many. */
    Set<String> all(Transaction transaction, int most) {
        return Set.copyOf(
                transaction.prepare(all).number("limit", most).list(row -> row.text("name")));
    }

    private int select(Transaction transaction, String name) {
        return transaction
                .prepare(number)
                .text("name", name)
                .first(row -> row.integer("id"))
                .orElse(NONE);
    }

    private void remember(String name, int number) {
        if (numbers.size() < REMEMBERED) {
            numbers.put(name, number);
            names.put(number, name);
        }
    }
}
