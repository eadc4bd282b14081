package io.hookline.server.store;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What a row of the hot tables costs, bound by position and by name: the numbers of {@code
 * docs/adr/0008-own-binder-for-sql.md}. Prints the median round, in nanoseconds of this thread's
 * CPU time and bytes of memory for each row.
 */
final class SqlMeasurement {
    private static final int ROWS = 20_000;
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 5;

    private static final Sql JOURNAL =
            Sql.of(
                    """
                    INSERT INTO execution_journal
                        (root, execution, path, kind, card, inputs, value, written)
                    VALUES (:root, :execution, :path, :kind, :card, :inputs, :value, :written)\
                    """);
    private static final Sql QUEUE =
            Sql.of(
                    """
                    INSERT INTO execution_queue (ordinal, id, flow_id, flow_name, flow_version,
                        started_by, mode, hops, parent, parent_path, root, saves_data, cancelling, payload)
                    VALUES (:ordinal, :id, :flow, :flowName, :flowVersion,
                        :trigger, :mode, :hops, :parent, :parentPath, :root, :savesData, 0, :payload)\
                    """);
    private static final Sql EVENT =
            Sql.of(
                    """
                    INSERT INTO events (position, type, source, published, persisted, json, hops, causes)
                    VALUES (:position, :type, :source, :published, :now, :json, :hops, :causes)\
                    """);
    private static final Sql FIND =
            Sql.of(
                    """
                    SELECT kind, card, inputs, value FROM execution_journal
                    WHERE root = :root AND execution = :execution AND path = :path\
                    """);
    private static final Sql EVENTS =
            Sql.of(
                    """
                    SELECT position, source, published, json FROM events
                    WHERE position > :after ORDER BY position LIMIT :limit\
                    """);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] id = new byte[16];
    private final byte[] value = new byte[300];
    private final SqliteSession session;
    private long seen;

    private SqlMeasurement(Path folder) throws SQLException {
        Random random = new Random(1);
        random.nextBytes(id);
        random.nextBytes(value);
        TestDatabase.open(folder).close();
        session = new SqliteFile(folder.resolve(DataFolder.DATABASE)).writer();
    }

    private record StoredEntry(String kind, String card, String inputs, Optional<byte[]> value) {}

    private record StoredRow(long position, int source, long published, byte[] json) {}

    private interface Way {
        void journal(int row) throws SQLException;

        void queue(int row) throws SQLException;

        void event(int row) throws SQLException;

        Optional<StoredEntry> find(int row) throws SQLException;

        List<StoredRow> events() throws SQLException;
    }

    private final class ByPosition implements Way {
        private final Map<String, PreparedStatement> statements = new HashMap<>();

        private PreparedStatement prepared(Sql sql) throws SQLException {
            PreparedStatement statement = statements.get(sql.jdbc());
            if (statement == null) {
                statement = session.connection().prepareStatement(sql.jdbc());
                statements.put(sql.jdbc(), statement);
            }
            return statement;
        }

        @Override
        public void journal(int row) throws SQLException {
            PreparedStatement insert = prepared(JOURNAL);
            insert.setLong(1, 7);
            insert.setBytes(2, id);
            insert.setString(3, path(row));
            insert.setString(4, "RESULT");
            insert.setString(5, "http.request");
            insert.setString(6, "4f1e");
            insert.setBytes(7, value);
            insert.setLong(8, row);
            insert.executeUpdate();
        }

        @Override
        public void queue(int row) throws SQLException {
            PreparedStatement insert = prepared(QUEUE);
            insert.setLong(1, row);
            insert.setBytes(2, id);
            insert.setString(3, "flow");
            insert.setString(4, "A flow");
            insert.setInt(5, 3);
            insert.setString(6, "hook");
            insert.setString(7, "ON");
            insert.setInt(8, 0);
            insert.setNull(9, Types.BLOB);
            insert.setNull(10, Types.VARCHAR);
            insert.setBytes(11, id);
            insert.setInt(12, 1);
            insert.setBytes(13, value);
            insert.executeUpdate();
        }

        @Override
        public void event(int row) throws SQLException {
            PreparedStatement insert = prepared(EVENT);
            insert.setLong(1, row + 1);
            insert.setInt(2, 5);
            insert.setInt(3, 2);
            insert.setLong(4, row);
            insert.setLong(5, row);
            insert.setBytes(6, value);
            insert.setInt(7, 0);
            insert.setNull(8, Types.VARCHAR);
            insert.executeUpdate();
        }

        @Override
        public Optional<StoredEntry> find(int row) throws SQLException {
            PreparedStatement find = prepared(FIND);
            find.setLong(1, 7);
            find.setBytes(2, id);
            find.setString(3, path(row));
            try (ResultSet found = find.executeQuery()) {
                return found.next()
                        ? Optional.of(
                                new StoredEntry(
                                        found.getString(1),
                                        found.getString(2),
                                        found.getString(3),
                                        Optional.ofNullable(found.getBytes(4))))
                        : Optional.empty();
            }
        }

        @Override
        public List<StoredRow> events() throws SQLException {
            PreparedStatement select = prepared(EVENTS);
            select.setLong(1, 0);
            select.setInt(2, ROWS);
            List<StoredRow> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new StoredRow(
                                    row.getLong(1),
                                    row.getInt(2),
                                    row.getLong(3),
                                    row.getBytes(4)));
                }
            }
            return found;
        }
    }

    private final class ByName implements Way {
        @Override
        public void journal(int row) {
            session.prepare(JOURNAL)
                    .number("root", 7)
                    .bytes("execution", id)
                    .text("path", path(row))
                    .text("kind", "RESULT")
                    .text("card", "http.request")
                    .text("inputs", "4f1e")
                    .bytes("value", value)
                    .number("written", row)
                    .update();
        }

        @Override
        public void queue(int row) {
            session.prepare(QUEUE)
                    .number("ordinal", row)
                    .bytes("id", id)
                    .text("flow", "flow")
                    .text("flowName", "A flow")
                    .number("flowVersion", 3)
                    .text("trigger", "hook")
                    .text("mode", "ON")
                    .number("hops", 0)
                    .bytes("parent", Optional.empty())
                    .text("parentPath", Optional.empty())
                    .bytes("root", id)
                    .flag("savesData", true)
                    .bytes("payload", value)
                    .update();
        }

        @Override
        public void event(int row) {
            session.prepare(EVENT)
                    .number("position", row + 1)
                    .number("type", 5)
                    .number("source", 2)
                    .number("published", row)
                    .number("now", row)
                    .bytes("json", value)
                    .number("hops", 0)
                    .text("causes", Optional.empty())
                    .update();
        }

        @Override
        public Optional<StoredEntry> find(int row) {
            return session.prepare(FIND)
                    .number("root", 7)
                    .bytes("execution", id)
                    .text("path", path(row))
                    .first(found ->
                            new StoredEntry(
                                    found.text("kind"),
                                    found.text("card"),
                                    found.text("inputs"),
                                    found.optionalBytes("value")));
        }

        @Override
        public List<StoredRow> events() {
            return session.prepare(EVENTS)
                    .number("after", 0)
                    .number("limit", ROWS)
                    .list(row ->
                            new StoredRow(
                                    row.number("position"),
                                    row.integer("source"),
                                    row.number("published"),
                                    row.bytes("json")));
        }
    }

    private static String path(int row) {
        return Integer.toString(row);
    }

    private interface Work {
        void run() throws SQLException;
    }

    private interface RowWork {
        void run(int row) throws SQLException;
    }

    private record Cost(double nanos, double bytes) {}

    private Cost cost(Work work) throws SQLException {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        long nanos = threads.getCurrentThreadCpuTime() - start;
        return new Cost(
                (double) nanos / ROWS,
                (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / ROWS);
    }

    private Cost each(RowWork work) throws SQLException {
        return cost(() -> {
            for (int row = 0; row < ROWS; row++) {
                work.run(row);
            }
        });
    }

    private List<Cost> round(Way way) throws SQLException {
        session.script("BEGIN");
        List<Cost> costs =
                List.of(
                        each(way::journal),
                        each(way::queue),
                        each(way::event),
                        each(row -> seen += way.find(row).orElseThrow().kind().length()),
                        cost(() -> seen += way.events().size()));
        session.script("ROLLBACK");
        return costs;
    }

    private void measure() throws SQLException {
        List<String> names =
                List.of(
                        "insert journal row",
                        "insert queue row",
                        "insert event",
                        "find journal row",
                        "read event, one of many");
        List<List<Cost>> byPosition = new ArrayList<>();
        List<List<Cost>> byName = new ArrayList<>();
        Way positions = new ByPosition();
        Way named = new ByName();
        for (int i = 0; i < ROUNDS; i++) {
            byPosition.add(round(positions));
            byName.add(round(named));
        }
        for (int i = 0; i < names.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-24s by position %s   by name %s%n",
                    names.get(i),
                    median(byPosition, i),
                    median(byName, i));
        }
        System.out.println("rows seen: " + seen);
    }

    private static String median(List<List<Cost>> rounds, int at) {
        List<Cost> costs = rounds.stream().skip(WARM_UP).map(round -> round.get(at)).toList();
        double[] nanos = costs.stream().mapToDouble(Cost::nanos).sorted().toArray();
        double[] bytes = costs.stream().mapToDouble(Cost::bytes).sorted().toArray();
        return String.format(
                Locale.ROOT, "%6.0f ns %5.0f B", nanos[nanos.length / 2], bytes[bytes.length / 2]);
    }

    public static void main(String... arguments) throws Exception {
        new SqlMeasurement(Files.createTempDirectory("sql-measurement")).measure();
    }
}
