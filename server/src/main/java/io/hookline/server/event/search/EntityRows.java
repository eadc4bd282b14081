package io.hookline.server.event.search;

import io.hookline.server.event.log.EntityIndex;
import io.hookline.server.event.log.EventRows;
import io.hookline.server.event.log.EventRows.Place;
import io.hookline.server.event.log.EventRows.Row;
import io.hookline.server.event.log.EventRows.Span;
import io.hookline.server.event.log.FirstPlaces;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the rows of events that name certain actors or targets, segment by segment. One read looks
 * at a bounded number of events and segments; what it did not come to is left for the next one.
 */
public final class EntityRows {
    private static final int MOST_SEGMENTS = 2_000;
    private static final int MOST_LOOKS = 20_000;

    private static final int FIRST_STEPS = 500;

    /** What is often named is found in the first segments; then as many again, and again. */
    private static final int FIRST_SEGMENTS = 2;

    /** From so many on it is quicker to ask the index of types than to look at each. */
    private static final int MANY = 256;

    /** One in so many events is frequent. */
    private static final int FREQUENT = 64;

    private static final Sql SEGMENTS_FROM =
            Sql.of(
                    """
                    SELECT segment FROM event_segments WHERE segment >= :first
                    ORDER BY segment LIMIT :limit\
                    """);
    private static final Sql SEGMENTS_FORWARD =
            Sql.of(
                    """
                    SELECT segment, earliest AS nearest FROM event_segments
                    WHERE latest >= :since AND earliest <= :until ORDER BY earliest\
                    """);
    private static final Sql SEGMENTS_BACK =
            Sql.of(
                    """
                    SELECT segment, latest AS nearest FROM event_segments
                    WHERE latest >= :since AND earliest <= :until ORDER BY latest DESC\
                    """);
    private static final Sql COVERED =
            Sql.of("SELECT covered FROM event_segments WHERE segment = :segment");
    private static final Sql OF_TYPE =
            Sql.of(
                    """
                    SELECT position FROM events
                    WHERE type = :type AND position >= :first AND position < :end\
                    """);
    private static final Sql EVENT =
            Sql.of("SELECT type, published FROM events WHERE position = :position");

    private EntityRows() {}

    /**
     * What is asked for.
     *
     * @param groups an event must name at least one of each group
     * @param types one of these types; empty for all
     */
    public record Wanted(List<int[]> groups, Optional<List<Integer>> types) {}

    /**
     * What one read of a polling query found.
     *
     * @param upTo everything up to this position was looked at
     */
    record Found(List<Row> rows, long upTo, boolean more) {}

    /** What follows a position, in position order. */
    public static Found following(Transaction transaction, long after, Wanted wanted, int limit) {
        List<Long> positions = new ArrayList<>();
        long upTo = after;
        int looks = 0;
        List<Long> segments = segmentsFrom(transaction, EntityIndex.segment(after + 1));
        int step = FIRST_SEGMENTS;
        for (int from = 0; from < segments.size(); from += step, step *= 2) {
            long end = segments.get(Math.min(segments.size(), from + step) - 1);
            for (long segment :
                    EntityIndex.naming(transaction, segments.get(from), end, wanted.groups())) {
                long first = EntityIndex.first(segment);
                BitSet found = candidates(transaction, segment, wanted);
                for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
                    if (first + i > after) {
                        looks++;
                        upTo = first + i;
                        place(transaction, upTo, wanted)
                                .ifPresent(place -> positions.add(place.position()));
                        if (positions.size() == limit) {
                            return page(transaction, positions, upTo);
                        }
                    }
                }
                upTo = Math.max(upTo, first + EntityIndex.SEGMENT - 1);
                if (looks > MOST_LOOKS) {
                    return page(transaction, positions, upTo);
                }
            }
            upTo = Math.max(upTo, EntityIndex.first(end) + EntityIndex.SEGMENT - 1);
        }
        if (segments.size() == MOST_SEGMENTS) {
            return page(transaction, positions, upTo);
        }
        Found last = page(transaction, positions, upTo);
        // The last segment still grows.
        return last.rows().size() < positions.size()
                ? last
                : new Found(last.rows(), Math.max(after, EventRows.last(transaction)), false);
    }

    private static Found page(Transaction transaction, List<Long> positions, long upTo) {
        List<Row> rows = EventRows.at(transaction, positions, EventRows.MAX_BYTES);
        return rows.size() == positions.size()
                ? new Found(rows, upTo, true)
                : new Found(rows, rows.getLast().position(), true);
    }

    private static List<Long> segmentsFrom(Transaction transaction, long first) {
        return transaction
                .prepare(SEGMENTS_FROM)
                .number("first", first)
                .number("limit", MOST_SEGMENTS)
                .list(row -> row.number("segment"));
    }

    /**
     * A search for the first events of a span of published times. What is frequent is looked for
     * along the index of times. What is not: segments are visited in the order of their own times,
     * and those that lie behind what was found are not visited at all.
     */
    public static final class Search {
        private final Span span;
        private final Wanted wanted;
        private final Comparator<Place> order;
        private final FirstPlaces nearest;
        private final Map<Long, BitSet> known = new HashMap<>();
        private boolean walks;
        private Optional<Place> walked;
        private List<Segment> segments;
        private int visited;
        private int asked;
        private Set<Long> naming = Set.of();

        public Search(Transaction transaction, Span span, Wanted wanted, int limit) {
            this.span = span;
            this.wanted = wanted;
            this.order = span.descending() ? Place.ORDER.reversed() : Place.ORDER;
            this.nearest = new FirstPlaces(limit, order);
            this.walked = span.after();
            this.segments = segments(transaction, rest());
            this.walks =
                    !segments.isEmpty()
                            && candidates(transaction, segments.getFirst().number(), wanted)
                                            .cardinality()
                                    > EntityIndex.SEGMENT / FREQUENT;
        }

        private Span rest() {
            return new Span(span.since(), span.until(), walked, span.descending());
        }

        /** Looks at some more; true when there is nothing more to look at. */
        public boolean advance(Transaction transaction) {
            if (walks) {
                walks = false;
                if (walk(transaction)) {
                    return true;
                }
                // It is not as frequent as it seemed.
                segments = segments(transaction, rest());
            }
            int looks = 0;
            int end = Math.min(segments.size(), visited + MOST_SEGMENTS);
            while (visited < end && looks < MOST_LOOKS) {
                Segment segment = segments.get(visited);
                if (nearest.worst().filter(segment::liesBehind).isPresent()) {
                    visited = segments.size();
                    return true;
                }
                if (naming(transaction).contains(segment.number())) {
                    looks += look(transaction, segment.number());
                }
                visited++;
            }
            return visited == segments.size();
        }

        /** Which segments name what is asked for, of the one to visit and some that follow. */
        private Set<Long> naming(Transaction transaction) {
            if (visited >= asked) {
                int from = asked;
                asked = Math.min(segments.size(), Math.max(FIRST_SEGMENTS, 2 * asked));
                LongSummaryStatistics numbers =
                        segments.subList(from, asked).stream()
                                .mapToLong(Segment::number)
                                .summaryStatistics();
                naming =
                        EntityIndex.naming(
                                transaction, numbers.getMin(), numbers.getMax(), wanted.groups());
            }
            return naming;
        }

        private boolean walk(Transaction transaction) {
            int left = MOST_LOOKS;
            // What is frequent is soon found: a few steps first, then more and more.
            for (int steps = FIRST_STEPS; left > 0; steps = Math.min(2 * steps, left)) {
                List<Place> places = EventRows.places(transaction, rest(), steps);
                for (Place place : places) {
                    walked = Optional.of(place);
                    if (isCandidate(transaction, place)) {
                        place(transaction, place.position(), wanted).ifPresent(nearest::offer);
                        if (nearest.worst().isPresent()) {
                            return true;
                        }
                    }
                }
                left -= steps;
                if (places.size() < steps) {
                    return false;
                }
            }
            return false;
        }

        private boolean isCandidate(Transaction transaction, Place place) {
            long segment = EntityIndex.segment(place.position());
            BitSet found = known.get(segment);
            if (found == null) {
                found = candidates(transaction, segment, wanted);
                known.put(segment, found);
            }
            return found.get((int) (place.position() - EntityIndex.first(segment)));
        }

        private int look(Transaction transaction, long segment) {
            long first = EntityIndex.first(segment);
            BitSet found = candidates(transaction, segment, wanted);
            for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
                place(transaction, first + i, wanted)
                        .filter(this::isInside)
                        .ifPresent(nearest::offer);
            }
            return found.cardinality();
        }

        private boolean isInside(Place place) {
            return place.published() >= span.since()
                    && place.published() <= span.until()
                    && walked.map(last -> order.compare(place, last) > 0).orElse(true);
        }

        public List<Row> rows(Transaction transaction) {
            return EventRows.at(transaction, nearest.positions(), EventRows.MAX_BYTES);
        }
    }

    /** The segments that may have events of a span, nearest first. */
    private static List<Segment> segments(Transaction transaction, Span span) {
        long since = span.since();
        long until = span.until();
        if (span.after().isPresent()) {
            if (span.descending()) {
                until = Math.min(until, span.after().get().published());
            } else {
                since = Math.max(since, span.after().get().published());
            }
        }
        return transaction
                .prepare(span.descending() ? SEGMENTS_BACK : SEGMENTS_FORWARD)
                .number("since", since)
                .number("until", until)
                .list(row ->
                        new Segment(
                                row.number("segment"), row.number("nearest"), span.descending()));
    }

    /**
     * @param nearest the published time at its near end
     */
    private record Segment(long number, long nearest, boolean descending) {
        boolean liesBehind(Place worst) {
            return descending ? nearest < worst.published() : nearest > worst.published();
        }
    }

    /** Where in a segment there may be events that are asked for. */
    private static BitSet candidates(Transaction transaction, long segment, Wanted wanted) {
        BitSet found = new BitSet(EntityIndex.SEGMENT);
        if (isCovered(transaction, segment)) {
            boolean first = true;
            for (int[] group : wanted.groups()) {
                BitSet named = EntityIndex.find(transaction, segment, group);
                if (first) {
                    found = named;
                    first = false;
                } else {
                    found.and(named);
                }
                if (found.isEmpty()) {
                    return found;
                }
            }
        } else {
            found.set(0, EntityIndex.SEGMENT);
        }
        if (wanted.types().isPresent() && found.cardinality() > MANY) {
            found.and(ofTypes(transaction, segment, wanted.types().get()));
        }
        return found;
    }

    private static boolean isCovered(Transaction transaction, long segment) {
        return transaction
                .prepare(COVERED)
                .number("segment", segment)
                .first(row -> row.flag("covered"))
                .orElse(false);
    }

    private static BitSet ofTypes(Transaction transaction, long segment, List<Integer> types) {
        BitSet found = new BitSet(EntityIndex.SEGMENT);
        long first = EntityIndex.first(segment);
        for (int type : types) {
            transaction
                    .prepare(OF_TYPE)
                    .number("type", type)
                    .number("first", first)
                    .number("end", first + EntityIndex.SEGMENT)
                    .each(row -> found.set((int) (row.number("position") - first)));
        }
        return found;
    }

    /** The place of an event if it is there and of a type that is asked for. */
    private static Optional<Place> place(Transaction transaction, long position, Wanted wanted) {
        return transaction
                .prepare(EVENT)
                .number("position", position)
                .first(row ->
                        isOf(wanted, row.integer("type"))
                                ? Optional.of(new Place(row.number("published"), position))
                                : Optional.<Place>empty())
                .flatMap(Function.identity());
    }

    private static boolean isOf(Wanted wanted, int type) {
        return wanted.types().isEmpty() || wanted.types().get().contains(type);
    }
}
