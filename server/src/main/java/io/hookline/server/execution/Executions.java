package io.hookline.server.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.outbound.Lineage;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.journal.AsideRows;
import io.hookline.server.execution.journal.Claim;
import io.hookline.server.execution.journal.JournalRows;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.queue.AcceptedEnvelopes;
import io.hookline.server.execution.queue.ExecutionQueue;
import io.hookline.server.execution.queue.ExecutionTables;
import io.hookline.server.execution.queue.FlowConcurrency;
import io.hookline.server.execution.queue.QueuedRows;
import io.hookline.server.execution.queue.Waker;
import io.hookline.server.execution.run.ExecutionHost;
import io.hookline.server.execution.run.ExecutionReports;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.execution.run.HeaderSecrets;
import io.hookline.server.execution.run.RootRun;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.StoreFailed;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.PublishedFlow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Accepts executions, runs them and brings each to its end, over restarts too (README.md beside
 * this class).
 */
public final class Executions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Executions.class);
    private static final long STOP_MILLIS = 10_000;

    private final Facilities facilities;
    private final ExecutionIds ids;
    private final QueuedRows rows;
    private final ExecutionQueue queue;
    private final AcceptedEnvelopes envelopes;
    private final ExecutionReports reports;
    private final Waker waker;
    private final Map<UUID, ExecutionHost> live = new ConcurrentHashMap<>();
    private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
    private final Map<UUID, CompletableFuture<Answer>> answers = new ConcurrentHashMap<>();
    private final ExecutionHost.Callbacks callbacks = new HostCallbacks();
    private final Map<Status, LongAdder> ended = new ConcurrentHashMap<>();
    private final List<Consumer<UUID>> resting = new CopyOnWriteArrayList<>();

    /**
     * @param halted whether executions are accepted but not started
     */
    public Executions(Facilities facilities, boolean halted) {
        this(facilities, halted, ExecutionQueue.Limits.USUAL);
    }

    Executions(Facilities facilities, boolean halted, ExecutionQueue.Limits limits) {
        this.facilities = facilities;
        this.rows = new QueuedRows(facilities.database(), facilities.sealer());
        this.ids = new ExecutionIds(facilities.clock(), rows.lastOrdinal());
        this.queue = new ExecutionQueue(rows, limits, halted, this::work);
        this.waker = new Waker(facilities.database(), queue, facilities.clock());
        this.envelopes = new AcceptedEnvelopes(facilities.database(), facilities.clock());
        this.reports =
                new ExecutionReports(facilities.database(), facilities.log(), facilities.clock());
    }

    /** Goes on with everything that an earlier process accepted and did not end. */
    public void start() {
        facilities
                .database()
                .read(FlowConcurrency::all)
                .forEach((flow, most) -> queue.limit(flow, OptionalInt.of(most)));
        queue.resume(rows.flows());
        waker.start();
    }

    /** Prepares an execution of a flow, in the flow's own mode. */
    public NewExecution prepare(PublishedFlow flow, Trigger trigger, Payload payload, int hops) {
        Mode mode = flow.mode() == PublishedFlow.FlowMode.OBSERVE ? Mode.OBSERVE : Mode.ON;
        return prepare(flow, trigger, payload, hops, mode);
    }

    /** Prepares an execution of a flow in a certain mode. */
    public NewExecution prepare(
            PublishedFlow flow, Trigger trigger, Payload payload, int hops, Mode mode) {
        UUID id = ids.next();
        Head head =
                new Head(
                        id,
                        ExecutionIds.ordinal(id),
                        new Head.FlowVersion(flow.id(), flow.name(), flow.version()),
                        trigger,
                        mode,
                        flow.saveData(),
                        hops,
                        Optional.empty(),
                        id);
        byte[] sealed =
                facilities.sealer().sealBytes(PayloadCodec.encode(payload), QueuedRows.context(id));
        return new NewExecution(flow, new QueuedExecution(head, payload, false, false), sealed);
    }

    /** Accepts an execution in the caller's transaction; it starts after the commit. */
    public void accept(Transaction transaction, NewExecution execution) throws SQLException {
        ExecutionTables.enqueue(transaction, execution.queued(), execution.sealedPayload());
        transaction.afterCommit(() -> queue.offer(execution.queued()));
    }

    /**
     * As {@link #accept}, unless the flow accepted an event hook envelope of that id within seven
     * days: then the execution that took it is answered, and nothing is done.
     */
    public Acceptance acceptOnce(Transaction transaction, NewExecution execution, String eventId)
            throws SQLException {
        Optional<UUID> earlier =
                envelopes.remember(transaction, execution.flow().id(), eventId, execution.id());
        if (earlier.isPresent()) {
            return new Acceptance(earlier.get(), true);
        }
        accept(transaction, execution);
        return new Acceptance(execution.id(), false);
    }

    /**
     * As {@link #acceptOnce} for an envelope whose events are executions of their own: what was not
     * accepted before is accepted now.
     *
     * @param each one for each event, in their order
     */
    public Acceptance acceptEach(Transaction transaction, List<NewExecution> each, String eventId)
            throws SQLException {
        NewExecution first = each.getFirst();
        List<Optional<UUID>> earlier =
                envelopes.rememberEach(
                        transaction,
                        first.flow().id(),
                        eventId,
                        each.stream().map(NewExecution::id).toList());
        for (int index = 0; index < each.size(); index++) {
            if (earlier.get(index).isEmpty()) {
                accept(transaction, each.get(index));
            }
        }
        return new Acceptance(
                earlier.getFirst().orElse(first.id()),
                earlier.stream().allMatch(Optional::isPresent));
    }

    /**
     * What an acceptance led to.
     *
     * @param id the execution; the first of several
     * @param already whether all of it was accepted earlier
     */
    public record Acceptance(UUID id, boolean already) {}

    /** The coming answer of an execution; ask before it is accepted, and {@link #forget} it. */
    public CompletableFuture<Answer> expect(UUID id) {
        return answers.computeIfAbsent(id, key -> new CompletableFuture<>());
    }

    public void forget(UUID id) {
        answers.remove(id);
    }

    /** Forgets one answer, and none that somebody else waits for. */
    public void forget(UUID id, CompletableFuture<Answer> answer) {
        answers.remove(id, answer);
    }

    /** Tells the log that a flow did not answer its caller in time. */
    public void reportLate(NewExecution execution, Duration patience) {
        reports.late(execution, patience);
    }

    /**
     * A root that runs for long.
     *
     * @param startedAt when this process started or resumed it
     */
    public record Slow(UUID id, String flowId, String flowName, Instant startedAt) {}

    /** Roots that run here, without waiting, since before that time. */
    public List<Slow> runningSince(Instant before) {
        return live.values().stream()
                .filter(host -> host.head().parent().isEmpty() && host.began().isBefore(before))
                .map(host ->
                        new Slow(
                                host.head().id(),
                                host.head().flow().id(),
                                host.head().flow().name(),
                                host.began()))
                .toList();
    }

    /** Whether a root is accepted, and has neither ended nor ever waited. */
    public boolean isUnderway(UUID root) {
        return rows.isUnderway(root);
    }

    /** Tells of each root that ends or begins to wait. */
    public void onRest(Consumer<UUID> listener) {
        resting.add(listener);
    }

    /** Whether executions are accepted but not started. */
    public boolean isHalted() {
        return queue.isHalted();
    }

    /** How many ended how since the start, helpers not counted. */
    public Map<Status, Long> ended() {
        Map<Status, Long> counts = new EnumMap<>(Status.class);
        ended.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** How many run now, helpers included. */
    public int running() {
        return live.size();
    }

    /** How many are accepted and have not ended, counted up to 100,000. */
    public long queued() {
        return rows.count();
    }

    /** How many of a flow run at a time; empty for as many as the server allows. */
    public void limit(Transaction transaction, String flow, OptionalInt atOnce)
            throws SQLException {
        FlowConcurrency.set(transaction, flow, atOnce);
        transaction.afterCommit(() -> queue.limit(flow, atOnce));
    }

    /** Queues those whose wait is over; the timer does it by itself. How many there were. */
    public int wake() {
        return waker.wake();
    }

    /**
     * Lets a paused execution go on with what a call brought; durable before it returns.
     *
     * @return its coming answer; empty when it does not stand at that card any more
     */
    public Optional<CompletableFuture<Answer>> resume(Head head, String pause, ObjectNode call) {
        byte[] sealed =
                JournalRows.sealed(
                        facilities.sealer(), head.id(), Outcome.Pause.resumed(pause), call);
        JournalRows.Row row =
                new JournalRows.Row(
                        head.id(),
                        Outcome.Pause.resumed(pause),
                        new Journal.Entry(Journal.Kind.RESULT, "resume", "", call),
                        facilities.clock().millis());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        boolean resumed =
                facilities
                        .database()
                        .write(transaction -> {
                            if (!ExecutionTables.resume(transaction, head.ordinal(), pause)) {
                                return false;
                            }
                            JournalRows.insert(transaction, head.ordinal(), row, sealed);
                            transaction.afterCommit(() -> {
                                answers.put(head.id(), answer);
                                queue.refresh(List.of(head.flow().id()));
                            });
                            return true;
                        });
        return resumed ? Optional.of(answer) : Optional.empty();
    }

    /** Starts nothing more, or goes on. */
    public void halt(boolean halt) {
        queue.halt(halt);
    }

    /** What started an execution that has ended and saved its data. */
    public Payload payload(EndedExecution ended, History history) {
        return ended.payload()
                .map(sealed ->
                        PayloadCodec.decode(
                                facilities
                                        .sealer()
                                        .openBytes(sealed, QueuedRows.context(ended.head().id()))))
                .orElseGet(() -> PayloadInput.payload(history.trigger(ended)));
    }

    /** What a flow is called; its id when it is gone. */
    public String nameOf(String flowId) {
        return facilities.flows().byId(flowId).map(PublishedFlow::name).orElse(flowId);
    }

    public Map<UUID, ExecutionHost> live() {
        return live;
    }

    /** What they need from the rest of the server. */
    public Facilities facilities() {
        return facilities;
    }

    /**
     * Cancels what has not ended: durable before it returns. What runs stops before its next card,
     * what waits ends at once. A helper is cancelled with its root, and a root with all that it
     * started, unless that was started without waiting and is cancelled alone.
     */
    public void cancel(Head target) {
        cancel(target, (transaction, root) -> {});
    }

    /**
     * As {@link #cancel(Head)}.
     *
     * @param also is told in the same transaction, with the root, if that has not ended
     */
    public void cancel(Head target, BiConsumer<Transaction, Head> also) {
        ExecutionHost host = live.get(target.id());
        Head root = host == null ? target : host.run().head();
        facilities
                .database()
                .write(transaction -> {
                    PreparedStatement update =
                            transaction.prepare(
                                    "UPDATE execution_queue SET cancelling = 1 WHERE"
                                            + " ordinal = ?");
                    update.setLong(1, root.ordinal());
                    int found = update.executeUpdate();
                    if (found > 0) {
                        also.accept(transaction, root);
                    }
                    return found;
                });
        if (!queue.startCancelled(root)) {
            // It runs, or is about to: whoever comes second sees what the first left.
            cancelled.add(root.id());
            Optional.ofNullable(live.get(root.id())).ifPresent(running -> running.run().cancel());
            if (!queue.isRunning(root) && cancelled.remove(root.id())) {
                queue.startCancelled(root);
            }
        }
        if (root.parent().isEmpty()) {
            // Helpers that nobody waits for have rows of their own.
            rows.startedBy(root).forEach(this::cancel);
        }
    }

    @Override
    public void close() {
        waker.close();
        if (!queue.stop(STOP_MILLIS)) {
            log.info("Some executions are inside a long call; they go on after the next start");
        }
        answers.values()
                .forEach(answer -> answer.complete(new Answer.Ended(new Outcome.Suspended())));
    }

    private void work(QueuedExecution queued) {
        UUID id = queued.head().id();
        Optional<Outcome.Suspended> aside = Optional.empty();
        Optional<Asked> asked = Optional.empty();
        boolean cancelledLate = false;
        try {
            Outcome outcome = runToEnd(queued);
            if (outcome instanceof Outcome.Suspended suspended) {
                aside = Optional.of(suspended);
                // Taken before anybody can resume it and wait for what it answers next.
                asked = suspended.waits().flatMap(Outcome.Wait::pause).flatMap(at -> asked(id, at));
            } else {
                answer(id, new Answer.Ended(outcome));
                resting.forEach(listener -> listener.accept(id));
            }
        } catch (StoreBusy | StoreFailed e) {
            if (!queue.isStopping()) {
                log.warn("Execution {} could not be written down; it runs again", id, e);
                queue.retry(queued);
            }
        } finally {
            live.remove(id);
            queue.finished(queued.head());
            cancelledLate = cancelled.remove(id);
        }
        if (aside.isPresent()) {
            putAside(queued, aside.get(), cancelledLate);
        }
        asked.ifPresent(Asked::reply);
    }

    /** A caller whom a Pause card answers. */
    private record Asked(CompletableFuture<Answer> caller, Reply question) {
        void reply() {
            caller.complete(new Answer.Replied(question));
        }
    }

    private Optional<Asked> asked(UUID id, Outcome.Pause pause) {
        return Optional.ofNullable(answers.remove(id))
                .map(caller -> new Asked(caller, pause.reply()));
    }

    /** Only now, when it does not run any more, may it be woken. */
    private void putAside(QueuedExecution queued, Outcome.Suspended aside, boolean cancelledLate) {
        Head head = queued.head();
        if (queue.isStopping()) {
            if (aside.waits().isEmpty()) {
                answer(head.id(), new Answer.Ended(aside));
            }
        } else if (aside.waits().isEmpty()) {
            queue.retry(queued);
        } else if (cancelledLate) {
            queue.startCancelled(head);
        } else {
            waker.expect(aside.waits().get().until().toEpochMilli());
            // a resuming call may have come in the meantime
            queue.refresh(List.of(head.flow().id()));
            resting.forEach(listener -> listener.accept(head.id()));
        }
    }

    private void answer(UUID id, Answer answer) {
        Optional.ofNullable(answers.remove(id)).ifPresent(waiting -> waiting.complete(answer));
    }

    private Outcome runToEnd(QueuedExecution queued) {
        Head head = queued.head();
        Claim claim =
                new Claim(facilities.database(), facilities.sealer(), facilities.clock(), queued);
        Optional<PublishedFlow> flow =
                facilities.flows().byVersion(head.flow().id(), head.flow().number());
        Set<String> secrets =
                new LinkedHashSet<>(HeaderSecrets.of(head.trigger(), queued.payload()));
        flow.flatMap(PublishedFlow::clientToken).map(Secret::reveal).ifPresent(secrets::add);
        Lineage lineage = ExecutionReports.lineage(head, queued.payload());
        RootRun run =
                new RootRun(
                        facilities,
                        head,
                        claim,
                        live,
                        secrets,
                        connection -> reports.refused(head, connection, lineage));
        PayloadInput input = PayloadInput.of(head.id(), queued.payload());
        ExecutionHost host =
                new ExecutionHost(run, head, input.record(), beginning(queued), callbacks, 0);
        live.put(head.id(), host);
        if (cancelled.contains(head.id())) {
            run.cancel();
        }
        Outcome outcome =
                queued.cancelling()
                        ? new Outcome.Cancelled()
                        : ScopedValue.where(Lineage.CURRENT, lineage)
                                .call(() -> perform(flow, input, host));
        if (outcome instanceof Outcome.Suspended suspended) {
            return claim.suspend(suspended.waits()) ? outcome : new Outcome.Suspended();
        }
        EndedExecution ended = host.end(outcome);
        boolean keepPayload =
                head.savesData() && !(host.recorder().triggerIsWhole() && input.isExact());
        claim.end(
                keepPayload ? ended.withPayload(sealed(queued)) : ended,
                reports.failed(queued, ended)
                        .map(report -> transaction -> reports.write(transaction, report)));
        this.ended.computeIfAbsent(ended.status(), status -> new LongAdder()).increment();
        return outcome;
    }

    private Outcome perform(Optional<PublishedFlow> flow, PayloadInput input, ExecutionHost host) {
        Head head = host.head();
        if (flow.isEmpty()) {
            return new Outcome.Failed(
                    new CardFailure.NotFound(
                            "The flow '"
                                    + head.flow().name()
                                    + "' does not exist any more in version "
                                    + head.flow().number()
                                    + "."),
                    "",
                    "");
        }
        try {
            host.run().pinHelpers(flow.get());
            return facilities.engine().run(head.id(), flow.get().flow(), input, host);
        } catch (StoreBusy | StoreFailed e) {
            throw e;
        } catch (CardFailure failure) {
            return new Outcome.Failed(failure, "", "");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            log.error("Execution {} failed because of a defect", head.id(), e);
            return new Outcome.Failed(
                    new CardFailure.Invalid(
                            "The flow could not be run because of a defect in Hookline; its log"
                                    + " says more under this execution's id."),
                    "",
                    "");
        }
    }

    private ExecutionHost.Beginning beginning(QueuedExecution queued) {
        Head head = queued.head();
        if (!queued.resumed()) {
            return new ExecutionHost.Beginning(facilities.clock().instant(), 0, false);
        }
        Optional<AsideRows.Aside> aside =
                AsideRows.earlier(facilities.database(), head.ordinal(), head.id()).aside();
        Instant startedAt =
                aside.map(AsideRows.Aside::startedAt)
                        .or(() ->
                                JournalRows.firstWritten(facilities.database(), head.ordinal())
                                        .map(Instant::ofEpochMilli))
                        .orElseGet(facilities.clock()::instant);
        return new ExecutionHost.Beginning(
                startedAt, aside.map(AsideRows.Aside::chunks).orElse(0), true);
    }

    private byte[] sealed(QueuedExecution queued) {
        return facilities
                .sealer()
                .sealBytes(
                        PayloadCodec.encode(queued.payload()),
                        QueuedRows.context(queued.head().id()));
    }

    private final class HostCallbacks implements ExecutionHost.Callbacks {
        @Override
        public void reply(UUID root, Reply reply) {
            answer(root, new Answer.Replied(reply));
        }

        @Override
        public boolean isStopping() {
            return queue.isStopping();
        }

        @Override
        public boolean isHalted() {
            return queue.isHalted();
        }

        @Override
        public long nextOrdinal() {
            return ids.nextOrdinal();
        }

        @Override
        public void started(QueuedExecution helper) {
            queue.offer(helper);
        }
    }
}
