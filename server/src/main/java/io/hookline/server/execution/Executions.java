package io.hookline.server.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.flow.engine.ValueMemory;
import io.hookline.server.execution.approval.ApprovalBook;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.journal.JournalRows;
import io.hookline.server.execution.journal.SuspendedExecution;
import io.hookline.server.execution.journal.SuspendedRows;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.queue.AcceptedEnvelopes;
import io.hookline.server.execution.queue.ExecutionQueue;
import io.hookline.server.execution.queue.Place;
import io.hookline.server.execution.queue.QueueReader;
import io.hookline.server.execution.queue.QueueRows;
import io.hookline.server.execution.queue.RunningMarks;
import io.hookline.server.execution.queue.Suspects;
import io.hookline.server.execution.queue.Waker;
import io.hookline.server.execution.run.Answers;
import io.hookline.server.execution.run.EndCounts;
import io.hookline.server.execution.run.ExecutionHost;
import io.hookline.server.execution.run.ExecutionReports;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.execution.run.LiveExecutions;
import io.hookline.server.execution.run.Processors;
import io.hookline.server.execution.run.Runner;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.StoreFailed;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.task.Service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Accepts executions, runs them and brings each to its end, over restarts too (README.md beside
 * this class).
 */
public final class Executions implements Service {
    private static final Logger log = LoggerFactory.getLogger(Executions.class);
    private static final long STOP_MILLIS = 10_000;

    private final Facilities facilities;
    private final ExecutionIds ids;
    private final QueueReader reader;
    private final ExecutionQueue queue;
    private final HookEnvelopes envelopes;
    private final FlowLimits limits;
    private final ExecutionReports reports;
    private final Waker waker;
    private final LiveExecutions live = new LiveExecutions();
    private final Answers answers;
    private final Runner runner;
    private final RunningMarks marks;
    private final Suspects suspects;
    private final History history;
    private final List<Consumer<UUID>> rootListeners = new CopyOnWriteArrayList<>();

    /**
     * @param halted whether executions are accepted but not started
     * @param processors what they compute with
     * @param memory what those that run share
     * @param answers what large answers share that callers wait for
     * @param marks which of them compute, for the next process
     */
    public Executions(
            Facilities facilities,
            boolean halted,
            Processors processors,
            ValueMemory memory,
            AnswerMemory answers,
            RunningMarks marks) {
        this(facilities, halted, ExecutionQueue.Limits.USUAL, processors, memory, answers, marks);
    }

    Executions(
            Facilities facilities,
            boolean halted,
            ExecutionQueue.Limits sizes,
            Processors processors,
            ValueMemory memory,
            AnswerMemory answers,
            RunningMarks marks) {
        this.facilities = facilities;
        this.answers = new Answers(answers);
        this.marks = marks;
        this.reader = new QueueReader(facilities.database(), facilities.sealer());
        this.ids = new ExecutionIds(facilities.clock(), reader.lastOrdinal());
        this.queue = new ExecutionQueue(reader, sizes, memory, halted, this::work);
        this.suspects = new Suspects(facilities.database(), reader, queue, marks);
        this.waker = new Waker(facilities.database(), queue, facilities.clock());
        this.limits = new FlowLimits(facilities, queue);
        this.envelopes =
                new HookEnvelopes(
                        new AcceptedEnvelopes(facilities.database(), facilities.clock()),
                        this::accept);
        this.reports = new ExecutionReports(facilities);
        this.runner = new Runner(facilities, processors, marks, live, reports, new HostCallbacks());
        this.history = new History(facilities, live);
        facilities.approvals().onDecided(flow -> queue.refresh(List.of(flow)));
    }

    /** Goes on with everything that an earlier process accepted and did not end. */
    @Override
    public void start() {
        limits.apply();
        suspects.runFirst();
        queue.resume(reader.flows());
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
        return new NewExecution(
                flow,
                new QueuedExecution(head, payload, false, false),
                PayloadCodec.seal(facilities.sealer(), id, payload));
    }

    /**
     * What was accepted needs room for its own end, so that clock and events start nothing while
     * there is little.
     *
     * @throws StoreBusy while the disk is nearly full
     */
    public void requireRoom() {
        facilities.chains().requireRoom();
    }

    /** How many executions may cause each other, one after the other. */
    public int mostHops() {
        return facilities.chains().limits().hops();
    }

    /** Accepts an execution in the caller's transaction; it starts after the commit. */
    public void accept(Transaction transaction, NewExecution execution) {
        QueuedExecution queued = execution.queued();
        QueueRows.insert(transaction, queued.head(), execution.sealedPayload());
        transaction.afterCommit(() -> queue.offer(queued));
    }

    /** What event hooks deliver, which is accepted once. */
    public HookEnvelopes envelopes() {
        return envelopes;
    }

    /** The coming answer of an execution; ask before it is accepted, and {@link #forget} it. */
    public CompletableFuture<Answer> expect(UUID id) {
        return answers.expect(id);
    }

    public void forget(UUID id) {
        answers.forget(id);
    }

    /** Forgets one answer, and none that somebody else waits for. */
    public void forget(UUID id, CompletableFuture<Answer> answer) {
        answers.forget(id, answer);
    }

    /** Reports to the event log that a flow did not answer its caller in time. */
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
        return live.rootsSince(before).stream()
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
        return reader.isUnderway(root);
    }

    /** Calls the listener with each root that has ended or begins to wait. */
    public void onEndOrWait(Consumer<UUID> listener) {
        rootListeners.add(listener);
    }

    /** Starts nothing more, or goes on. */
    public void halt(boolean halt) {
        queue.halt(halt);
    }

    /**
     * Starts nothing more while the disk is full, or goes on. What runs goes on; what is cancelled
     * ends.
     */
    void hold(boolean full) {
        if (queue.hold(full)) {
            log.warn(
                    full
                            ? "Executions wait: the disk of the data folder is full"
                            : "Executions go on: there is room on the disk again");
        }
    }

    /** Whether executions are accepted but not started. */
    public boolean isHalted() {
        return queue.isHalted();
    }

    /** How many ended how since the start, helpers not counted. */
    public Map<Status, Long> ended() {
        return runner.ended();
    }

    /** How many of each flow ended since the start, by its id. */
    public Map<String, EndCounts.Ends> endedByFlow() {
        return runner.endedByFlow();
    }

    /** How many run now, helpers included. */
    public int running() {
        return live.count();
    }

    /** How many are accepted and have not ended, counted up to 100,000. */
    public long queued() {
        return reader.count();
    }

    /** How many of each flow run at a time. */
    public FlowLimits limits() {
        return limits;
    }

    /** Queues those whose wait is over; the timer does it by itself. How many there were. */
    public int wake() {
        return waker.wake();
    }

    /** All executions, as people see them. */
    public History history() {
        return history;
    }

    /** What people are asked to approve. */
    public ApprovalBook approvals() {
        return facilities.approvals();
    }

    /** What people do with executions. */
    public ManualRuns manualRuns() {
        return new ManualRuns(this, facilities);
    }

    /**
     * Resumes a paused execution of the flow; durable before it returns.
     *
     * @param call what was sent, without the credential that opened the address
     */
    public Resumption resume(PublishedFlow flow, UUID id, Payload.Call call) {
        return new Resumptions(history, this::resume).resume(flow, id, call);
    }

    private Optional<CompletableFuture<Answer>> resume(Head head, String pause, ObjectNode call) {
        String path = Outcome.Pause.resumed(pause);
        byte[] sealed = JournalRows.sealed(facilities.sealer(), head.id(), path, call);
        JournalRows.Row row =
                new JournalRows.Row(
                        head.id(),
                        path,
                        new Journal.Entry(Journal.Kind.RESULT, "resume", "", call),
                        facilities.clock().millis());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        boolean resumed =
                facilities
                        .database()
                        .write(transaction -> {
                            if (!QueueRows.resume(transaction, head.ordinal(), pause)) {
                                return false;
                            }
                            JournalRows.insert(transaction, head.ordinal(), row, sealed);
                            transaction.afterCommit(() -> {
                                answers.expect(head.id(), answer);
                                queue.refresh(List.of(head.flow().id()));
                            });
                            return true;
                        });
        return resumed ? Optional.of(answer) : Optional.empty();
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
     * @param also writes more in the same transaction, about the root, if that has not ended
     */
    public void cancel(Head target, BiConsumer<Transaction, Head> also) {
        Head root = rootOf(target);
        facilities
                .database()
                .write(transaction -> {
                    boolean found = QueueRows.cancel(transaction, root.ordinal());
                    if (root.parent().isEmpty()) {
                        // Helpers that nobody waits for have rows of their own.
                        found |= QueueRows.cancelStarted(transaction, root.id()) > 0;
                    }
                    if (found) {
                        also.accept(transaction, root);
                    }
                    return found;
                });
        queue.cancel(root);
        if (root.parent().isEmpty()) {
            reader.startedBy(root).forEach(queue::cancel);
        }
    }

    /** Whether a root has ended, but not all that it started without waiting. */
    boolean goesOn(Head root) {
        return root.parent().isEmpty() && reader.hasStarted(root);
    }

    /** The execution within which a helper runs or waits; anything else itself. */
    private Head rootOf(Head target) {
        if (target.parent().isEmpty()) {
            return target;
        }
        return live.find(target.id())
                .map(ExecutionHost::root)
                .or(() ->
                        facilities
                                .database()
                                .read(transaction -> SuspendedRows.find(transaction, target.id()))
                                .map(SuspendedExecution::root)
                                .flatMap(reader::find)
                                .map(QueuedExecution::head))
                .orElse(target);
    }

    @Override
    public void close() {
        waker.close();
        if (!queue.stop(STOP_MILLIS)) {
            log.info("Some executions are inside a long call; they go on after the next start");
        }
        marks.end();
        answers.answerAll(new Answer.Ended(new Outcome.Suspended()));
    }

    private void work(QueuedExecution queued, Place place) {
        UUID id = queued.head().id();
        Optional<Outcome.Suspended> suspended = Optional.empty();
        Optional<Question> question = Optional.empty();
        try {
            Outcome outcome = runner.run(queued, place);
            if (outcome instanceof Outcome.Suspended now) {
                suspended = Optional.of(now);
                // Taken before anybody can resume it and wait for what it answers next.
                question = now.waits().flatMap(Outcome.Wait::pause).flatMap(at -> question(id, at));
            } else {
                answers.answer(id, new Answer.Ended(outcome));
                rootListeners.forEach(listener -> listener.accept(id));
            }
        } catch (StoreBusy | StoreFailed e) {
            if (!queue.isStopping()) {
                log.warn("Execution {} could not be written down; it runs again", id, e);
                queue.retry(queued.head());
            }
        } finally {
            live.remove(id);
            if (suspended.isEmpty()) {
                queue.ended(queued.head());
            }
        }
        // Only when it does not run any more may it be woken.
        if (suspended.isPresent() && queue.suspended(queued.head())) {
            settle(queued.head(), suspended.get());
        }
        question.ifPresent(it -> answers.answer(it.caller(), new Answer.Replied(it.reply())));
    }

    /** A caller whom a Pause card answers. */
    private record Question(CompletableFuture<Answer> caller, Reply reply) {}

    private Optional<Question> question(UUID id, Outcome.Pause pause) {
        return answers.take(id).map(caller -> new Question(caller, pause.reply()));
    }

    /** Sees to it that one that is suspended goes on. */
    private void settle(Head head, Outcome.Suspended suspended) {
        if (queue.isStopping()) {
            if (suspended.waits().isEmpty()) {
                answers.answer(head.id(), new Answer.Ended(suspended));
            }
        } else if (suspended.waits().isEmpty()) {
            queue.retry(head);
        } else {
            waker.expect(suspended.waits().get().until().toEpochMilli());
            // A resuming call may have come in the meantime.
            queue.refresh(List.of(head.flow().id()));
            rootListeners.forEach(listener -> listener.accept(head.id()));
        }
    }

    private final class HostCallbacks implements ExecutionHost.Callbacks {
        @Override
        public void reply(UUID root, Reply reply) {
            answers.answer(root, new Answer.Replied(reply));
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
