package io.hookline.server.store;

import io.hookline.compute.SharedThread;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that writes. It takes the units that wait, runs each in a savepoint and commits
 * them together. A second thread notifies the callers of a committed group, while the next group
 * runs and is written to disk.
 */
final class SqliteWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqliteWriter.class);
    private static final Sql BEGIN = Sql.of("BEGIN IMMEDIATE");
    private static final Sql COMMIT = Sql.of("COMMIT");
    private static final Sql SAVEPOINT = Sql.of("SAVEPOINT unit");
    private static final Sql RELEASE = Sql.of("RELEASE unit");
    private static final Sql ROLLBACK = Sql.of("ROLLBACK TO unit");
    private static final int QUEUE = 20_000;
    private static final int GROUP = 1_000;

    /** How often a writer without work looks whether its files are still there. */
    private static final int LOOK_EVERY_SECONDS = 1;

    private static final long GROUP_NANOS = 20_000_000;

    private final BlockingQueue<QueuedUnit<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final BlockingQueue<List<QueuedUnit<?>>> committed = new LinkedBlockingQueue<>();
    private final Consumer<Throwable> onFatal;
    private final SqliteSession session;
    private final FilesInPlace files;
    private final Thread writing;
    private final Thread notifying;
    private volatile boolean closed;

    /** Whether nothing follows the group that runs; of the writing thread. */
    private boolean ending;

    /** Whether the last group was undone because the disk is full; of the writing thread. */
    private boolean full;

    private volatile String whyClosed = "Hookline is shutting down; try again in a moment.";

    SqliteWriter(SqliteFile file, Consumer<Throwable> onFatal) throws SQLException {
        this.onFatal = onFatal;
        this.session = file.writer();
        this.files = new FilesInPlace(file.path());
        this.writing = new SharedThread("store-writer", this::write);
        this.notifying =
                Thread.ofPlatform().name("store-committed").daemon().start(this::notifyCallers);
        writing.start();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == writing || Thread.currentThread() == notifying;
    }

    int waiting() {
        return queue.size();
    }

    <T> CompletableFuture<T> submit(Database.Unit<T> unit) {
        QueuedUnit<T> pending = new QueuedUnit<>(unit);
        if (closed || !queue.offer(pending)) {
            throw new StoreBusy(
                    closed
                            ? whyClosed
                            : "More than "
                                    + QUEUE
                                    + " writes are waiting for the disk; try again in a moment.");
        }
        return pending.result;
    }

    private void write() {
        List<QueuedUnit<?>> group = new ArrayList<>(GROUP);
        try {
            while (true) {
                QueuedUnit<?> first = queue.poll(LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
                if (first == QueuedUnit.END) {
                    break;
                }
                if (first == null) {
                    files.require();
                    continue;
                }
                runOrUndo(group, first);
                committed.add(group);
                if (ending) {
                    break;
                }
                group = new ArrayList<>(GROUP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException | Error e) {
            fail(group, e);
        } finally {
            committed.add(List.of(QueuedUnit.END));
        }
    }

    /** Runs a group and commits it; on a full disk nothing of it is kept, and that is certain. */
    private void runOrUndo(List<QueuedUnit<?>> group, QueuedUnit<?> first) throws SQLException {
        try {
            run(group, first);
            full = false;
        } catch (SQLException e) {
            if (DiskFull.in(e).isEmpty()) {
                throw e;
            }
            if (!full) {
                log.error("The disk is full: what is written is refused until there is room");
            }
            full = true;
            session.undo();
            var refusal =
                    new StoreBusy(
                            "The disk of the data folder is full, and nothing was kept; make room"
                                    + " and try again.");
            group.forEach(unit -> unit.undone(refusal));
        }
    }

    /** Runs a group that starts with {@code first} and commits it. */
    private void run(List<QueuedUnit<?>> group, QueuedUnit<?> first) throws SQLException {
        session.control(BEGIN);
        long until = System.nanoTime() + GROUP_NANOS;
        QueuedUnit<?> next = first;
        while (next != null) {
            group.add(next);
            next.run(session);
            if (group.size() >= GROUP || System.nanoTime() > until) {
                break;
            }
            next = queue.poll();
            if (next == QueuedUnit.END) {
                ending = true;
                break;
            }
        }
        session.control(COMMIT);
        files.requireAfterCommit();
    }

    /**
     * After a failed commit it is unknown what is on disk: all callers are refused and the process
     * ends.
     */
    private void fail(List<QueuedUnit<?>> group, Throwable cause) {
        StoreBusy refusal = refusal(cause);
        whyClosed = refusal.getMessage();
        closed = true;
        group.forEach(pending -> pending.refuse(refusal));
        for (QueuedUnit<?> waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.refuse(refusal);
        }
        onFatal.accept(cause);
    }

    private static StoreBusy refusal(Throwable cause) {
        if (cause instanceof FilesInPlace.DataFolderLost lost) {
            log.error(
                    "{} Nothing is accepted any more, and the process ends: what it writes would be"
                            + " lost. Put the data folder back before the next start",
                    lost.getMessage());
            return new StoreBusy(
                    "The data folder of this server was removed or replaced while it ran; nothing"
                            + " is accepted until it is put back and the server is started again.");
        }
        log.error(
                "The database could not commit; the process ends so that nothing is accepted that"
                        + " might be lost",
                cause);
        return new StoreBusy("The database could not write to the disk; nothing was kept.");
    }

    private void notifyCallers() {
        try {
            while (true) {
                for (QueuedUnit<?> unit : committed.take()) {
                    if (unit == QueuedUnit.END) {
                        return;
                    }
                    unit.complete();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Without it every caller of a write would wait for ever.
            onFatal.accept(e);
        }
    }

    /** Runs what was queued, then closes. */
    @Override
    public void close() {
        closed = true;
        try {
            queue.put(QueuedUnit.END);
            writing.join();
            notifying.join();
            session.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            log.warn("The database did not close cleanly; it will recover at the next start", e);
        }
    }

    /** A unit: queued, then run, then completed with its result or its failure. */
    private static final class QueuedUnit<T> {
        static final QueuedUnit<?> END = new QueuedUnit<>(transaction -> null);

        final CompletableFuture<T> result = new CompletableFuture<>();
        private final Database.Unit<T> unit;
        private T value;
        private Throwable failure;
        private List<Runnable> afterCommit = List.of();

        QueuedUnit(Database.Unit<T> unit) {
            this.unit = unit;
        }

        /**
         * Runs the unit; what it throws undoes only this unit. An SQLException of this method means
         * that the whole group is lost.
         */
        void run(SqliteSession session) throws SQLException {
            session.control(SAVEPOINT);
            try {
                value = unit.run(session);
                session.requireAllRun();
                session.control(RELEASE);
                afterCommit = session.takeAfterCommit();
            } catch (Exception | StackOverflowError | AssertionError e) {
                Optional<SQLException> full = DiskFull.in(e);
                if (full.isPresent()) {
                    // The engine may have undone the whole group by itself.
                    throw full.get();
                }
                failure = e;
                session.forgetAfterCommit();
                session.control(ROLLBACK);
                session.control(RELEASE);
            }
        }

        void complete() {
            for (Runnable action : afterCommit) {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    log.error("A listener failed after its commit", e);
                }
            }
            if (failure == null) {
                result.complete(value);
            } else if (failure instanceof RuntimeException || failure instanceof Error) {
                result.completeExceptionally(failure);
            } else {
                result.completeExceptionally(
                        new CompletionException(
                                new StoreFailed(
                                        "The store refused the work: " + failure.getMessage(),
                                        failure)));
            }
        }

        /** Nothing of it is kept, although it may have run. */
        void undone(RuntimeException refusal) {
            failure = refusal;
            afterCommit = List.of();
        }

        void refuse(RuntimeException refusal) {
            result.completeExceptionally(refusal);
        }
    }
}
