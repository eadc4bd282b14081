package io.hookline.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.server.refusal.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class RequestMemoryTest {
    private static final long KB = 1_024;
    private static final Duration NOT_AT_ALL = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** 7,000 kB for all, 1,000 kB for small ones, 2,000 kB to work in. */
    private static RequestMemory memory(Duration patience) {
        return new RequestMemory(8_000 * KB, 2_000 * KB, patience, patience);
    }

    @Test
    void takesWhatIsReadAndGivesItBackWhenTheRequestEnds() {
        RequestMemory memory = memory(NOT_AT_ALL);
        try (RequestMemory.Share share = memory.open()) {
            share.take(100 * KB);
            share.take(3_000 * KB);
            share.take(2_000 * KB);

            assertThat(memory.taken()).isEqualTo(3_000 * KB);
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void refusesWhatDoesNotFitNowAndSaysWhenToComeAgain() {
        RequestMemory memory = memory(NOT_AT_ALL);
        try (RequestMemory.Share first = memory.open();
                RequestMemory.Share second = memory.open()) {
            first.take(4_000 * KB);

            assertThatThrownBy(() -> second.take(4_000 * KB))
                    .isInstanceOfSatisfying(
                            Refusal.Busy.class, busy -> assertThat(busy.retryAfter()).isPositive());
            assertThat(memory.taken()).isEqualTo(4_000 * KB);
        }
    }

    @Test
    void waitsForAMomentUntilThereIsRoom() throws Exception {
        RequestMemory memory = memory(LONG);
        RequestMemory.Share first = memory.open();
        first.take(4_000 * KB);
        try (RequestMemory.Share second = memory.open()) {
            CompletableFuture<Void> waits =
                    CompletableFuture.runAsync(() -> second.take(4_000 * KB));
            assertThat(waits).isNotDone();

            first.close();

            waits.get(20, TimeUnit.SECONDS);
            assertThat(memory.taken()).isEqualTo(4_000 * KB);
        }
    }

    @Test
    void refusesWhatNeverFits() {
        try (RequestMemory.Share share = memory(LONG).open()) {
            assertThatThrownBy(() -> share.take(7_001 * KB))
                    .isInstanceOf(Refusal.TooLarge.class)
                    .hasMessageContaining("memory.requestsMegabytes");
            assertThatThrownBy(() -> share.work(2_001 * KB)).isInstanceOf(Refusal.TooLarge.class);
        }
    }

    @Test
    void smallBodiesFindRoomWhenLargeOnesTakeAllTheOther() {
        RequestMemory memory = memory(NOT_AT_ALL);
        try (RequestMemory.Share large = memory.open();
                RequestMemory.Share small = memory.open()) {
            large.take(7_000 * KB);

            small.take(1 * KB);
            small.take(64 * KB);

            assertThat(memory.taken()).isEqualTo(7_064 * KB);
            assertThatThrownBy(() -> small.take(65 * KB)).isInstanceOf(Refusal.Busy.class);
            large.close();
            small.take(65 * KB);
            assertThat(memory.taken()).isEqualTo(65 * KB);
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void workHasARoomOfItsOwnInWhichSmallBodiesNeedNone() {
        RequestMemory memory = memory(NOT_AT_ALL);
        try (RequestMemory.Share first = memory.open();
                RequestMemory.Share second = memory.open()) {
            first.workAtMost(100_000 * KB);

            second.work(64 * KB);
            assertThatThrownBy(() -> second.work(65 * KB)).isInstanceOf(Refusal.Busy.class);
            first.close();
            second.work(2_000 * KB);
        }
    }
}
