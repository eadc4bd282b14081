package io.hookline.server.event.log;

import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds events by actor and target. The log is cut into segments of {@value #SEGMENT} positions; a
 * row of the index is one number that begins with the segment. So appending writes to a few pages
 * that lie together, however long the log is, and a query asks each segment once.
 */
public final class EntityIndex {
    private static final int SEGMENT_BITS = 13;

    /** How many positions a segment has. */
    public static final int SEGMENT = 1 << SEGMENT_BITS;

    private static final long SECOND = 1_000;

    /** What the newest segment says of itself on disk. Belongs to the thread that writes. */
    private Bounds written = new Bounds(-1, 0, 0);

    /** The segment of a position. */
    public static long segment(long position) {
        return position >> SEGMENT_BITS;
    }

    /** The first position of a segment. */
    public static long first(long segment) {
        return segment << SEGMENT_BITS;
    }

    /** Takes events that were just appended, in the order of their positions. */
    void add(Transaction transaction, List<Placed> events) throws SQLException {
        PreparedStatement statement =
                transaction.prepare("INSERT INTO event_entities (key) VALUES (?)");
        Bounds bounds = written;
        for (Placed event : events) {
            boolean covered = event.entities().length <= Entities.MOST;
            Bounds wider = bounds.with(segment(event.position()), event.published());
            if (!wider.equals(bounds) || !covered) {
                bounds = wider;
                describe(transaction, bounds, covered);
            }
            if (covered) {
                for (int entity : event.entities()) {
                    statement.setLong(1, key(event.position(), entity));
                    statement.executeUpdate();
                }
            }
        }
        Bounds now = bounds;
        transaction.afterCommit(() -> written = now);
    }

    private static void describe(Transaction transaction, Bounds bounds, boolean covered)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        INSERT INTO event_segments (segment, earliest, latest, covered) VALUES (?, ?, ?, ?)
                        ON CONFLICT (segment) DO UPDATE SET
                            earliest = CASE WHEN excluded.earliest < earliest THEN excluded.earliest ELSE earliest END,
                            latest = CASE WHEN excluded.latest > latest THEN excluded.latest ELSE latest END,
                            covered = CASE WHEN excluded.covered < covered THEN excluded.covered ELSE covered END\
                        """);
        statement.setLong(1, bounds.segment());
        statement.setLong(2, bounds.earliest());
        statement.setLong(3, bounds.latest());
        statement.setInt(4, covered ? 1 : 0);
        statement.executeUpdate();
    }

    private static long key(long position, int entity) {
        return segment(position) << (Entities.BITS + SEGMENT_BITS)
                | (long) entity << SEGMENT_BITS
                | position & (SEGMENT - 1);
    }

    /** Where in a segment the events are that name one of those. */
    public static BitSet find(Transaction transaction, long segment, int[] entities)
            throws SQLException {
        PreparedStatement statement = transaction.prepare(FIND);
        BitSet found = new BitSet(SEGMENT);
        for (int entity : entities) {
            long first = key(first(segment), entity);
            statement.setLong(1, first);
            statement.setLong(2, first + SEGMENT - 1);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.set((int) (row.getLong(1) & (SEGMENT - 1)));
                }
            }
        }
        return found;
    }

    static final String FIND = "SELECT key FROM event_entities WHERE key >= ? AND key <= ?";

    /**
     * The segments between two, both included, in which there may be events that name one of each
     * group. One statement for all of them: to ask each of a long log by itself costs ten times as
     * much.
     */
    public static NavigableSet<Long> naming(
            Transaction transaction, long first, long last, List<int[]> groups)
            throws SQLException {
        PreparedStatement statement = transaction.prepare(NAMING);
        NavigableSet<Long> named = new TreeSet<>();
        for (int i = 0; i < groups.size() && (i == 0 || !named.isEmpty()); i++) {
            Set<Long> here = new HashSet<>();
            for (int entity : groups.get(i)) {
                statement.setLong(1, first);
                statement.setLong(2, last);
                statement.setLong(3, (long) entity << SEGMENT_BITS);
                statement.setLong(4, ((long) entity << SEGMENT_BITS) + SEGMENT - 1);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        here.add(row.getLong(1));
                    }
                }
            }
            if (i == 0) {
                named.addAll(here);
            } else {
                named.retainAll(here);
            }
        }
        return named;
    }

    static final String NAMING =
            """
            SELECT segment FROM event_segments WHERE segment >= ? AND segment <= ? AND (covered = 0 OR EXISTS (
                SELECT 1 FROM event_entities WHERE key >= (segment << %1$d) + ? AND key <= (segment << %1$d) + ?))\
            """
                    .formatted(Entities.BITS + SEGMENT_BITS);

    /** Forgets segments whose events are all gone. */
    static void forgetBefore(Transaction transaction, long segment) throws SQLException {
        PreparedStatement keys = transaction.prepare("DELETE FROM event_entities WHERE key < ?");
        keys.setLong(1, key(first(segment), 0));
        keys.executeUpdate();
        PreparedStatement segments =
                transaction.prepare("DELETE FROM event_segments WHERE segment < ?");
        segments.setLong(1, segment);
        segments.executeUpdate();
    }

    /**
     * An event at its place.
     *
     * @param published epoch milliseconds
     * @param entities as {@link Entities#of} has them
     */
    record Placed(long position, long published, int[] entities) {}

    /**
     * The published times of a segment, at least; whole seconds, so that they are not written each
     * time.
     */
    private record Bounds(long segment, long earliest, long latest) {
        Bounds with(long another, long published) {
            long from = Math.floorDiv(published, SECOND) * SECOND;
            long to = from + SECOND;
            return another == segment
                    ? new Bounds(segment, Math.min(earliest, from), Math.max(latest, to))
                    : new Bounds(another, from, to);
        }
    }
}
