package io.hookline.server.event.log;

import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

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

    private static final Sql INSERT = Sql.of("INSERT INTO event_entities (key) VALUES (:key)");
    private static final Sql DESCRIBE =
            Sql.of(
                    """
                    INSERT INTO event_segments (segment, earliest, latest, covered)
                    VALUES (:segment, :earliest, :latest, :covered)
                    ON CONFLICT (segment) DO UPDATE SET
                        earliest = CASE WHEN excluded.earliest < earliest THEN excluded.earliest ELSE earliest END,
                        latest = CASE WHEN excluded.latest > latest THEN excluded.latest ELSE latest END,
                        covered = CASE WHEN excluded.covered < covered THEN excluded.covered ELSE covered END\
                    """);
    private static final Sql FIND =
            Sql.of("SELECT key FROM event_entities WHERE key >= :first AND key <= :last");
    private static final Sql NAMING =
            Sql.of(
                    """
                    SELECT segment FROM event_segments
                    WHERE segment >= :first AND segment <= :last AND (covered = 0 OR EXISTS (
                        SELECT 1 FROM event_entities
                        WHERE key >= (segment << %1$d) + :low AND key <= (segment << %1$d) + :high))\
                    """
                            .formatted(Entities.BITS + SEGMENT_BITS));
    private static final Sql FORGET_KEYS = Sql.of("DELETE FROM event_entities WHERE key < :key");
    private static final Sql FORGET_SEGMENTS =
            Sql.of("DELETE FROM event_segments WHERE segment < :segment");

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
    void add(Transaction transaction, List<Placed> events) {
        PreparedSql insert = transaction.prepare(INSERT);
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
                    insert.number("key", key(event.position(), entity)).update();
                }
            }
        }
        Bounds now = bounds;
        transaction.afterCommit(() -> written = now);
    }

    private static void describe(Transaction transaction, Bounds bounds, boolean covered) {
        transaction
                .prepare(DESCRIBE)
                .number("segment", bounds.segment())
                .number("earliest", bounds.earliest())
                .number("latest", bounds.latest())
                .flag("covered", covered)
                .update();
    }

    private static long key(long position, int entity) {
        return segment(position) << (Entities.BITS + SEGMENT_BITS)
                | (long) entity << SEGMENT_BITS
                | position & (SEGMENT - 1);
    }

    /** Where in a segment the events are that name one of those. */
    public static BitSet find(Transaction transaction, long segment, int[] entities) {
        PreparedSql select = transaction.prepare(FIND);
        BitSet found = new BitSet(SEGMENT);
        for (int entity : entities) {
            long first = key(first(segment), entity);
            select.number("first", first)
                    .number("last", first + SEGMENT - 1)
                    .each(row -> found.set((int) (row.number("key") & (SEGMENT - 1))));
        }
        return found;
    }

    /**
     * The segments between two, both included, in which there may be events that name one of each
     * group. One statement for all of them: to ask each of a long log by itself costs ten times as
     * much.
     */
    public static NavigableSet<Long> naming(
            Transaction transaction, long first, long last, List<int[]> groups) {
        PreparedSql select = transaction.prepare(NAMING);
        NavigableSet<Long> named = new TreeSet<>();
        for (int i = 0; i < groups.size() && (i == 0 || !named.isEmpty()); i++) {
            Set<Long> here = new HashSet<>();
            for (int entity : groups.get(i)) {
                select.number("first", first)
                        .number("last", last)
                        .number("low", (long) entity << SEGMENT_BITS)
                        .number("high", ((long) entity << SEGMENT_BITS) + SEGMENT - 1)
                        .each(row -> here.add(row.number("segment")));
            }
            if (i == 0) {
                named.addAll(here);
            } else {
                named.retainAll(here);
            }
        }
        return named;
    }

    /** Forgets segments whose events are all gone. */
    static void forgetBefore(Transaction transaction, long segment) {
        transaction.prepare(FORGET_KEYS).number("key", key(first(segment), 0)).update();
        transaction.prepare(FORGET_SEGMENTS).number("segment", segment).update();
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
