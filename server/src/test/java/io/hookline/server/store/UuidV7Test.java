package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

class UuidV7Test {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");

    @Test
    void isAUuidOfVersionSevenThatBeginsWithItsTime() {
        UUID id = UuidV7.next(NOW.toEpochMilli());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(UuidV7.next(NOW.toEpochMilli())).isNotEqualTo(id);
    }

    @Test
    void partsStandWhereTheyBelong() {
        assertThat(UuidV7.of(0x0123_4567_89ab_cdefL & 0xffff_ffff_ffffL, 0xfff, -1L))
                .hasToString("456789ab-cdef-7fff-bfff-ffffffffffff");
        assertThat(UuidV7.of(0, 0, 0)).hasToString("00000000-0000-7000-8000-000000000000");
    }

    @Test
    void liesBetweenTheBoundsOfItsMillisecond() {
        byte[] id = UuidBytes.of(UuidV7.next(NOW.toEpochMilli()));

        assertThat(Arrays.compareUnsigned(UuidBytes.of(UuidV7.before(NOW)), id)).isNegative();
        assertThat(Arrays.compareUnsigned(UuidBytes.of(UuidV7.after(NOW)), id)).isPositive();
    }
}
