package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.engine.ValueMemory.Reservation;
import io.hookline.flow.engine.ValueMemory.Share;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(60)
class ValueMemoryTest {
    private static final int ROOM = 100;
    private final ValueMemory memory = new ValueMemory(ROOM);

    @Test
    void whatOneHoldsIsGivenBackWhenItEnds() {
        try (Share share = memory.open()) {
            assertThat(share.take(60)).isEqualTo(60);
            assertThat(share.take(60)).isEqualTo(120);
            share.giveBack(30);

            assertThat(memory.held()).isEqualTo(90);
            assertThat(memory.isFull()).isFalse();
        }
        assertThat(memory.held()).isZero();
    }

    @Test
    void anExecutionGoesOnAtOnceWhenItIsToStop() {
        try (Share first = memory.open();
                Share second = memory.open()) {
            first.take(ROOM + 1);
            first.awaitRoom(() -> false);

            second.awaitRoom(() -> true);
        }
    }

    /** Twenty that each need nearly all the room, in small steps, all at the same time. */
    @Test
    void allOfThemEndThoughTogetherTheyNeedManyTimesTheRoom() throws Exception {
        int many = 20;
        int step = 10;
        int steps = 9;
        AtomicLong most = new AtomicLong();
        CountDownLatch begun = new CountDownLatch(many);
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                runs.add(
                        threads.submit(() -> {
                            try (Share share = memory.open()) {
                                begun.countDown();
                                begun.await();
                                for (int card = 0; card < steps; card++) {
                                    share.awaitRoom(() -> false);
                                    share.take(step);
                                    most.accumulateAndGet(memory.held(), Math::max);
                                }
                            }
                            return null;
                        }));
            }
            for (Future<?> run : runs) {
                run.get(50, TimeUnit.SECONDS);
            }
        }
        assertThat(memory.held()).isZero();
        // the room, the one that passes, and a card of each that looked before it was full
        assertThat(most.get()).isLessThanOrEqualTo(ROOM + step * steps + many * step);
        assertThat(most.get()).isLessThan((long) many * step * steps);
    }

    @Test
    void nothingStartsWithoutRoomForItsInputAndListenersAreNotifiedWhenThereIs() {
        AtomicInteger notified = new AtomicInteger();
        memory.onRoom(notified::incrementAndGet);
        Reservation first = memory.reserve(60).orElseThrow();

        assertThat(memory.reserve(60)).isEmpty();
        assertThat(notified).hasValue(0);
        first.giveBack();

        assertThat(notified).hasValue(1);
        assertThat(memory.reserve(60)).isPresent();
    }

    @Test
    void whatIsLargerThanAllTheRoomStartsAlone() {
        assertThat(memory.reserve(ROOM * 2)).isPresent();
        assertThat(memory.reserve(1)).isEmpty();
    }

    @Test
    void oneThatWaitsGoesOnWhenAnotherEnds() throws Exception {
        Share first = memory.open();
        Share passing = memory.open();
        first.take(ROOM + 1);
        passing.awaitRoom(() -> false);
        AtomicBoolean waits = new AtomicBoolean();
        Thread waiting =
                Thread.startVirtualThread(() -> {
                    try (Share share = memory.open()) {
                        share.awaitRoom(() -> {
                            waits.set(true);
                            return false;
                        });
                    }
                });
        while (!waits.get()) {
            Thread.onSpinWait();
        }

        first.close();

        assertThat(waiting.join(java.time.Duration.ofSeconds(20))).isTrue();
        passing.close();
    }
}
