package io.hookline.server.event.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.event.log.EventRows.Row;
import io.hookline.server.store.Database;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The event log in the database. */
public final class DatabaseEventLog implements EventLog, AutoCloseable {
    /** From so many rows on it pays to parse them on several processors. */
    private static final int MANY = 100;

    private static final int CATCH_UP = 1_000;

    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO events (position, type, source, published, persisted, json, hops, causes)
                    VALUES (:position, :type, :source, :published, :now, :json, :hops, :causes)\
                    """);

    private final Database database;
    private final InstantSource clock;
    private final Names types = new Names("event_types");
    private final Names sources = new Names("event_sources");
    private final EntityIndex entities = new EntityIndex();
    private final UuidMemory memory;
    private final LogTail tail;
    private volatile long end;

    /** The last position given. Belongs to the thread that writes. */
    private long given;

    /** Opens the log; its first reader of the tail gets what is appended from now on. */
    public DatabaseEventLog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.memory = new UuidMemory(database);
        this.end = database.read(EventRows::last);
        this.tail = new LogTail(end, after -> read(after, List.of(), CATCH_UP), this::tidy);
    }

    @Override
    public List<Appended> append(
            Transaction transaction, String source, List<ObjectNode> events, Lineage lineage) {
        List<NewEvent> ready = new ArrayList<>(events.size());
        for (ObjectNode event : events) {
            try {
                ready.add(NewEvent.report(event));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("An event cannot be written as JSON", e);
            }
        }
        return appendReady(transaction, source, ready, lineage);
    }

    @Override
    public List<Appended> appendReady(
            Transaction transaction, String source, List<NewEvent> events, Lineage lineage) {
        long now = clock.millis();
        int sourceNumber = sources.numbered(transaction, source);
        if (given == 0) {
            given = EventRows.last(transaction);
        }
        PreparedSql insert = transaction.prepare(INSERT);
        List<Appended> appended = new ArrayList<>(events.size());
        List<StoredEvent> stored = new ArrayList<>(events.size());
        List<EntityIndex.Placed> placed = new ArrayList<>(events.size());
        Optional<String> causes =
                lineage.causes().isEmpty() ? Optional.empty() : Optional.of(lineage.cause());
        long bytes = 0;
        for (NewEvent event : events) {
            long position = memory.remember(transaction, sourceNumber, event.key(), given + 1, now);
            boolean duplicate = position <= given;
            appended.add(new Appended(position, event.uuid(), duplicate));
            if (duplicate) {
                continue;
            }
            given = position;
            insert.number("position", position)
                    .number("type", types.numbered(transaction, event.type()))
                    .number("source", sourceNumber)
                    .number("published", event.published())
                    .number("now", now)
                    .bytes("json", event.bytes())
                    .number("hops", lineage.hops())
                    .text("causes", causes)
                    .update();
            stored.add(
                    new StoredEvent(
                            position, source, EventOrigin.mark(event.json(), source), lineage));
            placed.add(new EntityIndex.Placed(position, event.published(), event.entities()));
            bytes += event.bytes().length;
        }
        if (!stored.isEmpty()) {
            entities.add(transaction, placed);
            notifyAfterCommit(transaction, List.copyOf(stored), bytes);
        }
        return List.copyOf(appended);
    }

    private void notifyAfterCommit(Transaction transaction, List<StoredEvent> stored, long bytes) {
        transaction.afterCommit(() -> {
            end = stored.getLast().position();
            tail.committed(stored, bytes);
        });
    }

    @Override
    public List<StoredEvent> read(long after, List<String> only, int limit) {
        if (limit <= 0) {
            return List.of();
        }
        return parsed(
                database.read(transaction ->
                        sourced(
                                transaction,
                                only.isEmpty()
                                        ? EventRows.following(transaction, after, limit)
                                        : EventRows.following(
                                                transaction,
                                                after,
                                                numbers(transaction, only),
                                                limit))));
    }

    @Override
    public List<StoredEvent> readBack(long before, List<String> only, int limit) {
        if (limit <= 0) {
            return List.of();
        }
        return parsed(
                database.read(transaction ->
                        sourced(
                                transaction,
                                only.isEmpty()
                                        ? EventRows.preceding(transaction, before, limit)
                                        : EventRows.preceding(
                                                transaction,
                                                before,
                                                numbers(transaction, only),
                                                limit))));
    }

    @Override
    public long before(Instant taken) {
        return database.read(transaction -> EventRows.before(transaction, taken.toEpochMilli()));
    }

    @Override
    public Waiting waiting(long after, List<String> only, int atMost) {
        return database.read(transaction ->
                EventRows.waiting(transaction, after, numbers(transaction, only), atMost));
    }

    @Override
    public List<StoredEvent> at(List<Long> positions) {
        return parsed(
                database.read(transaction ->
                        sourced(
                                transaction,
                                EventRows.at(transaction, positions, Long.MAX_VALUE))));
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long end(Transaction transaction) {
        return EventRows.last(transaction);
    }

    @Override
    public void onAppend(Tail reader) {
        tail.register(reader);
    }

    /** Forgets a little of what sources sent long ago; also called after every append. */
    public void tidy() {
        memory.tidy(database, clock.millis());
    }

    /** The numbers of those types that the log has ever seen. */
    public List<Integer> numbers(Transaction transaction, List<String> names) {
        List<Integer> numbers = new ArrayList<>(names.size());
        for (String name : names) {
            int number = types.find(transaction, name);
            if (number != Names.NONE && !numbers.contains(number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** The types that the log has ever seen, or so many of them. */
    public Set<String> types(Transaction transaction, int most) {
        return types.all(transaction, most);
    }

    /** The event of a row, as {@link StoredEvent#json} has it. */
    public ObjectNode event(Row row) {
        String source =
                sources.remembered(row.source())
                        .orElseGet(() ->
                                database.read(
                                        transaction -> sources.name(transaction, row.source())));
        return EventOrigin.mark(EventJson.stored(row.json()), source);
    }

    private List<Sourced> sourced(Transaction transaction, List<Row> rows) {
        List<Sourced> result = new ArrayList<>(rows.size());
        for (Row row : rows) {
            result.add(new Sourced(row, sources.name(transaction, row.source())));
        }
        return result;
    }

    /**
     * Parses away from the store's threads, which only fetch. Of many rows idle processors take a
     * share: one hook that catches up would otherwise go no faster than one of them.
     */
    private static List<StoredEvent> parsed(List<Sourced> rows) {
        return (rows.size() < MANY ? rows.stream() : rows.parallelStream())
                .map(sourced ->
                        new StoredEvent(
                                sourced.row().position(),
                                sourced.source(),
                                EventOrigin.mark(
                                        EventJson.stored(sourced.row().json()), sourced.source()),
                                sourced.row().lineage()))
                .toList();
    }

    /**
     * The first event with that uuid.
     *
     * @param published when it was; without it only events of the last week are found
     */
    public Optional<StoredEvent> find(String uuid, Optional<Instant> published) {
        byte[] key = EventIds.key(uuid);
        Optional<StoredEvent> remembered =
                at(database.read(transaction -> UuidMemory.positions(transaction, key))).stream()
                        .filter(event -> isOf(event, uuid))
                        .findFirst();
        return remembered.or(() -> published.flatMap(time -> published(uuid, time)));
    }

    /** Of those that were published in the same millisecond, so many are looked at. */
    private Optional<StoredEvent> published(String uuid, Instant time) {
        long millis = time.toEpochMilli();
        EventRows.Span span = new EventRows.Span(millis, millis, Optional.empty(), false);
        return parsed(
                        database.read(transaction ->
                                sourced(
                                        transaction,
                                        EventRows.published(transaction, span, CATCH_UP))))
                .stream()
                .filter(event -> isOf(event, uuid))
                .findFirst();
    }

    private static boolean isOf(StoredEvent event, String uuid) {
        return event.json().path("uuid").asText().equalsIgnoreCase(uuid);
    }

    /** When we took the event at that position; empty when it is gone. */
    public Optional<Instant> taken(long position) {
        return database.read(transaction -> EventRows.taken(transaction, position));
    }

    /** Stops passing events to the tail. */
    @Override
    public void close() {
        tail.close();
    }

    private record Sourced(Row row, String source) {}
}
