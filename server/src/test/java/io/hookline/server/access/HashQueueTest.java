package io.hookline.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.server.refusal.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(30)
class HashQueueTest {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);

    private String work() {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        begun.release();
        mayEnd.acquireUninterruptibly();
        now.decrementAndGet();
        return Thread.currentThread().isVirtual() ? "virtual" : "platform";
    }

    @Test
    void fewAreServedAtOnceAndOfOneLineOnlyOneOnPlatformThreads() throws Exception {
        HashQueue queue = new HashQueue(2);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(callers.submit(() -> queue.run("one", false, this::work)));
            }
            begun.acquire();
            Future<String> other = callers.submit(() -> queue.run("other", false, this::work));
            begun.acquire();
            assertThat(now).as("one of each line").hasValue(2);
            all.add(other);
            all.add(callers.submit(() -> queue.run("third", false, this::work)));
            mayEnd.release(all.size());
            for (Future<String> each : all) {
                assertThat(each.get()).isEqualTo("platform");
            }
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void whatDoesNotFitIsRefusedAtOnceAndWhoIsKnownHasPlacesOfHisOwnAndGoesAhead()
            throws Exception {
        HashQueue queue = new HashQueue(1);
        List<String> order = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = new ArrayList<>();
            all.add(callers.submit(() -> queue.run("first", false, this::work)));
            begun.acquire();
            int fit = 0;
            int refused = 0;
            for (int i = 0; i < 50; i++) {
                String line = "stranger " + i;
                Future<String> stranger =
                        callers.submit(() -> queue.run(line, false, () -> add(order, line)));
                // Either it waits, or it was refused.
                while (!stranger.isDone() && queue.waiting() <= fit) {
                    Thread.onSpinWait();
                }
                if (stranger.isDone()) {
                    refused++;
                    assertThatThrownBy(stranger::get).hasCauseInstanceOf(Refusal.Busy.class);
                } else {
                    fit++;
                    all.add(stranger);
                }
            }
            assertThat(fit).isEqualTo(32);
            assertThat(refused).isEqualTo(18);
            all.add(callers.submit(() -> queue.run("owner", true, () -> add(order, "owner"))));
            while (queue.waiting() <= fit) {
                Thread.onSpinWait();
            }
            mayEnd.release();
            for (Future<String> each : all) {
                each.get();
            }
        }
        assertThat(order).hasSize(33).startsWith("owner", "stranger 0", "stranger 1");
    }

    private static String add(List<String> order, String line) {
        // On the only thread of the queue.
        order.add(line);
        return line;
    }

    @Test
    void oneLineTakesFewPlaces() throws Exception {
        HashQueue queue = new HashQueue(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(callers.submit(() -> queue.run("one", false, this::work)));
            }
            begun.acquire();
            int refused = 0;
            while (refused < 11) {
                refused = (int) all.stream().filter(Future::isDone).count();
                Thread.onSpinWait();
            }
            mayEnd.release(all.size());
            int served = 0;
            for (Future<String> each : all) {
                try {
                    each.get();
                    served++;
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(Refusal.Busy.class);
                }
            }
            assertThat(served).isBetween(8, 9);
        }
    }

    @Test
    void whatTheWorkThrowsReachesTheCallerAndTheQueueGoesOn() {
        HashQueue queue = new HashQueue(1);
        assertThatThrownBy(() ->
                        queue.run(
                                "one",
                                false,
                                () -> {
                                    throw new IllegalArgumentException("no");
                                }))
                .hasMessage("no");
        assertThat(queue.run("one", false, () -> "yes")).isEqualTo("yes");
    }
}
