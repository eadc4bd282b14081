package io.hookline.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what another process does: asks every few milliseconds, up to a limit. */
final class Await {
    private static final Duration OFTEN = Duration.ofMillis(15);
    private static final ScheduledExecutorService CLOCK =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().daemon().name("await-", 0).factory());

    private Await() {}

    /** A question that may fail with an I/O error while the other side is not there yet. */
    @FunctionalInterface
    interface Probe<T> {
        Optional<T> ask() throws IOException;
    }

    static void until(String what, Duration limit, BooleanSupplier holds) {
        value(what, limit, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    static <T> T value(String what, Duration limit, Probe<T> probe) {
        return value(what, limit, OFTEN, probe);
    }

    /**
     * For questions that cost the other side much.
     *
     * @param pause between an answer and the next question
     */
    static <T> T value(String what, Duration limit, Duration pause, Probe<T> probe) {
        CompletableFuture<T> found = new CompletableFuture<>();
        Future<?> asking =
                CLOCK.scheduleWithFixedDelay(
                        () -> ask(probe, found), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Expected within " + limit.toSeconds() + " s: " + what, e);
        } catch (ExecutionException e) {
            throw new AssertionError("While waiting for: " + what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for: " + what, e);
        } finally {
            asking.cancel(false);
        }
    }

    private static <T> void ask(Probe<T> probe, CompletableFuture<T> found) {
        try {
            probe.ask().ifPresent(found::complete);
        } catch (IOException notYet) {
            // The other side is starting or stopping: ask again.
        } catch (RuntimeException | AssertionError e) {
            found.completeExceptionally(e);
        }
    }
}
