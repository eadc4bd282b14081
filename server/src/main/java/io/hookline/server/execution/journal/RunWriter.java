package io.hookline.server.execution.journal;

import io.hookline.compute.Turn;
import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.access.Sealer;
import io.hookline.server.execution.approval.ApprovalRows;
import io.hookline.server.execution.chain.ChainEnded;
import io.hookline.server.execution.chain.ChainRows;
import io.hookline.server.execution.chain.Chains;
import io.hookline.server.execution.chain.NoRoom;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.queue.QueueRows;
import io.hookline.server.execution.recording.HistoryRows;
import io.hookline.server.execution.recording.Recorder;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.StoreFailed;
import io.hookline.server.store.Transaction;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Writes down what a root execution and its helpers do while they run here. Results wait in memory,
 * in their order, and go to the store with the next intent, with a flush, when there are many, or
 * never: the end removes the journal, so what still waits then need not be written.
 */
public final class RunWriter {
    private static final int MANY = 256;
    private static final int LARGE = 1024 * 1024;
    private static final int FLUSHES_UNDERWAY = 4;
    private static final int PATIENCE = 500;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Database database;
    private final Sealer sealer;
    private final Chains chains;
    private final InstantSource clock;
    private final Head head;
    private final long root;
    private final boolean resumed;
    private final Runnable progressed;

    private final Object order = new Object();
    private final List<PendingChange> waiting = new ArrayList<>();
    private final Deque<CompletableFuture<?>> underway = new ArrayDeque<>();
    private final Set<UUID> journaled = new HashSet<>();
    private int waitingBytes;

    /** What waits to be written to the history, where the chain of a root counts it. */
    private long history;

    /** Whether anything was suspended in this run. */
    private boolean anySuspended;

    /**
     * @param execution the one that runs: a root, or a helper that nobody waits for
     * @param progressed runs whenever more than before is on disk, so that another run would get
     *     further than this one did
     */
    public RunWriter(
            Database database,
            Sealer sealer,
            Chains chains,
            InstantSource clock,
            QueuedExecution execution,
            Runnable progressed) {
        this.database = database;
        this.sealer = sealer;
        this.chains = chains;
        this.clock = clock;
        this.head = execution.head();
        this.root = execution.head().ordinal();
        this.resumed = execution.resumed();
        this.progressed = progressed;
    }

    public boolean isResumed() {
        return resumed;
    }

    public Optional<Journal.Entry> recorded(UUID execution, String path) {
        return resumed
                ? JournalRows.find(database, sealer, root, execution, path)
                : Optional.empty();
    }

    /** Keeps a row; returns at once, unless the store is far behind. */
    public void record(UUID execution, String path, Journal.Entry entry) {
        JournalRows.Row row = new JournalRows.Row(execution, path, entry, clock.millis());
        synchronized (order) {
            waiting.add(new PendingChange.Row(row));
            waitingBytes = Math.min(waitingBytes + row.weight(), LARGE);
        }
        flushIfMuch();
    }

    private void flushIfMuch() {
        boolean tooMuch;
        synchronized (order) {
            tooMuch = waiting.size() >= MANY || waitingBytes >= LARGE;
        }
        if (tooMuch) {
            flush();
        }
    }

    /** Writes an intent with all that waits, and returns when it is durable. */
    public void intend(UUID execution, String path, Journal.Entry intent) {
        JournalRows.Row row = new JournalRows.Row(execution, path, intent, clock.millis());
        CompletableFuture<?> durable;
        synchronized (order) {
            waiting.add(new PendingChange.Row(row));
            durable = submitWaiting();
        }
        Turn.waiting(() -> await(durable));
    }

    /** Hands all that waits to the store. */
    public void flush() {
        Optional<CompletableFuture<?>> oldest = Optional.empty();
        synchronized (order) {
            if (!waiting.isEmpty()) {
                underway.add(submitWaiting());
            }
            if (underway.size() > FLUSHES_UNDERWAY) {
                oldest = Optional.of(underway.remove());
            }
        }
        oldest.ifPresent(durable -> Turn.waiting(() -> await(durable)));
    }

    public void chunk(long ordinal, int number, byte[] record) {
        synchronized (order) {
            waiting.add(new PendingChange.Chunk(ordinal, number, record));
            history += record.length;
        }
    }

    /**
     * Keeps the history of a helper that has ended, and the row of its caller that says so: one
     * never goes to the store without the other. Its own journal is not needed any more.
     *
     * @param written runs when the history is on disk
     */
    public void helperEnded(EndedExecution ended, Host.Result result, Runnable written) {
        UUID id = ended.head().id();
        JournalRows.Row end =
                new JournalRows.Row(
                        ended.head().parent().orElseThrow().id(),
                        result.path(),
                        result.entry(),
                        clock.millis());
        synchronized (order) {
            waiting.removeIf(change ->
                    change instanceof PendingChange.Row row && row.row().execution().equals(id));
            boolean hasJournal = journaled.remove(id);
            if (resumed || hasJournal) {
                waiting.add(new PendingChange.HelperJournal(root, id));
            }
            waiting.add(new PendingChange.Helper(ended, resumed, written));
            history += ended.size();
            waiting.add(new PendingChange.Row(end));
            waitingBytes = Math.min(waitingBytes + end.weight(), LARGE);
        }
        flushIfMuch();
    }

    /**
     * Keeps the history of a helper that ends with its root, because the run broke off within it.
     *
     * @param written runs when the history is on disk
     */
    public void helperBrokenOff(EndedExecution ended, Runnable written) {
        synchronized (order) {
            waiting.add(new PendingChange.Helper(ended, resumed, written));
            history += ended.size();
        }
    }

    /** Keeps what an execution needs to go on after it was suspended, all or nothing. */
    public void suspended(
            SuspendedExecution execution,
            Map<String, Journal.Entry> frames,
            Optional<Recorder.Chunk> steps) {
        UUID id = execution.head().id();
        synchronized (order) {
            frames.forEach((path, entry) ->
                    waiting.add(
                            new PendingChange.Row(
                                    new JournalRows.Row(id, path, entry, clock.millis()))));
            steps.ifPresent(chunk -> {
                waiting.add(
                        new PendingChange.Chunk(
                                execution.head().ordinal(), chunk.number(), chunk.record()));
                history += chunk.record().length;
            });
            waiting.add(new PendingChange.Suspended(execution));
            anySuspended = true;
        }
    }

    /**
     * Queues a helper that nobody waits for, with whatever is written next.
     *
     * @param caller the one that starts it
     * @param started takes it when its row is on disk
     * @throws ChainEnded when the chain of those that start each other has come to a limit
     * @throws NoRoom while the disk is nearly full
     */
    public void start(Head caller, QueuedExecution helper, Consumer<QueuedExecution> started) {
        UUID id = helper.head().id();
        if (resumed && database.read(transaction -> QueueRows.isKnownHelper(transaction, id))) {
            return;
        }
        byte[] sealed = PayloadCodec.seal(sealer, id, helper.payload());
        Chains.Share share = chains.start(caller, sealed.length);
        synchronized (order) {
            waiting.add(new PendingChange.Start(root, helper, sealed, resumed, share, started));
            waitingBytes = Math.min(waitingBytes + sealed.length, LARGE);
        }
    }

    /** The end of the root, in one unit: its history and its helpers', the queue, the journal. */
    public void end(EndedExecution ended) {
        end(ended, Optional.empty());
    }

    /**
     * As {@link #end(EndedExecution)}.
     *
     * @param also writes more in the same unit
     */
    public void end(EndedExecution ended, Optional<Consumer<Transaction>> also) {
        CompletableFuture<?> durable;
        synchronized (order) {
            boolean mayGoOn = ended.mayGoOn();
            history += ended.size();
            waiting.removeIf(change ->
                    change instanceof PendingChange.Row && !mayGoOn
                            || change instanceof PendingChange.HelperJournal);
            List<PendingChange> changes = take().stream().map(this::sealed).toList();
            boolean hasJournal = resumed || !journaled.isEmpty();
            boolean hasSuspended = resumed || anySuspended;
            durable =
                    submit(
                            changes,
                            transaction -> {
                                HistoryRows.insert(transaction, ended);
                                QueueRows.delete(transaction, root);
                                if (isLink()) {
                                    ChainRows.ended(transaction, head.root());
                                }
                                if (hasSuspended) {
                                    ApprovalRows.end(transaction, root);
                                    SuspendedRows.end(transaction, root, ended.endedAt());
                                }
                                also.ifPresent(more -> more.accept(transaction));
                                if (hasJournal && mayGoOn) {
                                    // Somebody may run it again from where it failed.
                                    JournalRows.deleteHelpers(transaction, root, ended.head().id());
                                } else if (hasJournal) {
                                    JournalRows.deleteAll(transaction, root);
                                }
                                return ended.status();
                            });
        }
        Turn.waiting(() -> await(durable));
    }

    /**
     * Makes all that waits durable, for a later run to go on from.
     *
     * @return whether it waits now: false when it can go on at once
     */
    public boolean suspend(Optional<Outcome.Wait> waits) {
        CompletableFuture<Boolean> durable;
        synchronized (order) {
            if (waiting.isEmpty() && waits.isEmpty()) {
                return false;
            }
            List<PendingChange> changes = take().stream().map(this::sealed).toList();
            durable =
                    submit(
                            changes,
                            transaction -> {
                                return waits.isPresent()
                                        && !ApprovalRows.hasNews(transaction, root)
                                        && QueueRows.await(transaction, root, waits.get());
                            });
        }
        return Turn.waiting(() -> await(durable));
    }

    private List<PendingChange> take() {
        if (isLink() && history > 0) {
            waiting.add(new PendingChange.Written(chains.wrote(head.root(), history)));
        }
        history = 0;
        List<PendingChange> taken = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        return taken;
    }

    /** Whether another execution started it and did not wait. */
    private boolean isLink() {
        return head.parent().isPresent();
    }

    /** Nothing more is written: what still waits never was. */
    public void leave() {
        synchronized (order) {
            waiting.forEach(PendingChange::drop);
            waiting.clear();
        }
    }

    private CompletableFuture<?> submitWaiting() {
        List<PendingChange> changes = take().stream().map(this::sealed).toList();
        return submit(changes, transaction -> changes.size());
    }

    private PendingChange sealed(PendingChange change) {
        if (!(change instanceof PendingChange.Row(JournalRows.Row row))) {
            return change;
        }
        journaled.add(row.execution());
        return new PendingChange.SealedRow(root, row, row.sealed(sealer));
    }

    /**
     * Units of one run are handed over in order, and the store keeps that order. What was handed
     * over must not fail unseen, since later results build on it.
     *
     * @param changes are written first
     */
    private <T> CompletableFuture<T> submit(List<PendingChange> changes, Database.Unit<T> more) {
        try {
            return submit(
                            transaction -> {
                                for (PendingChange change : changes) {
                                    change.write(transaction);
                                }
                                return more.run(transaction);
                            })
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            changes.forEach(PendingChange::drop);
                        } else if (changes.stream().anyMatch(PendingChange::isProgress)) {
                            progressed.run();
                        }
                    });
        } catch (StoreBusy | StoreFailed e) {
            changes.forEach(PendingChange::drop);
            throw e;
        }
    }

    private <T> CompletableFuture<T> submit(Database.Unit<T> unit) {
        while (!underway.isEmpty() && underway.peek().isDone()) {
            await(underway.remove());
        }
        for (int tried = 1; ; tried++) {
            try {
                return database.submit(unit);
            } catch (StoreBusy busy) {
                if (tried == PATIENCE) {
                    throw busy;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static <T> T await(CompletableFuture<T> durable) {
        try {
            return durable.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreBusy busy) {
                throw busy;
            }
            throw new StoreFailed("An execution could not be written down.", e.getCause());
        }
    }
}
