package io.hookline.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** So many compute at a time and no more; owners take turns. */
@Timeout(60)
class TurnsTest {
    private static final Duration SLICE = Duration.ofMillis(1);

    private static Work work(String owner) {
        return Work.of(owner, new ComputingTime(Duration.ofMinutes(10), "too long"));
    }

    private static void awaitWaiting(Turns turns, int many) {
        while (turns.waiting() < many) {
            Thread.onSpinWait();
        }
    }

    private static Thread start(Turns turns, String owner, Runnable body) {
        return Thread.ofVirtual()
                .start(() ->
                        turns.take(
                                work(owner),
                                () -> {
                                    body.run();
                                    return owner;
                                }));
    }

    @Test
    void neverMoreThanTheNumberComputeAtATime() throws Exception {
        Turns turns = new Turns(2, SLICE);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Random random = new Random(i);
            threads.add(
                    start(
                            turns,
                            "flow-" + i % 7,
                            () -> {
                                for (int round = 0; round < 50; round++) {
                                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                    now.decrementAndGet();
                                    if (random.nextBoolean()) {
                                        Turn.check();
                                    } else {
                                        Turn.waiting(() -> {
                                            Thread.yield();
                                            return round(random);
                                        });
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isLessThanOrEqualTo(2);
        assertThat(turns.waiting()).isZero();
    }

    private static int round(Random random) {
        return random.nextInt();
    }

    @Test
    void ownersTakeTurnsHoweverMuchOneHas() throws Exception {
        Turns turns = new Turns(1, SLICE);
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        threads.add(start(turns, "first", () -> await(go)));
        for (int i = 0; i < 5; i++) {
            int waiting = turns.waiting();
            threads.add(start(turns, "greedy", () -> order.add("greedy")));
            awaitWaiting(turns, waiting + 1);
        }
        threads.add(start(turns, "modest", () -> order.add("modest")));
        awaitWaiting(turns, 6);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order)
                .containsExactly("greedy", "modest", "greedy", "greedy", "greedy", "greedy");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatLastsPassesItsTurnOn() throws Exception {
        Turns turns = new Turns(1, SLICE);
        AtomicBoolean other = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        Thread lasting =
                start(
                        turns,
                        "lasting",
                        () -> {
                            started.countDown();
                            while (!other.get()) {
                                Turn.check();
                            }
                        });
        started.await();
        start(turns, "other", () -> other.set(true)).join();
        lasting.join();
        assertThat(other).isTrue();
    }

    @Test
    void whoWaitsHoldsNoTurn() throws Exception {
        Turns turns = new Turns(1, SLICE);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);
        Thread waiting =
                start(
                        turns,
                        "waits",
                        () ->
                                Turn.waiting(() -> {
                                    waits.countDown();
                                    await(go);
                                    return true;
                                }));
        waits.await();
        start(turns, "computes", go::countDown).join();
        waiting.join();
    }

    @Test
    void whatComputesWhileItWaitsTakesATurnForThat() {
        Turns turns = new Turns(1, SLICE);
        int result =
                turns.take(work("flow"), () -> Turn.waiting(() -> Turn.computing(() -> 6 * 7)));
        assertThat(result).isEqualTo(42);
        assertThat(turns.<Integer, RuntimeException>take(work("flow"), () -> 1)).isEqualTo(1);
    }

    @Test
    void workOnAnotherThreadHasATurnOfItsOwnAndTheSameTime() throws Exception {
        Turns turns = new Turns(2, SLICE);
        Work work = work("flow");
        turns.take(
                work,
                () -> {
                    Thread other =
                            Thread.ofVirtual()
                                    .start(
                                            Turn.alike(() -> {
                                                long end = System.nanoTime() + 2_000_000;
                                                while (System.nanoTime() < end) {
                                                    Turn.check();
                                                }
                                            }));
                    return Turn.waiting(() -> {
                        other.join();
                        return true;
                    });
                });
        assertThat(work.time().used()).isGreaterThanOrEqualTo(Duration.ofMillis(2));
    }

    @Test
    void onlyComputingCounts() {
        Turns turns = new Turns(1, SLICE);
        Work work = work("flow");
        turns.take(
                work,
                () ->
                        Turn.waiting(() -> {
                            long end = System.nanoTime() + 50_000_000;
                            while (System.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                            return true;
                        }));
        assertThat(work.time().used()).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void anExceptionGivesTheTurnBack() {
        Turns turns = new Turns(1, SLICE);
        for (int i = 0; i < 3; i++) {
            try {
                turns.take(
                        work("flow"),
                        () -> {
                            throw new IllegalStateException("expected");
                        });
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("expected");
            }
        }
        assertThat(turns.<Boolean, RuntimeException>take(work("flow"), () -> true)).isTrue();
    }

    @Test
    void anInterruptionWhileWaitingForATurnIsKept() throws Exception {
        Turns turns = new Turns(1, SLICE);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread first = start(turns, "first", () -> await(go));
        awaitHeld(turns);
        Thread second =
                start(
                        turns,
                        "second",
                        () -> interrupted.set(Thread.currentThread().isInterrupted()));
        awaitWaiting(turns, 1);
        second.interrupt();
        go.countDown();
        first.join();
        second.join();
        assertThat(interrupted).isTrue();
    }

    private static void awaitHeld(Turns turns) {
        while (!turns.isHeld()) {
            Thread.onSpinWait();
        }
    }
}
