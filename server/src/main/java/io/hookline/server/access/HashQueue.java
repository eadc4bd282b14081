package io.hookline.server.access;

import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Where passwords are hashed, which is slow on purpose: on a few platform threads of its own, so
 * that nothing else waits for a processor that hashes. Of one line of callers only one is served at
 * a time. Few may wait; what does not fit is refused at once.
 */
final class HashQueue {
    /** Half of the processors, at least one and at most four. */
    static final int USUAL = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

    private static final int PLACES = 32;
    private static final int PLACES_OF_A_LINE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final int most;
    private final List<Task<?>> waiting = new ArrayList<>();
    private final Set<String> served = new HashSet<>();
    private int threads;

    /**
     * @param most how many are hashed at once
     */
    HashQueue(int most) {
        this.most = most;
    }

    private record Task<T>(String line, boolean known, FutureTask<T> work) {}

    /**
     * Runs in turn, and waits for the end.
     *
     * @param line whose callers are served one after the other
     * @param known whether the caller goes ahead of those whom nobody knows, who have places of
     *     their own
     * @throws Refusal.Busy without having begun
     */
    <T> T run(String line, boolean known, Supplier<T> work) {
        Task<T> task = new Task<>(line, known, new FutureTask<>(work::get));
        enqueue(task);
        try {
            return task.work().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            if (leave(task)) {
                throw busy();
            }
            // It has begun, and ends soon.
            return ended(task);
        } catch (InterruptedException e) {
            leave(task);
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static <T> T ended(Task<T> task) {
        try {
            return task.work().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
    }

    private synchronized void enqueue(Task<?> task) {
        long alike = waiting.stream().filter(other -> other.known() == task.known()).count();
        long before = waiting.stream().filter(other -> other.line().equals(task.line())).count();
        if (alike >= PLACES || before >= PLACES_OF_A_LINE) {
            throw busy();
        }
        waiting.add(task);
        if (threads < most) {
            threads++;
            Thread.ofPlatform().daemon().name("password-hash").start(this::serve);
        }
    }

    /** How many have not begun. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized boolean leave(Task<?> task) {
        return waiting.remove(task);
    }

    private void serve() {
        Optional<Task<?>> task = next(Optional.empty());
        while (task.isPresent()) {
            task.get().work().run();
            task = next(Optional.of(task.get().line()));
        }
    }

    /** Those who are known first, and in the order in which they came; nobody when none can be. */
    private synchronized Optional<Task<?>> next(Optional<String> ended) {
        ended.ifPresent(served::remove);
        Optional<Task<?>> next = first(true).or(() -> first(false));
        next.ifPresentOrElse(
                task -> {
                    waiting.remove(task);
                    served.add(task.line());
                },
                () -> threads--);
        return next;
    }

    private Optional<Task<?>> first(boolean known) {
        for (Task<?> task : waiting) {
            if (task.known() == known && !served.contains(task.line())) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    private static Refusal busy() {
        return new Refusal.Busy(
                "Busy",
                "Too many people are signing in at the moment; try again in a few seconds.",
                RETRY);
    }
}
