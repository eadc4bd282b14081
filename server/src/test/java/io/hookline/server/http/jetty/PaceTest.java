package io.hookline.server.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.http.ConnectionRules;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace pace =
            new Pace(
                    new ConnectionRules(
                            1, 1, Duration.ofSeconds(10), Duration.ofSeconds(60), 500, 8_192));

    private void pass(long from, long to, long bytes) {
        pace.begin(from * SECOND);
        pace.end(to * SECOND, bytes);
    }

    @Test
    void whoSendsNothingIsTooSlowAfterAWhile() {
        pace.begin(0);
        assertThat(pace.isTooSlow(10 * SECOND)).isFalse();
        assertThat(pace.isTooSlow(10 * SECOND + 1)).isTrue();
    }

    @Test
    void whoKeepsTheRateMayGoOnForEver() {
        for (int i = 0; i < 10_000; i++) {
            pass(i, i + 1, 500);
            assertThat(pace.isTooSlow((i + 1) * SECOND)).isFalse();
        }
    }

    @Test
    void whoIsSlowerThanTheRateEndsInTime() {
        pass(0, 12, 499);
        pass(12, 21, 499);
        assertThat(pace.isTooSlow(21 * SECOND)).isTrue();
    }

    @Test
    void whoWasFastMayStopForNoLongerThanAnIdleConnection() {
        pass(0, 1, 100_000_000);
        pace.begin(SECOND);
        assertThat(pace.isTooSlow(71 * SECOND)).isFalse();
        assertThat(pace.isTooSlow(72 * SECOND)).isTrue();
    }

    @Test
    void ourOwnTimeDoesNotCount() {
        pass(0, 1, 0);
        assertThat(pace.isTooSlow(1_000 * SECOND)).isFalse();
    }
}
