package io.hookline.server.event.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;

class TimestampsTest {
    @Test
    void readsWhatItWrote() {
        long seed = 7;
        Random random = new Random(seed);
        long first = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
        long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        for (int i = 0; i < 10_000; i++) {
            long millis = random.nextLong(first, last + 1);
            String text = Timestamps.write(millis);
            assertThat(text).hasSize(24);
            assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(millis);
            assertThat(Timestamps.millis(text)).as("seed %d", seed).isEqualTo(millis);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00Z, 2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00Z, 2026-03-01T12:00:00.000Z",
        "2026-03-01T14:00:00.1239+02:00, 2026-03-01T12:00:00.123Z",
        "2026-03-01t12:00:00.5z, 2026-03-01T12:00:00.500Z",
        "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z"
    })
    void readsOtherFormsToo(String text, String same) {
        assertThat(Timestamps.write(Timestamps.millis(text))).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-01",
                "2026-03-01T12:00:00",
                "2026-02-29T12:00:00.000Z",
                "2026-13-01T12:00:00.000Z",
                "2026-03-01T24:00:00.000Z",
                "2026-03-01T12:60:00.000Z",
                "2026-03-01T12:00:60.000Z",
                "2026/03/01T12:00:00.000Z",
                "2026-03-01T12.00.00.000Z",
                "2026-03-01T12:00:00.00xZ",
                "2026-03-01T1\u0662:00:00.000Z",
                "-001-03-01T12:00:00.000Z",
                "+12026-03-01T12:00:00Z",
                "9999-12-31T23:59:59-02:00",
                "2026-03-01T12:00:00+99:00"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Timestamps.millis(text)).isInstanceOf(DateTimeException.class);
    }
}
