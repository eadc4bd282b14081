package io.hookline.server.store;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What a row costs by each way to write SQL ({@code docs/adr/0008-own-binder-for-sql.md}):
 * inserted, found by its key, and read as one of many. Prints the median round, in nanoseconds of
 * this thread's CPU time and bytes of memory for each row.
 */
final class SqlMeasurement {
    private static final int ROWS = 20_000;
    private static final int ROUNDS = 15;

    private static final String TABLE =
            """
            CREATE TABLE journal (root INTEGER NOT NULL, execution BLOB NOT NULL, path TEXT NOT NULL,
                kind TEXT NOT NULL, card TEXT NOT NULL, inputs TEXT NOT NULL, value BLOB,
                written INTEGER NOT NULL, PRIMARY KEY (root, execution, path)) WITHOUT ROWID\
            """;
    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO journal (root, execution, path, kind, card, inputs, value,"
                            + " written) VALUES (:root, :execution, :path, :kind, :card, :inputs,"
                            + " :value, :written)");
    private static final Sql FIND =
            Sql.of(
                    "SELECT kind, card, inputs, value FROM journal WHERE root = :root AND execution"
                            + " = :execution AND path = :path");
    private static final Sql ALL =
            Sql.of("SELECT kind, card, inputs, value FROM journal WHERE root = :root");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] execution = new byte[16];
    private final byte[] value = new byte[300];
    private final SqliteSession session;
    private long seen;

    private SqlMeasurement() throws Exception {
        Random random = new Random(1);
        random.nextBytes(execution);
        random.nextBytes(value);
        session = SqliteFile.inMemory();
        session.script(TABLE);
    }

    private record Stored(String kind, String card, String inputs, Optional<byte[]> value) {}

    private interface Way {
        void insert(int row) throws Exception;

        Optional<Stored> find(int row) throws Exception;

        List<Stored> all() throws Exception;
    }

    private final class Positions implements Way {
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
        public void insert(int row) throws Exception {
            PreparedStatement insert = prepared(INSERT);
            insert.setLong(1, 7);
            insert.setBytes(2, execution);
            insert.setString(3, path(row));
            insert.setString(4, "RESULT");
            insert.setString(5, "http.request");
            insert.setString(6, "4f1e");
            insert.setBytes(7, value);
            insert.setLong(8, row);
            insert.executeUpdate();
        }

        @Override
        public Optional<Stored> find(int row) throws Exception {
            PreparedStatement find = prepared(FIND);
            find.setLong(1, 7);
            find.setBytes(2, execution);
            find.setString(3, path(row));
            try (ResultSet found = find.executeQuery()) {
                return found.next() ? Optional.of(stored(found)) : Optional.empty();
            }
        }

        @Override
        public List<Stored> all() throws Exception {
            PreparedStatement all = prepared(ALL);
            all.setLong(1, 7);
            List<Stored> found = new ArrayList<>();
            try (ResultSet row = all.executeQuery()) {
                while (row.next()) {
                    found.add(stored(row));
                }
            }
            return found;
        }

        private static Stored stored(ResultSet row) throws Exception {
            return new Stored(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    Optional.ofNullable(row.getBytes(4)));
        }
    }

    private final class Binder implements Way {
        @Override
        public void insert(int row) {
            session.prepare(INSERT)
                    .number("root", 7)
                    .bytes("execution", execution)
                    .text("path", path(row))
                    .text("kind", "RESULT")
                    .text("card", "http.request")
                    .text("inputs", "4f1e")
                    .bytes("value", value)
                    .number("written", row)
                    .update();
        }

        @Override
        public Optional<Stored> find(int row) {
            return session.prepare(FIND)
                    .number("root", 7)
                    .bytes("execution", execution)
                    .text("path", path(row))
                    .first(Binder::stored);
        }

        @Override
        public List<Stored> all() {
            return session.prepare(ALL).number("root", 7).list(Binder::stored);
        }

        private static Stored stored(ResultRow row) {
            return new Stored(
                    row.text("kind"),
                    row.text("card"),
                    row.text("inputs"),
                    row.optionalBytes("value"));
        }
    }

    private static String path(int row) {
        return Integer.toString(row);
    }

    private interface Work {
        void run() throws Exception;
    }

    private record Cost(double nanos, double bytes) {}

    private Cost cost(Work work) throws Exception {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        long nanos = threads.getCurrentThreadCpuTime() - start;
        return new Cost(
                (double) nanos / ROWS,
                (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / ROWS);
    }

    private void measure() throws Exception {
        List<Way> ways = List.of(new Positions(), new Binder());
        Cost[][][] costs = new Cost[ways.size()][3][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < ways.size(); i++) {
                Way way = ways.get(i);
                session.script("BEGIN");
                costs[i][0][round] =
                        cost(() -> {
                            for (int row = 0; row < ROWS; row++) {
                                way.insert(row);
                            }
                        });
                costs[i][1][round] =
                        cost(() -> {
                            for (int row = 0; row < ROWS; row++) {
                                seen += way.find(row).orElseThrow().kind().length();
                            }
                        });
                costs[i][2][round] = cost(() -> seen += way.all().size());
                session.script("ROLLBACK");
            }
        }
        for (int i = 0; i < ways.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-10s insert %s  find %s  read many %s%n",
                    ways.get(i).getClass().getSimpleName(),
                    median(costs[i][0]),
                    median(costs[i][1]),
                    median(costs[i][2]));
        }
        System.out.println(seen);
    }

    private static String median(Cost[] costs) {
        double[] nanos = Arrays.stream(costs).skip(5).mapToDouble(Cost::nanos).sorted().toArray();
        double[] bytes = Arrays.stream(costs).skip(5).mapToDouble(Cost::bytes).sorted().toArray();
        return String.format(
                Locale.ROOT, "%6.0f ns %6.0f B", nanos[nanos.length / 2], bytes[bytes.length / 2]);
    }

    public static void main(String... arguments) throws Exception {
        new SqlMeasurement().measure();
    }
}
