package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** The database file, read beside the server, and made older while none runs. */
final class StoredFile {
    private static final Instant NOW = Instant.now();
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(200));

    /** What is old is older than anything is kept by default; nothing else is. */
    private static final Instant OLD = NOW.minus(Duration.ofDays(100));

    private final String url;

    StoredFile(Path data) {
        url = "jdbc:sqlite:" + data.resolve("hookline.db");
    }

    long lastPosition() {
        return number("SELECT max(position) FROM events");
    }

    /** How many executions were accepted and have not ended. */
    long queued() {
        return number("SELECT count(*) FROM execution_queue");
    }

    /** Events up to a position become old, and so many old executions and deliveries are added. */
    void age(long upTo, int records) {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "UPDATE events SET persisted = "
                                + LONG_AGO.toEpochMilli()
                                + " WHERE position <= "
                                + upTo);
                statement.execute(
                        "CREATE TEMP TABLE one_execution AS SELECT * FROM execution LIMIT 1");
                statement.execute(
                        "CREATE TEMP TABLE one_delivery AS SELECT * FROM delivery LIMIT 1");
                statement.execute("UPDATE one_delivery SET status = 'DELIVERED'");
            }
            for (int i = 0; i < records; i++) {
                execution(connection, (LONG_AGO.toEpochMilli() << 12) + i);
                delivery(connection, uuid(LONG_AGO, i));
            }
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void execution(Connection connection, long ordinal) throws SQLException {
        run(connection, "UPDATE one_execution SET ordinal = ?", ordinal);
        run(connection, "INSERT INTO execution SELECT * FROM one_execution");
        run(
                connection,
                "INSERT INTO execution_chunk (ordinal, number, record) VALUES (?, 0, x'00')",
                ordinal);
        run(
                connection,
                "INSERT INTO execution_journal (root, execution, path, kind, card, inputs,"
                        + " written) VALUES (?, x'00', '1', 'RESULT', 'a.card', '', 0)",
                ordinal);
    }

    private static void delivery(Connection connection, byte[] id) throws SQLException {
        run(connection, "UPDATE one_delivery SET event_id = ?", id);
        run(connection, "INSERT INTO delivery SELECT * FROM one_delivery");
        run(
                connection,
                "INSERT INTO delivery_attempt (event_id, attempt, at, millis, reason)"
                        + " VALUES (?, 1, 0, 1, 'DELIVERED')",
                id);
    }

    private static void run(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** An id of version 7 begins with its time. */
    private static byte[] uuid(Instant time, long rest) {
        return ByteBuffer.allocate(16).putLong(time.toEpochMilli() << 16).putLong(rest).array();
    }

    /** How many rows are there whose time is over. */
    long old() {
        return number(
                "SELECT (SELECT count(*) FROM events WHERE persisted < "
                        + OLD.toEpochMilli()
                        + ") + (SELECT count(*) FROM execution WHERE ordinal < "
                        + (OLD.toEpochMilli() << 12)
                        + ") + (SELECT count(*) FROM delivery WHERE hex(event_id) < '"
                        + "%016X".formatted(OLD.toEpochMilli() << 16)
                        + "')");
    }

    /** Nothing points at what is gone, and the log has no hole. */
    void assertNothingIsHalfDeleted() {
        assertThat(
                        number(
                                "SELECT count(*) FROM execution_chunk WHERE ordinal NOT IN"
                                        + " (SELECT ordinal FROM execution)"))
                .as("parts of histories that are gone")
                .isZero();
        assertThat(
                        number(
                                "SELECT count(*) FROM execution_journal WHERE root NOT IN (SELECT"
                                        + " ordinal FROM execution UNION ALL SELECT ordinal FROM"
                                        + " execution_queue)"))
                .as("journals of executions that are gone")
                .isZero();
        assertThat(
                        number(
                                "SELECT count(*) FROM delivery_attempt WHERE event_id NOT IN"
                                        + " (SELECT event_id FROM delivery)"))
                .as("attempts of deliveries that are gone")
                .isZero();
        assertThat(number("SELECT max(position) - min(position) + 1 - count(*) FROM events"))
                .as("events gone from the middle of the log")
                .isZero();
        assertThat(text("PRAGMA integrity_check")).isEqualTo("ok");
    }

    private long number(String query) {
        return Long.parseLong(text(query));
    }

    private String text(String query) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }
}
