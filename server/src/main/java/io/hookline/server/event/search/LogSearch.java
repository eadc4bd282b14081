package io.hookline.server.event.search;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.ComputingTime;
import io.hookline.compute.Turns;
import io.hookline.compute.Work;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventRows;
import io.hookline.server.event.log.EventRows.Place;
import io.hookline.server.event.log.EventRows.Row;
import io.hookline.server.event.log.EventRows.Span;
import io.hookline.server.event.search.EntityRows.Wanted;
import io.hookline.server.event.search.LogQuery.Scope;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers queries of the log page by page. It reads a few thousand rows at a time, so that no
 * reader of the store is held for long, and looks at them on the caller's thread. A query that
 * finds little in much ends its page after a while, with a link to go on.
 */
public final class LogSearch {
    /** A page that has something is given out after that time. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A page is given out after that time even when it is empty. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final long MAX_PAGE_BYTES = 8_000_000;

    /** What the rows of a page take that are written at once, each with the largest event. */
    private static final long UNFILTERED_ROW = 64_000;

    private static final int CHUNK = 1_000;

    /** Of more types than these nobody asks which ones begin so. */
    private static final int MOST_KNOWN = 10_000;

    /** Each type is a search of its own: of more, looking at every event is as fast. */
    private static final int MOST_TYPES = 200;

    private static final Work LOOKING = Work.of("searches", ComputingTime.unlimited());

    private final Database database;
    private final DatabaseEventLog log;
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime a monotonic clock
     */
    public LogSearch(Database database, DatabaseEventLog log, LongSupplier nanoTime) {
        this.database = database;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * @param events in the form of the log's API, each as it is sent
     * @param next where it goes on; empty after the last page
     */
    public record Page(List<byte[]> events, Optional<LogCursor> next) {}

    /** How many bytes answering a query takes at most: its page, and the rows it looks at. */
    public static long memory(LogQuery query) {
        long most = MAX_PAGE_BYTES + EventRows.MAX_BYTES;
        return query.takesAll() ? Math.min(most, query.limit() * UNFILTERED_ROW) : most;
    }

    public Page page(LogQuery query) {
        Plan plan = database.read(transaction -> plan(transaction, query));
        return switch (query.scope()) {
            case Scope.Polling polling -> polling(query, plan, polling);
            case Scope.Bounded(Span span) -> bounded(query, plan, span);
        };
    }

    /** Which index leads to what is asked for. */
    private sealed interface Plan {
        /** None: everything must be looked at. */
        record All() implements Plan {}

        record ByType(List<Integer> types) implements Plan {}

        record ByEntity(Wanted wanted) implements Plan {}
    }

    private Plan plan(Transaction transaction, LogQuery query) {
        Optional<List<String>> names = query.types().or(() -> typesAmong(transaction, query));
        Optional<List<Integer>> types =
                names.isEmpty()
                        ? Optional.empty()
                        : Optional.of(log.numbers(transaction, names.get()));
        List<int[]> entities = query.entities();
        if (!entities.isEmpty()
                && (types.isEmpty() || !EventRows.areRare(transaction, types.get()))) {
            return new Plan.ByEntity(new Wanted(entities, types));
        }
        return types.<Plan>map(Plan.ByType::new).orElseGet(Plan.All::new);
    }

    /** Types of which a beginning or a part is asked for, as long as they are few. */
    private Optional<List<String>> typesAmong(Transaction transaction, LogQuery query) {
        if (query.types(Set.of()).isEmpty()) {
            return Optional.empty();
        }
        Set<String> known = log.types(transaction, MOST_KNOWN);
        return known.size() == MOST_KNOWN
                ? Optional.empty()
                : query.types(known).filter(types -> types.size() <= MOST_TYPES);
    }

    private Page polling(LogQuery query, Plan plan, Scope.Polling polling) {
        Collected found = new Collected(query);
        long position =
                polling.cursor()
                        .map(LogCursor.Polling::position)
                        .orElseGet(
                                () -> database.read(tx -> EventRows.before(tx, polling.since())));
        boolean more = query.limit() > 0;
        while (more) {
            Chunk chunk = following(plan, position, found.chunk(query.limit()));
            long before = position;
            position = looking(() -> found.offerAll(chunk, before, query.limit()));
            more = chunk.more() && !found.isFull(query.limit()) && !found.isLate();
        }
        return new Page(found.events, Optional.of(new LogCursor.Polling(position)));
    }

    private Page bounded(LogQuery query, Plan plan, Span span) {
        Collected found = new Collected(query);
        Optional<Place> last = span.after();
        boolean more = query.limit() > 0;
        while (more) {
            Span rest = new Span(span.since(), span.until(), last, span.descending());
            // One beyond the page tells whether there is a next one.
            Chunk chunk = published(plan, rest, found.chunk(query.limit() + 1));
            boolean overfull = looking(() -> found.overfills(chunk, query.limit()));
            more = chunk.more();
            last = found.last.or(span::after);
            if (overfull || more && (found.isHeavy() || found.isLate())) {
                return new Page(found.events, cursor(span, last));
            }
        }
        return new Page(found.events, Optional.empty());
    }

    /** Reading many rows and asking whether they match computes for long. */
    private static <T> T looking(Supplier<T> look) {
        return Turns.PROCESS.take(LOOKING, look::get);
    }

    private static Optional<LogCursor> cursor(Span span, Optional<Place> last) {
        return Optional.of(
                new LogCursor.Bounded(
                        new Span(span.since(), span.until(), last, span.descending())));
    }

    private Chunk following(Plan plan, long position, int limit) {
        return database.read(transaction ->
                switch (plan) {
                    case Plan.All _ ->
                            Chunk.of(EventRows.following(transaction, position, limit), limit);
                    case Plan.ByType(List<Integer> types) ->
                            Chunk.of(
                                    EventRows.following(transaction, position, types, limit),
                                    limit);
                    case Plan.ByEntity(Wanted wanted) ->
                            Chunk.of(EntityRows.following(transaction, position, wanted, limit));
                });
    }

    private Chunk published(Plan plan, Span span, int limit) {
        return switch (plan) {
            case Plan.All _ ->
                    database.read(tx -> Chunk.of(EventRows.published(tx, span, limit), limit));
            case Plan.ByType(List<Integer> types) ->
                    database.read(
                            tx -> Chunk.of(EventRows.published(tx, span, types, limit), limit));
            case Plan.ByEntity(Wanted wanted) -> published(wanted, span, limit);
        };
    }

    /** Several reads, when much must be looked at before anything can be said. */
    private Chunk published(Wanted wanted, Span span, int limit) {
        long start = nanoTime.getAsLong();
        EntityRows.Search entities =
                database.read(tx -> new EntityRows.Search(tx, span, wanted, limit));
        while (!database.read(entities::advance)) {
            if (nanoTime.getAsLong() - start > LIMIT.toNanos()) {
                throw new Refusal.TookTooLong(
                        "The query took too long; ask for a shorter time or for event types.");
            }
        }
        return database.read(tx -> Chunk.of(entities.rows(tx), limit));
    }

    /**
     * @param upTo up to which position rows were looked at, in position order
     * @param more whether there may be more rows
     */
    private record Chunk(List<Row> rows, OptionalLong upTo, boolean more) {
        static Chunk of(List<Row> rows, int limit) {
            long bytes = rows.stream().mapToLong(row -> row.json().length).sum();
            return new Chunk(
                    rows,
                    OptionalLong.empty(),
                    rows.size() == limit || bytes >= EventRows.MAX_BYTES);
        }

        static Chunk of(EntityRows.Found found) {
            return new Chunk(found.rows(), OptionalLong.of(found.upTo()), found.more());
        }
    }

    /** What a page has so far. */
    private final class Collected {
        private final LogQuery query;
        private final List<byte[]> events = new ArrayList<>();
        private final long start = nanoTime.getAsLong();
        private Optional<Place> last = Optional.empty();
        private long bytes;
        private int lastChunk;

        Collected(LogQuery query) {
            this.query = query;
        }

        void offer(Row row) {
            ObjectNode event = LogEventForms.forLog(log.event(row));
            if (query.matches(event)) {
                byte[] written = Json.bytes(event);
                events.add(written);
                bytes += written.length;
            }
        }

        /** Takes rows until one more than fit matches; whether there is such a one. */
        boolean overfills(Chunk chunk, int limit) {
            for (Row row : chunk.rows()) {
                if (isFull(limit)) {
                    if (matches(row)) {
                        return true;
                    }
                } else {
                    offer(row);
                }
                last = Optional.of(new Place(row.published(), row.position()));
            }
            return false;
        }

        /** Takes rows in position order until the page is full; how far it came. */
        long offerAll(Chunk chunk, long after, int limit) {
            long position = after;
            for (Row row : chunk.rows()) {
                offer(row);
                position = row.position();
                if (isFull(limit)) {
                    return position;
                }
            }
            return chunk.upTo().orElse(position);
        }

        boolean matches(Row row) {
            return query.takesAll() || query.matches(LogEventForms.forLog(log.event(row)));
        }

        /** How many rows to read next: as many as the page lacks, then more and more. */
        int chunk(int limit) {
            int missing = Math.min(CHUNK + 1, limit - events.size());
            if (query.takesAll()) {
                return missing;
            }
            lastChunk = Math.min(CHUNK, Math.max(missing, 4 * lastChunk));
            return lastChunk;
        }

        boolean isFull(int limit) {
            return events.size() >= limit || isHeavy();
        }

        boolean isHeavy() {
            return bytes >= MAX_PAGE_BYTES;
        }

        boolean isLate() {
            long passed = nanoTime.getAsLong() - start;
            return passed > (events.isEmpty() ? LIMIT : PATIENCE).toNanos();
        }
    }
}
