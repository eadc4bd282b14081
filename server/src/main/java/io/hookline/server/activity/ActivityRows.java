package io.hookline.server.activity;

import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of what happened by the hour. */
final class ActivityRows {
    private static final int SLICE = 500;

    private static final Sql ADD =
            Sql.of(
                    """
                    INSERT INTO activity (kind, subject, hour, many, failed, aside, millis)
                    VALUES (:kind, :subject, :hour, :many, :failed, :aside, :millis)
                    ON CONFLICT (kind, subject, hour) DO UPDATE SET many = many + excluded.many,
                        failed = failed + excluded.failed, aside = aside + excluded.aside,
                        millis = millis + excluded.millis\
                    """);
    private static final Sql OF_SUBJECT =
            Sql.of(
                    """
                    SELECT hour, many, failed, aside, millis FROM activity
                    WHERE kind = :kind AND subject = :subject AND hour >= :since ORDER BY hour\
                    """);
    private static final Sql SUBJECTS =
            Sql.of(
                    """
                    SELECT subject, sum(many) AS many, sum(failed) AS failed, sum(aside) AS aside,
                        sum(millis) AS millis
                    FROM activity WHERE hour >= :since AND kind = :kind AND subject <> ''
                    GROUP BY subject ORDER BY sum(many) DESC, subject LIMIT :limit\
                    """);
    private static final Sql FAILING =
            Sql.of(
                    """
                    SELECT subject, sum(failed) AS failed FROM activity
                    WHERE kind = :kind AND hour >= :since AND failed > 0 AND subject <> ''
                    GROUP BY subject ORDER BY sum(failed) DESC, subject LIMIT :limit\
                    """);
    private static final Sql FORGET =
            Sql.of(
                    """
                    DELETE FROM activity WHERE (kind, subject, hour) IN (
                        SELECT kind, subject, hour FROM activity WHERE hour < :before LIMIT :limit)\
                    """);

    private ActivityRows() {}

    static void add(Transaction transaction, Activity.Key key, Tally tally) {
        transaction
                .prepare(ADD)
                .text("kind", key.kind().name())
                .text("subject", key.subject())
                .number("hour", key.hour())
                .number("many", tally.many())
                .number("failed", tally.failed())
                .number("aside", tally.aside())
                .number("millis", tally.millis())
                .update();
    }

    /** By the hour, the oldest first; hours in which nothing happened are left out. */
    static Map<Long, Tally> hours(
            Transaction transaction, Activity.Kind kind, String subject, long since) {
        Map<Long, Tally> hours = new LinkedHashMap<>();
        transaction
                .prepare(OF_SUBJECT)
                .text("kind", kind.name())
                .text("subject", subject)
                .number("since", since)
                .each(row -> hours.put(row.number("hour"), tally(row)));
        return hours;
    }

    /** Those with the most first. */
    static Map<String, Tally> subjects(
            Transaction transaction, Activity.Kind kind, long since, int limit) {
        Map<String, Tally> found = new LinkedHashMap<>();
        transaction
                .prepare(SUBJECTS)
                .number("since", since)
                .text("kind", kind.name())
                .number("limit", limit)
                .each(row -> found.put(row.text("subject"), tally(row)));
        return found;
    }

    /** Those that failed most, first. */
    static List<String> failing(
            Transaction transaction, Activity.Kind kind, long since, int limit) {
        return transaction
                .prepare(FAILING)
                .text("kind", kind.name())
                .number("since", since)
                .number("limit", limit)
                .list(row -> row.text("subject"));
    }

    /** Takes a little of what is older away. */
    static void forget(Transaction transaction, long before) {
        transaction.prepare(FORGET).number("before", before).number("limit", SLICE).update();
    }

    private static Tally tally(ResultRow row) {
        return new Tally(
                row.number("many"),
                row.number("failed"),
                row.number("aside"),
                row.number("millis"));
    }
}
