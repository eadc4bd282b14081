package io.hookline.server.execution.history;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Step;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.journal.AsideRows;
import io.hookline.server.execution.journal.JournalRows;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.queue.ExecutionTables;
import io.hookline.server.execution.run.ExecutionHost;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.json.Json;
import io.hookline.server.store.Transaction;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads executions for people: what has ended from history, the rest from the queue and memory. */
public final class History {
    /** Records that one request unpacks when it looks for a text. */
    private static final int SEARCHED = 2_000;

    private static final long SEARCH_NANOS = 2_000_000_000L;

    private final Executions executions;

    public History(Executions executions) {
        this.executions = executions;
    }

    /**
     * A page.
     *
     * @param next where the next page begins; empty when there is none
     */
    public record Page(List<Found> found, Optional<Long> next) {}

    /** One execution, ended or not. */
    public sealed interface Found {
        Head head();

        record Ended(EndedExecution execution) implements Found {
            @Override
            public Head head() {
                return execution.head();
            }
        }

        /**
         * @param running where it runs, if it does
         * @param due until when it waits, if it waits for a time
         * @param paused the place of the Pause card where it waits for a call
         */
        record Unfinished(
                Head head,
                Status status,
                Optional<ExecutionHost> running,
                Optional<AsideRows.Aside> aside,
                Optional<Instant> due,
                Optional<String> paused)
                implements Found {
            public Unfinished(Head head, Status status, Optional<ExecutionHost> running) {
                this(head, status, running, Optional.empty(), Optional.empty(), Optional.empty());
            }
        }
    }

    public Page page(ExecutionFilter filter) {
        Map<UUID, Found> found = new LinkedHashMap<>();
        // Memory first: what ends in between is then in history.
        if (wantsUnfinished(filter)) {
            for (ExecutionHost host : executions.live().values()) {
                Found.Unfinished running = running(host);
                if (matches(filter, running)) {
                    found.put(host.head().id(), running);
                }
            }
        }
        Optional<Long> searchedTo =
                executions
                        .facilities()
                        .database()
                        .read(transaction -> stored(transaction, filter, found));
        List<Found> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparingLong((Found one) -> one.head().ordinal()).reversed());
        if (searchedTo.isPresent()) {
            sorted.removeIf(one -> one.head().ordinal() < searchedTo.get());
        }
        if (sorted.size() > filter.limit()) {
            List<Found> page = List.copyOf(sorted.subList(0, filter.limit()));
            return new Page(page, Optional.of(page.getLast().head().ordinal()));
        }
        return new Page(sorted, searchedTo);
    }

    private static boolean wantsUnfinished(ExecutionFilter filter) {
        return filter.status().isEmpty() || !filter.status().get().isFinal();
    }

    private Optional<Long> stored(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found)
            throws SQLException {
        if (wantsUnfinished(filter) && filter.status().orElse(null) != Status.RUNNING) {
            queued(transaction, filter, found);
            waitingHelpers(transaction, filter, found);
        }
        if (filter.status().isEmpty() || filter.status().get().isFinal()) {
            return ended(transaction, filter, found);
        }
        return Optional.empty();
    }

    private static void queued(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found)
            throws SQLException {
        Query query =
                new Query(
                        "SELECT "
                                + ExecutionTables.HEAD
                                + ", saves_data, cancelling, due, paused FROM execution_queue WHERE"
                                + " 1 = 1");
        query.conditions(filter);
        try (PreparedStatement select = query.prepare(transaction);
                ResultSet rows = select.executeQuery()) {
            int more = filter.limit() + 1;
            while (more > 0 && rows.next()) {
                Found.Unfinished waiting = queued(rows, Optional.empty());
                if (matches(filter, waiting)
                        && found.putIfAbsent(waiting.head().id(), waiting) == null) {
                    more--;
                }
            }
        }
    }

    private static Found.Unfinished queued(ResultSet row, Optional<AsideRows.Aside> aside)
            throws SQLException {
        long due = row.getLong("due");
        Optional<Instant> until =
                row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
        boolean cancelling = row.getInt("cancelling") == 1;
        Status ready = until.isPresent() ? Status.WAITING : Status.QUEUED;
        return new Found.Unfinished(
                ExecutionTables.head(row, row.getInt("saves_data") == 1),
                cancelling ? Status.CANCELLING : ready,
                Optional.empty(),
                aside,
                until,
                Optional.ofNullable(row.getString("paused")));
    }

    /** Helpers that wait have no place in the queue: their root has. */
    private static void waitingHelpers(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found)
            throws SQLException {
        Query query = new Query("SELECT * FROM execution_aside WHERE parent IS NOT NULL");
        query.and("ordinal <> root_ordinal");
        query.conditions(filter);
        try (PreparedStatement select = query.prepare(transaction);
                ResultSet rows = select.executeQuery()) {
            int more = filter.limit() + 1;
            while (more > 0 && rows.next()) {
                Found.Unfinished waiting = waiting(AsideRows.aside(rows));
                if (matches(filter, waiting)
                        && found.putIfAbsent(waiting.head().id(), waiting) == null) {
                    more--;
                }
            }
        }
    }

    private static Found.Unfinished waiting(AsideRows.Aside aside) {
        return new Found.Unfinished(
                aside.head(),
                Status.WAITING,
                Optional.empty(),
                Optional.of(aside),
                aside.due(),
                Optional.empty());
    }

    /** Adds what has ended; answers how far a search for a text got before it had to stop. */
    private static Optional<Long> ended(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found)
            throws SQLException {
        Query query = new Query("SELECT * FROM execution WHERE 1 = 1");
        filter.status()
                .ifPresent(status -> {
                    query.and("status = ?", status.name());
                    if (status != Status.SUCCESS) {
                        // As the index says it.
                        query.and("status <> 'SUCCESS'");
                    }
                });
        query.conditions(filter);
        long until = System.nanoTime() + SEARCH_NANOS;
        try (PreparedStatement select = query.prepare(transaction);
                ResultSet rows = select.executeQuery()) {
            int more = filter.limit() + 1;
            int searched = 0;
            while (more > 0 && rows.next()) {
                EndedExecution ended = ExecutionTables.ended(rows, false);
                boolean other =
                        filter.trigger()
                                .filter(trigger -> trigger != ended.head().trigger())
                                .isPresent();
                if (other
                        || filter.text().isPresent()
                                && !mentions(ended, rows.getBytes("record"), filter.text().get())) {
                    searched += other ? 0 : 1;
                    if (searched == SEARCHED || System.nanoTime() > until) {
                        return Optional.of(ended.head().ordinal());
                    }
                    continue;
                }
                found.put(ended.head().id(), new Found.Ended(ended));
                more--;
            }
        }
        return Optional.empty();
    }

    static boolean mentions(EndedExecution ended, byte[] record, String text) {
        if (names(ended.head(), text)
                || ended.stoppedBy().filter(by -> contains(by, text)).isPresent()
                || ended.failure().filter(why -> contains(why.text(), text)).isPresent()) {
            return true;
        }
        if (record == null) {
            return false;
        }
        String json = new String(Compression.expand(record), StandardCharsets.UTF_8);
        return contains(json, new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    }

    private static boolean names(Head head, String text) {
        return contains(head.flow().name(), text) || head.id().toString().equals(text);
    }

    private static boolean contains(String all, String text) {
        return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean matches(ExecutionFilter filter, Found.Unfinished one) {
        Head head = one.head();
        Optional<Head.Parent> parent = head.parent();
        return filter.flow().filter(flow -> !flow.equals(head.flow().id())).isEmpty()
                && filter.status().filter(status -> status != one.status()).isEmpty()
                && filter.since()
                        .filter(since ->
                                head.ordinal() < ExecutionIds.ordinalAt(since.toEpochMilli()))
                        .isEmpty()
                && filter.until()
                        .filter(until ->
                                head.ordinal() >= ExecutionIds.ordinalAt(until.toEpochMilli() + 1))
                        .isEmpty()
                && filter.trigger().filter(trigger -> trigger != head.trigger()).isEmpty()
                && filter.root().filter(root -> !root.equals(head.root())).isEmpty()
                && filter.text().filter(text -> !names(head, text)).isEmpty()
                && filter.parent()
                        .filter(id -> parent.filter(is -> is.id().equals(id)).isEmpty())
                        .isEmpty()
                && filter.parentPath()
                        .filter(path -> parent.filter(is -> is.path().equals(path)).isEmpty())
                        .isEmpty()
                && filter.after().filter(after -> head.ordinal() >= after).isEmpty();
    }

    private static Found.Unfinished running(ExecutionHost host) {
        Status status = host.run().isCancelled() ? Status.CANCELLING : Status.RUNNING;
        return new Found.Unfinished(host.head(), status, Optional.of(host));
    }

    /** One execution by its id. */
    public Optional<Found> find(UUID id) {
        ExecutionHost host = executions.live().get(id);
        Optional<Found> stored =
                executions.facilities().database().read(transaction -> stored(transaction, id));
        boolean ended = stored.filter(Found.Ended.class::isInstance).isPresent();
        return host == null || ended ? stored : Optional.of(running(host));
    }

    private static Optional<Found> stored(Transaction transaction, UUID id) throws SQLException {
        // A root's id holds its place; a helper has an index of its own.
        boolean root = id.version() == 7;
        String where =
                root ? " WHERE ordinal = ? AND id = ?" : " WHERE id = ? AND parent IS NOT NULL";
        try (PreparedStatement ended =
                        transaction
                                .connection()
                                .prepareStatement("SELECT * FROM execution" + where);
                PreparedStatement queued =
                        transaction
                                .connection()
                                .prepareStatement("SELECT * FROM execution_queue" + where)) {
            for (PreparedStatement select : List.of(ended, queued)) {
                int next = 1;
                if (root) {
                    select.setLong(next++, ExecutionIds.ordinal(id));
                }
                select.setBytes(next, ExecutionIds.bytes(id));
            }
            try (ResultSet row = ended.executeQuery()) {
                if (row.next()) {
                    return Optional.of(new Found.Ended(ExecutionTables.ended(row, true)));
                }
            }
            try (ResultSet row = queued.executeQuery()) {
                if (row.next()) {
                    return Optional.of(queued(row, AsideRows.find(transaction, id)));
                }
            }
        }
        return AsideRows.find(transaction, id).map(History::waiting);
    }

    /** The steps of an execution, as they were written. */
    public ArrayNode steps(Found found) {
        ArrayNode steps = Json.MAPPER.createArrayNode();
        Optional<byte[]> last =
                switch (found) {
                    case Found.Ended ended -> ended.execution().record();
                    case Found.Unfinished unfinished ->
                            unfinished
                                    .running()
                                    .filter(host -> host.head().savesData())
                                    .map(host -> host.recorder().soFar());
                };
        for (byte[] chunk : chunks(found.head().ordinal())) {
            HistoryReader.read(chunk).path("steps").forEach(steps::add);
        }
        last.ifPresent(record -> HistoryReader.read(record).path("steps").forEach(steps::add));
        if (found instanceof Found.Unfinished unfinished && unfinished.running().isEmpty()) {
            unfinished.aside().flatMap(aside -> loop(aside, steps)).ifPresent(steps::add);
        }
        return steps;
    }

    /** The loop at which an execution was put aside; empty when it ended or there was none. */
    private Optional<ObjectNode> loop(AsideRows.Aside aside, ArrayNode steps) {
        Facilities facilities = executions.facilities();
        return JournalRows.find(
                        facilities.database(),
                        facilities.sealer(),
                        aside.root(),
                        aside.head().id(),
                        ExecutionHost.LOOP)
                .map(entry -> (ObjectNode) entry.value())
                .filter(loop -> steps.valueStream().noneMatch(step -> hasEnded(loop, step)))
                .map(loop -> {
                    long since = loop.path("startedAt").asLong();
                    loop.put("millis", facilities.clock().millis() - since);
                    return loop.put("status", Step.Status.WAITING.name());
                });
    }

    private static boolean hasEnded(ObjectNode loop, JsonNode step) {
        return step.path("path").equals(loop.path("path"))
                && step.path("attempt").asInt() >= loop.path("attempt").asInt();
    }

    /** What started an execution that has ended, as far as its record holds it. */
    public ObjectNode trigger(EndedExecution ended) {
        List<byte[]> chunks = chunks(ended.head().ordinal());
        byte[] first = chunks.isEmpty() ? ended.record().orElseThrow() : chunks.getFirst();
        return (ObjectNode) HistoryReader.read(first).path("trigger");
    }

    private List<byte[]> chunks(long ordinal) {
        return executions
                .facilities()
                .database()
                .read(transaction -> {
                    List<byte[]> chunks = new ArrayList<>();
                    PreparedStatement select =
                            transaction.prepare(
                                    "SELECT record FROM execution_chunk WHERE ordinal = ?"
                                            + " ORDER BY number");
                    select.setLong(1, ordinal);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            chunks.add(rows.getBytes(1));
                        }
                    }
                    return chunks;
                });
    }

    /** A query that grows condition by condition. */
    private static final class Query {
        private final StringBuilder sql;
        private final List<Object> values = new ArrayList<>();

        Query(String select) {
            this.sql = new StringBuilder(select);
        }

        void and(String condition, Object... bound) {
            sql.append(" AND ").append(condition);
            values.addAll(List.of(bound));
        }

        void conditions(ExecutionFilter filter) {
            filter.flow().ifPresent(flow -> and("flow_id = ?", flow));
            filter.since()
                    .ifPresent(since ->
                            and("ordinal >= ?", ExecutionIds.ordinalAt(since.toEpochMilli())));
            filter.until()
                    .ifPresent(until ->
                            and("ordinal < ?", ExecutionIds.ordinalAt(until.toEpochMilli() + 1)));
            filter.root()
                    .ifPresent(id -> {
                        // A root's id holds its place, and what it causes comes after it.
                        and("root = ?", (Object) ExecutionIds.bytes(id));
                        and("ordinal >= ?", ExecutionIds.ordinal(id));
                    });
            filter.parent()
                    .ifPresent(id ->
                            and(
                                    "parent = ? AND parent IS NOT NULL",
                                    (Object) ExecutionIds.bytes(id)));
            filter.parentPath().ifPresent(path -> and("parent_path = ?", path));
            filter.after().ifPresent(after -> and("ordinal < ?", after));
        }

        PreparedStatement prepare(Transaction transaction) throws SQLException {
            PreparedStatement statement =
                    transaction.connection().prepareStatement(sql + " ORDER BY ordinal DESC");
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return statement;
        }
    }
}
