package io.hookline.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.store.StoreBusy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(30)
class PeriodicTaskTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final BlockingQueue<Integer> rounds = new LinkedBlockingQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    private void round() {
        rounds.add(count.incrementAndGet());
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, 1, PT1S",
        "PT1S, 2, PT2S",
        "PT1S, 3, PT4S",
        "PT1S, 6, PT32S",
        "PT1S, 7, PT1M",
        "PT1S, 1000000, PT1M",
        "PT0.1S, 2, PT0.2S",
        "PT1M, 1, PT1M",
        "PT1M, 2, PT1M",
        "PT10M, 2, PT10M"
    })
    void eachFurtherFailureDoublesThePauseUpToAMinuteOrTheUsualOne(
            Duration usual, int failures, Duration pause) {
        assertThat(PeriodicTask.backoff(usual, failures)).isEqualTo(pause);
    }

    @Test
    void roundsFollowEachOther() throws Exception {
        try (PeriodicTask task = PeriodicTask.every(SHORT, "short", this::round)) {
            task.start();

            assertThat(rounds.take()).isEqualTo(1);
            assertThat(rounds.take()).isEqualTo(2);
            assertThat(rounds.take()).isEqualTo(3);
        }
    }

    @Test
    void theRoundSaysHowLongThePauseIs() throws Exception {
        PeriodicTask.Round round =
                () -> {
                    round();
                    return count.get() < 3 ? SHORT : LONG;
                };
        try (PeriodicTask task = new PeriodicTask("varying", LONG, round)) {
            task.start();
            for (int i = 1; i <= 3; i++) {
                assertThat(rounds.take()).isEqualTo(i);
            }

            task.wake();

            assertThat(rounds.take()).isEqualTo(4);
        }
    }

    @Test
    void wakingEndsThePause() throws Exception {
        try (PeriodicTask task = PeriodicTask.every(LONG, "long", this::round)) {
            task.startLater();
            assertThat(rounds).isEmpty();

            for (int i = 1; i <= 3; i++) {
                task.wake();
                assertThat(rounds.take()).isEqualTo(i);
            }
        }
    }

    @Test
    void wakingDuringARoundHasAnotherOneFollow() throws Exception {
        CountDownLatch woken = new CountDownLatch(1);
        PeriodicTask.Round round =
                () -> {
                    round();
                    await(woken);
                    return LONG;
                };
        try (PeriodicTask task = new PeriodicTask("long", LONG, round)) {
            task.start();
            assertThat(rounds.take()).isEqualTo(1);
            task.wake();
            task.wake();
            woken.countDown();

            assertThat(rounds.take()).isEqualTo(2);
        }
        assertThat(rounds).isEmpty();
    }

    static List<RuntimeException> failures() {
        return List.of(new StoreBusy("busy"), new IllegalStateException("broken"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRoundThatFailsIsRepeated(RuntimeException failure) throws Exception {
        Runnable work =
                () -> {
                    round();
                    if (count.get() < 4) {
                        throw failure;
                    }
                };
        try (PeriodicTask task = PeriodicTask.every(SHORT, "failing", work)) {
            task.start();

            for (int i = 1; i <= 5; i++) {
                assertThat(rounds.take()).isEqualTo(i);
            }
        }
    }

    @Test
    void closingWaitsForTheRoundAndNoneFollows() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Runnable work =
                () -> {
                    round();
                    await(go);
                    ended.incrementAndGet();
                };
        PeriodicTask task = PeriodicTask.every(SHORT, "closing", work);
        task.start();
        assertThat(rounds.take()).isEqualTo(1);
        assertThat(task.isOpen()).isTrue();
        Thread closing = Thread.ofVirtual().start(task::close);
        while (task.isOpen()) {
            Thread.onSpinWait();
        }
        go.countDown();
        closing.join();

        assertThat(ended).hasValue(1);
        task.wake();
        assertThat(rounds).isEmpty();
    }

    @Test
    void aRoundThatDoesNotEndIsInterrupted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Runnable work =
                () -> {
                    round();
                    if (!await(never)) {
                        interrupted.countDown();
                    }
                };
        PeriodicTask task = PeriodicTask.every(LONG, "stuck", work);
        task.start();
        assertThat(rounds.take()).isEqualTo(1);

        task.close(Duration.ofMillis(1));

        interrupted.await();
    }

    @Test
    void aTaskThatWasNeverStartedCanBeClosed() {
        PeriodicTask task = PeriodicTask.every(LONG, "unused", this::round);

        task.close();
        task.start();

        assertThat(task.isOpen()).isFalse();
        assertThat(rounds).isEmpty();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
