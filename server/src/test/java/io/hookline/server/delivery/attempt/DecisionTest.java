package io.hookline.server.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.hook.definition.DeliverySettings.Policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;

/** What each refusal means under each policy, and how long the waits are. */
class DecisionTest {
    private static final RetrySchedule SCHEDULE = RetrySchedule.DEFAULT;

    private static Decision decision(
            Kind kind, Policy policy, int attempts, int events, Duration failingFor) {
        Refused refused =
                new Refused(kind, Optional.empty(), "REASON", "", Duration.ZERO, Optional.empty());
        return Decision.of(refused, policy, attempts, events, failingFor, SCHEDULE);
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, DURABLE,    1, 9, 0,  Retry",
        "UNREACHABLE, DURABLE,    2, 9, 0,  Retry",
        "UNREACHABLE, DURABLE,    9, 1, 71, Retry",
        "UNREACHABLE, DURABLE,    9, 1, 72, Fail",
        "CLOSED,      DURABLE,    1, 9, 0,  Retry",
        "CLOSED,      DURABLE,    9, 9, 72, Fail",
        "CONTENT,     DURABLE,    1, 2, 0,  Split",
        "CONTENT,     DURABLE,    1, 1, 0,  Fail",
        "CONTENT,     DURABLE,    7, 2, 99, Split",
        "FLOW_OFF,    DURABLE,    1, 1, 0,  Fail",
        "BUSY,        DURABLE,    1, 1, 0,  Postpone",
        "BUSY,        DURABLE,    1, 1, 72, Fail",
        "UNREACHABLE, COMPATIBLE, 1, 9, 0,  Retry",
        "UNREACHABLE, COMPATIBLE, 2, 9, 0,  Fail",
        "CLOSED,      COMPATIBLE, 1, 9, 0,  Fail",
        "CONTENT,     COMPATIBLE, 1, 9, 0,  Fail",
        "FLOW_OFF,    COMPATIBLE, 1, 1, 0,  Fail",
        "BUSY,        COMPATIBLE, 1, 1, 0,  Postpone",
    })
    void followsFromKindPolicyAttemptsAndAge(
            Kind kind, Policy policy, int attempts, int events, int hours, String expected) {
        assertThat(
                        decision(kind, policy, attempts, events, Duration.ofHours(hours))
                                .getClass()
                                .getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void theFirstRetryIsMadeAtOnceAndTheOthersWaitLonger() {
        assertThat(decision(Kind.UNREACHABLE, Policy.DURABLE, 1, 1, Duration.ZERO))
                .isEqualTo(new Decision.Retry(Duration.ZERO));
        long[] longest = {1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
        for (int i = 0; i < longest.length; i++) {
            assertThat(SCHEDULE.delay(i + 2, Duration.ofMinutes(1)).toMillis())
                    .isBetween(longest[i] / 2, longest[i]);
        }
        assertThat(SCHEDULE.delay(1_000, Duration.ofMinutes(1)).toMillis())
                .isBetween(15_000L, 30_000L);
        assertThat(SCHEDULE.delay(1_000, Duration.ofHours(2)).toMillis())
                .isBetween(150_000L, 300_000L);
    }

    @Test
    void aReceiverMayAskForMoreTimeButNotForLess() {
        assertThat(asking(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(10));
        assertThat(asking(Duration.ofMillis(1))).isGreaterThan(Duration.ofMillis(499));
    }

    private static Duration asking(Duration pause) {
        Refused refused =
                new Refused(
                        Kind.CLOSED,
                        Optional.of(429),
                        "HTTP_429",
                        "",
                        Duration.ZERO,
                        Optional.of(pause));
        return ((Decision.Retry)
                        Decision.of(refused, Policy.DURABLE, 2, 1, Duration.ZERO, SCHEDULE))
                .delay();
    }
}
