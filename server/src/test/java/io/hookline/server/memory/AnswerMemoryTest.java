package io.hookline.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.server.refusal.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class AnswerMemoryTest {
    private static final long KB = 1_024;

    /** 7,000 kB for all, 1,000 kB for small ones. */
    private final AnswerMemory memory = new AnswerMemory(8_000 * KB, Duration.ofMillis(1));

    @Test
    void takesWhatMakingAnAnswerNeedsAndKeepsWhatItHasBecome() {
        try (AnswerMemory.Share share = memory.open()) {
            share.reserve(4_000 * KB);
            assertThat(memory.taken()).isEqualTo(4_000 * KB);
            assertThat(share.take(1_000 * KB)).isTrue();
            share.keep(1_000 * KB);
            assertThat(memory.taken()).isEqualTo(1_000 * KB);
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whatIsSmallPassesWhileLargeOnesTakeAllTheRest() {
        try (AnswerMemory.Share large = memory.open();
                AnswerMemory.Share small = memory.open();
                AnswerMemory.Share another = memory.open()) {
            large.reserve(7_000 * KB);

            assertThat(small.take(60 * KB)).isTrue();
            assertThatThrownBy(() -> another.take(65 * KB))
                    .isInstanceOfSatisfying(
                            Refusal.Busy.class, busy -> assertThat(busy.retryAfter()).isPositive());
            assertThatThrownBy(() -> another.reserve(65 * KB)).isInstanceOf(Refusal.Busy.class);
            assertThat(memory.taken()).isEqualTo(7_060 * KB);
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whatFitsIntoTheBuffersOfTheSystemCountsAsNothing() {
        try (AnswerMemory.Share share = memory.open()) {
            share.take(16 * KB);
            assertThat(memory.taken()).isZero();
        }
    }

    @Test
    void whatIsLargerThanAllTheRoomHasItAlone() {
        try (AnswerMemory.Share huge = memory.open();
                AnswerMemory.Share other = memory.open()) {
            huge.reserve(50_000 * KB);
            assertThat(huge.take(50_000 * KB)).isFalse();
            assertThat(memory.taken()).isEqualTo(7_000 * KB);
            assertThatThrownBy(() -> other.take(100 * KB)).isInstanceOf(Refusal.Busy.class);
        }
    }

    @Test
    void makingWaitsForAMomentUntilThereIsRoom() throws Exception {
        AnswerMemory patient = new AnswerMemory(8_000 * KB, Duration.ofMinutes(5));
        AnswerMemory.Share first = patient.open();
        first.reserve(7_000 * KB);
        try (AnswerMemory.Share second = patient.open()) {
            CompletableFuture<Void> waits =
                    CompletableFuture.runAsync(() -> second.reserve(4_000 * KB));
            first.close();
            waits.get();
            assertThat(patient.taken()).isEqualTo(4_000 * KB);
        }
    }

    @Test
    void whatIsTakenOverIsGivenBackOnce() {
        AnswerMemory.Share flow = memory.open();
        flow.take(500 * KB);
        try (AnswerMemory.Share request = memory.open()) {
            request.absorb(flow);
            flow.close();
            assertThat(memory.taken()).isEqualTo(500 * KB);
        }
        assertThat(memory.taken()).isZero();
    }
}
