package io.hookline.server.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.EventRows.Place;
import io.hookline.server.event.EventRows.Row;
import io.hookline.server.event.EventRows.Span;
import io.hookline.server.event.LogQuery.Scope;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Answers queries of the log page by page. It reads a few thousand rows at a time, so that no
 * reader of the store is held for long, and looks at them on the caller's thread. A query that
 * finds little in much ends its page after a while, with a link to go on.
 */
final class LogSearch {
    /** A page that has something is given out after that time. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A page is given out after that time even when it is empty. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final long MAX_PAGE_BYTES = 8_000_000;
    private static final int CHUNK = 1_000;

    private final Database database;
    private final DatabaseEventLog log;
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime a monotonic clock
     */
    LogSearch(Database database, DatabaseEventLog log, LongSupplier nanoTime) {
        this.database = database;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * @param events in the form of the log's API
     * @param next where it goes on; empty after the last page
     */
    record Page(List<ObjectNode> events, Optional<LogCursor> next) {}

    Page page(LogQuery query) {
        return switch (query.scope()) {
            case Scope.Polling polling -> polling(query, polling);
            case Scope.Bounded(Span span) -> bounded(query, span);
        };
    }

    private Page polling(LogQuery query, Scope.Polling polling) {
        Collected found = new Collected(query);
        long position =
                polling.cursor()
                        .map(LogCursor.Polling::position)
                        .orElseGet(
                                () -> database.read(tx -> EventRows.before(tx, polling.since())));
        boolean more = query.limit() > 0;
        while (more) {
            Chunk chunk = following(query, position, found.chunk(query.limit()));
            for (Row row : chunk.rows()) {
                found.offer(row);
                position = row.position();
                if (found.isFull(query.limit())) {
                    break;
                }
            }
            more = chunk.more() && !found.isFull(query.limit()) && !found.isLate();
        }
        return new Page(found.events, Optional.of(new LogCursor.Polling(position)));
    }

    private Page bounded(LogQuery query, Span span) {
        Collected found = new Collected(query);
        Optional<Place> last = span.after();
        boolean more = query.limit() > 0;
        while (more) {
            Span rest = new Span(span.since(), span.until(), last, span.descending());
            // One beyond the page tells whether there is a next one.
            Chunk chunk = published(query, rest, found.chunk(query.limit() + 1));
            for (Row row : chunk.rows()) {
                if (found.isFull(query.limit())) {
                    if (found.matches(row)) {
                        return new Page(found.events, cursor(span, last));
                    }
                } else {
                    found.offer(row);
                }
                last = Optional.of(new Place(row.published(), row.position()));
            }
            more = chunk.more();
            if (more && (found.isHeavy() || found.isLate())) {
                return new Page(found.events, cursor(span, last));
            }
        }
        return new Page(found.events, Optional.empty());
    }

    private static Optional<LogCursor> cursor(Span span, Optional<Place> last) {
        return Optional.of(
                new LogCursor.Bounded(
                        new Span(span.since(), span.until(), last, span.descending())));
    }

    private Chunk following(LogQuery query, long position, int limit) {
        return database.read(transaction -> {
            Optional<List<Integer>> types = types(transaction, query);
            return Chunk.of(
                    types.isEmpty()
                            ? EventRows.following(transaction, position, limit)
                            : EventRows.following(transaction, position, types.get(), limit),
                    limit);
        });
    }

    private Chunk published(LogQuery query, Span span, int limit) {
        return database.read(transaction -> {
            Optional<List<Integer>> types = types(transaction, query);
            return Chunk.of(
                    types.isEmpty()
                            ? EventRows.published(transaction, span, limit)
                            : EventRows.published(transaction, span, types.get(), limit),
                    limit);
        });
    }

    private Optional<List<Integer>> types(Transaction transaction, LogQuery query)
            throws SQLException {
        Optional<List<String>> names = query.types();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(log.numbers(transaction, names.get()));
    }

    /**
     * @param more whether there may be more rows
     */
    private record Chunk(List<Row> rows, boolean more) {
        static Chunk of(List<Row> rows, int limit) {
            long bytes = rows.stream().mapToLong(row -> row.json().length).sum();
            return new Chunk(rows, rows.size() == limit || bytes >= EventRows.MAX_BYTES);
        }
    }

    /** What a page has so far. */
    private final class Collected {
        private final LogQuery query;
        private final List<ObjectNode> events = new ArrayList<>();
        private final long start = nanoTime.getAsLong();
        private long bytes;

        Collected(LogQuery query) {
            this.query = query;
        }

        void offer(Row row) {
            ObjectNode event = LogEventForms.forLog(EventJson.stored(row.json()));
            if (query.matches(event)) {
                events.add(event);
                bytes += row.json().length;
            }
        }

        boolean matches(Row row) {
            return query.takesAll()
                    || query.matches(LogEventForms.forLog(EventJson.stored(row.json())));
        }

        /** How many rows to read next. */
        int chunk(int limit) {
            return query.takesAll() ? Math.min(CHUNK + 1, limit - events.size()) : CHUNK;
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
