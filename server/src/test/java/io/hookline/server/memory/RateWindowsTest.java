package io.hookline.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

class RateWindowsTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

    /** A window that began with one count: what the next count finds after some time. */
    @ParameterizedTest
    @CsvSource({
        "PT0S, 2, PT1M",
        "PT59.999S, 2, PT0.001S",
        "PT1M, 1, PT1M",
        "PT1H, 1, PT1M",
        // The clock was set back: a little, and by more than a window.
        "PT-0.001S, 1, PT1M",
        "PT-1H, 1, PT1M"
    })
    void aWindowEndsASpanAfterItsFirstCount(Duration later, int used, Duration left) {
        AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
        RateWindows windows = new RateWindows(Duration.ofMinutes(1), now::get);
        windows.count("one");
        windows.count("another");

        now.set(BEGIN.plus(later));

        RateWindows.Window window = windows.count("one");
        assertThat(window.used()).isEqualTo(used);
        assertThat(window.left()).isEqualTo(left);
    }

    @Test
    void remembersTenThousandKeysAndDropsThoseThatBeganFirst() {
        RateWindows windows = new RateWindows(Duration.ofMinutes(1), () -> BEGIN);
        windows.count("first");
        for (int i = 0; i < 9_999; i++) {
            windows.count("key " + i);
        }
        assertThat(windows.count("first").used()).isEqualTo(2);

        windows.count("one more");

        assertThat(windows.count("key 0").used()).isEqualTo(2);
        assertThat(windows.count("first").used()).as("dropped, and begun anew").isEqualTo(1);
    }
}
