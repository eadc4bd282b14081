package io.hookline.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A bounded pool of reading threads, each with a connection and a snapshot for each query. */
final class SqliteReaders implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqliteReaders.class);
    private static final Sql BEGIN = Sql.of("BEGIN");
    private static final Sql ROLLBACK = Sql.of("ROLLBACK");
    private static final int THREADS = 4;
    private static final int QUEUE = 2_000;
    private static final long LIMIT_MILLIS = 5_000;

    private final BlockingQueue<Query<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("store-watch").daemon().factory());
    private final Thread[] threads = new Thread[THREADS];
    private volatile boolean closed;

    SqliteReaders(SqliteFile file) throws SQLException {
        for (int i = 0; i < THREADS; i++) {
            SqliteSession session = file.reader();
            threads[i] =
                    Thread.ofPlatform()
                            .name("store-reader-" + i)
                            .daemon()
                            .start(() -> serve(session));
        }
    }

    <T> CompletableFuture<T> submit(Database.Unit<T> query) {
        Query<T> waiting = new Query<>(query, new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            throw new StoreBusy(
                    closed
                            ? "Hookline is shutting down; try again in a moment."
                            : "More than " + QUEUE + " reads are waiting; try again in a moment.");
        }
        return waiting.result();
    }

    private void serve(SqliteSession session) {
        try (session) {
            while (!closed) {
                Query<?> query = queue.poll(1, TimeUnit.SECONDS);
                if (query != null) {
                    answer(session, query);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            log.warn("A reading connection did not close cleanly", e);
        }
    }

    private <T> void answer(SqliteSession session, Query<T> query) {
        SQLiteConnection sqlite = (SQLiteConnection) session.connection();
        ScheduledFuture<?> limit =
                watch.schedule(() -> interrupt(sqlite), LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        try {
            session.control(BEGIN);
            T value;
            try {
                value = query.unit().run(session);
                session.requireAllRun();
            } finally {
                session.forgetAfterCommit();
                session.control(ROLLBACK);
            }
            query.result().complete(value);
        } catch (RuntimeException | Error e) {
            query.result().completeExceptionally(e);
        } catch (Exception e) {
            query.result()
                    .completeExceptionally(
                            new StoreFailed("The store could not read: " + e.getMessage(), e));
        } finally {
            limit.cancel(false);
        }
    }

    private static void interrupt(SQLiteConnection connection) {
        try {
            connection.getDatabase().interrupt();
        } catch (SQLException e) {
            log.warn("A read that takes too long could not be stopped", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.shutdownNow();
    }

    private record Query<T>(Database.Unit<T> unit, CompletableFuture<T> result) {}
}
