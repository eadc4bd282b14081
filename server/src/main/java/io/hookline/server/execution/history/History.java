package io.hookline.server.execution.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Step;
import io.hookline.server.execution.chain.ChainCounts;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.chain.ChainRows;
import io.hookline.server.execution.journal.JournalRows;
import io.hookline.server.execution.journal.SuspendedExecution;
import io.hookline.server.execution.journal.SuspendedRows;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.HeadColumns;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.recording.Compression;
import io.hookline.server.execution.recording.HistoryReader;
import io.hookline.server.execution.recording.HistoryRows;
import io.hookline.server.execution.run.ExecutionHost;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.execution.run.LiveExecutions;
import io.hookline.server.json.Json;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.RowMapper;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Reads executions for people: what has ended from its row, the rest from the queue and memory. */
public final class History {
    /** Records that one request unpacks when it looks for a text. */
    private static final int SEARCHED = 2_000;

    private static final long SEARCH_NANOS = 2_000_000_000L;

    /** A root's id holds its place; a helper has an index of its own. */
    private static final String ROOT = " WHERE ordinal = :ordinal AND id = :id";

    private static final String HELPER = " WHERE id = :id AND parent IS NOT NULL";
    private static final String ENDED = "SELECT * FROM execution";
    private static final String ENDED_ROOTS = ENDED + " INDEXED BY execution_root";
    private static final String QUEUED =
            "SELECT "
                    + HeadColumns.NAMES
                    + ", saves_data, cancelling, due, paused FROM execution_queue";
    private static final Sql ENDED_ROOT = Sql.of(ENDED + ROOT);
    private static final Sql ENDED_HELPER = Sql.of(ENDED + HELPER);
    private static final Sql QUEUED_ROOT = Sql.of(QUEUED + ROOT);
    private static final Sql QUEUED_HELPER = Sql.of(QUEUED + HELPER);

    /** What a record takes in memory once it is read, for each of its bytes. */
    private static final int READ = 6;

    private final Facilities facilities;
    private final LiveExecutions live;

    public History(Facilities facilities, LiveExecutions live) {
        this.facilities = facilities;
        this.live = live;
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
         * @param suspended what its last run left
         * @param due until when it waits, if it waits for a time
         * @param paused the place of the Pause card where it waits for a call
         */
        record Unfinished(
                Head head,
                Status status,
                Optional<ExecutionHost> running,
                Optional<SuspendedExecution> suspended,
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
            for (ExecutionHost host : live.all()) {
                Found.Unfinished running = running(host);
                if (matches(filter, running)) {
                    found.put(host.head().id(), running);
                }
            }
        }
        Optional<Long> searchedTo =
                facilities.database().read(transaction -> stored(transaction, filter, found));
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

    private static Optional<Long> stored(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found) {
        if (wantsUnfinished(filter) && filter.status().orElse(null) != Status.RUNNING) {
            queued(transaction, filter, found);
            suspendedHelpers(transaction, filter, found);
        }
        if (filter.status().isEmpty() || filter.status().get().isFinal()) {
            return ended(transaction, filter, found);
        }
        return Optional.empty();
    }

    private static void queued(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found) {
        FilteredQuery query = new FilteredQuery(QUEUED, filter);
        addTo(found, filter, query.prepare(transaction), row -> queued(row, Optional.empty()));
    }

    /** Helpers that wait have no place in the queue: their root has. */
    private static void suspendedHelpers(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found) {
        FilteredQuery query = new FilteredQuery("SELECT * FROM execution_aside", filter);
        query.and("parent IS NOT NULL AND ordinal <> root_ordinal");
        addTo(
                found,
                filter,
                query.prepare(transaction),
                row -> suspendedHelper(SuspendedRows.read(row)));
    }

    /** Adds as many as a page may have, and one more. */
    private static void addTo(
            Map<UUID, Found> found,
            ExecutionFilter filter,
            PreparedSql select,
            RowMapper<Found.Unfinished> mapper) {
        int most = found.size() + filter.limit() + 1;
        select.eachWhile(row -> {
            Found.Unfinished one = mapper.map(row);
            if (matches(filter, one)) {
                found.putIfAbsent(one.head().id(), one);
            }
            return found.size() < most;
        });
    }

    private static Found.Unfinished queued(ResultRow row, Optional<SuspendedExecution> suspended) {
        Head head = HeadColumns.read(row, "saves_data");
        boolean cancelling = row.flag("cancelling");
        Optional<Instant> due = row.optionalInstant("due");
        Status ready = due.isPresent() ? Status.WAITING : Status.QUEUED;
        return new Found.Unfinished(
                head,
                cancelling ? Status.CANCELLING : ready,
                Optional.empty(),
                suspended,
                due,
                row.optionalText("paused"));
    }

    private static Found.Unfinished suspendedHelper(SuspendedExecution suspended) {
        return new Found.Unfinished(
                suspended.head(),
                Status.WAITING,
                Optional.empty(),
                Optional.of(suspended),
                suspended.due(),
                Optional.empty());
    }

    /** A loop may have called a million helpers since the last root. */
    private static boolean wantsAllRoots(ExecutionFilter filter) {
        return !filter.helpers()
                && filter.flow().isEmpty()
                && filter.status().isEmpty()
                && filter.root().isEmpty()
                && filter.parent().isEmpty();
    }

    /** Adds what has ended; answers how far a search for a text got before it had to stop. */
    private static Optional<Long> ended(
            Transaction transaction, ExecutionFilter filter, Map<UUID, Found> found) {
        FilteredQuery query =
                new FilteredQuery(wantsAllRoots(filter) ? ENDED_ROOTS : ENDED, filter);
        filter.status()
                .ifPresent(status -> {
                    query.and("status = :status", set -> set.text("status", status.name()));
                    if (status != Status.SUCCESS) {
                        // As the index says it.
                        query.and("status <> 'SUCCESS'");
                    }
                });
        Search search = new Search(filter, found);
        query.prepare(transaction).eachWhile(search::look);
        return search.stoppedAt;
    }

    /** Goes through rows of history, for as long as a request may take. */
    private static final class Search {
        private final ExecutionFilter filter;
        private final Map<UUID, Found> found;
        private final long until = System.nanoTime() + SEARCH_NANOS;
        private int more;
        private int searched;
        private Optional<Long> stoppedAt = Optional.empty();

        Search(ExecutionFilter filter, Map<UUID, Found> found) {
            this.filter = filter;
            this.found = found;
            this.more = filter.limit() + 1;
        }

        boolean look(ResultRow row) {
            EndedExecution ended = HistoryRows.read(row, false);
            boolean other =
                    filter.trigger()
                            .filter(trigger -> trigger != ended.head().trigger())
                            .isPresent();
            if (other || !hasText(ended, row)) {
                searched += other ? 0 : 1;
                if (searched == SEARCHED || System.nanoTime() > until) {
                    stoppedAt = Optional.of(ended.head().ordinal());
                    return false;
                }
                return true;
            }
            found.put(ended.head().id(), new Found.Ended(ended));
            more--;
            return more > 0;
        }

        private boolean hasText(EndedExecution ended, ResultRow row) {
            return filter.text().isEmpty()
                    || Mentions.in(ended, row.optionalBytes("record"), filter.text().get());
        }
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
                && filter.text().filter(text -> !Mentions.names(head, text)).isEmpty()
                && filter.parent()
                        .filter(id -> parent.filter(is -> is.id().equals(id)).isEmpty())
                        .isEmpty()
                && filter.parentPath()
                        .filter(path -> parent.filter(is -> is.path().equals(path)).isEmpty())
                        .isEmpty()
                && (filter.helpers() || parent.isEmpty())
                && filter.after().filter(after -> head.ordinal() >= after).isEmpty();
    }

    /** What a root has led to without waiting; empty for one that has started nothing so. */
    public Optional<ChainCounts> chain(Head head) {
        return head.parent().isPresent()
                ? Optional.empty()
                : facilities.database().read(transaction -> ChainRows.find(transaction, head.id()));
    }

    /** How far executions may lead so. */
    public ChainLimits chainLimits() {
        return facilities.chains().limits();
    }

    private static Found.Unfinished running(ExecutionHost host) {
        Status status = host.isCancelled() ? Status.CANCELLING : Status.RUNNING;
        return new Found.Unfinished(host.head(), status, Optional.of(host));
    }

    /** One execution by its id. */
    public Optional<Found> find(UUID id) {
        Optional<Found> running = live.find(id).map(History::running);
        Optional<Found> stored = facilities.database().read(transaction -> stored(transaction, id));
        boolean ended = stored.filter(Found.Ended.class::isInstance).isPresent();
        return running.isEmpty() || ended ? stored : running;
    }

    private static Optional<Found> stored(Transaction transaction, UUID id) {
        boolean root = id.version() == 7;
        Optional<Found> ended =
                byId(transaction, root ? ENDED_ROOT : ENDED_HELPER, id, root)
                        .first(row -> new Found.Ended(HistoryRows.read(row, true)));
        if (ended.isPresent()) {
            return ended;
        }
        Optional<SuspendedExecution> suspended = SuspendedRows.find(transaction, id);
        Optional<Found> queued =
                byId(transaction, root ? QUEUED_ROOT : QUEUED_HELPER, id, root)
                        .first(row -> queued(row, suspended));
        return queued.or(() -> suspended.map(History::suspendedHelper));
    }

    private static PreparedSql byId(Transaction transaction, Sql sql, UUID id, boolean root) {
        PreparedSql select = transaction.prepare(sql);
        return (root ? select.number("ordinal", ExecutionIds.ordinal(id)) : select).uuid("id", id);
    }

    /** The steps of an execution, as they were written. */
    public ArrayNode steps(Found found) {
        return steps(found, bytes -> {});
    }

    /**
     * The steps of an execution, as they were written.
     *
     * @param room is told how many bytes they take in memory, before they are read
     */
    public ArrayNode steps(Found found, LongConsumer room) {
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
        List<byte[]> chunks = chunks(found.head().ordinal());
        room.accept(
                READ
                        * (chunks.stream().mapToLong(Compression::length).sum()
                                + last.map(Compression::length).orElse(0)));
        for (byte[] chunk : chunks) {
            HistoryReader.read(chunk).path("steps").forEach(steps::add);
        }
        last.ifPresent(record -> HistoryReader.read(record).path("steps").forEach(steps::add));
        if (found instanceof Found.Unfinished unfinished && unfinished.running().isEmpty()) {
            unfinished.suspended().flatMap(one -> loop(one, steps)).ifPresent(steps::add);
        }
        return steps;
    }

    /** The loop in which an execution was suspended; empty when it ended or there was none. */
    private Optional<ObjectNode> loop(SuspendedExecution suspended, ArrayNode steps) {
        return JournalRows.find(
                        facilities.database(),
                        facilities.sealer(),
                        suspended.root(),
                        suspended.head().id(),
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

    /** What started an execution that has ended and saved its data. */
    public Payload payload(EndedExecution ended) {
        return ended.payload()
                .map(sealed -> PayloadCodec.open(facilities.sealer(), ended.head().id(), sealed))
                .orElseGet(() -> PayloadInput.payload(trigger(ended)));
    }

    private List<byte[]> chunks(long ordinal) {
        return facilities.database().read(transaction -> HistoryRows.chunks(transaction, ordinal));
    }
}
