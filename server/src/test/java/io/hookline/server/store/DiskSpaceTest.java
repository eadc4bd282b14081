package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

class DiskSpaceTest {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong free = new AtomicLong(10_000 * MEGABYTE);
    private final AtomicLong now = new AtomicLong(-5);
    private final DiskSpace space = new DiskSpace(free::get, () -> 1L << 40, now::get);

    @Test
    void refusesWhileThereIsLittleRoomAndSaysHowMuch() {
        assertThatCode(space::requireRoom).doesNotThrowAnyException();

        free.set(100 * MEGABYTE);
        now.addAndGet(SECOND);

        assertThatThrownBy(space::requireRoom)
                .isInstanceOf(StoreBusy.class)
                .hasMessageContaining("100 MB left")
                .hasMessageContaining("256 MB");

        free.set(300 * MEGABYTE);
        now.addAndGet(SECOND);

        assertThatCode(space::requireRoom).doesNotThrowAnyException();
    }

    @Test
    void knowsHowMuchOfTheDiskIsFree() {
        free.set(1L << 38);

        assertThat(space.freeShare()).isEqualTo(0.25);
    }

    @Test
    void looksOnceASecondHoweverOftenItIsAsked() {
        space.requireRoom();
        free.set(0);
        now.addAndGet(SECOND - 1);

        assertThatCode(space::requireRoom).doesNotThrowAnyException();

        now.addAndGet(1);

        assertThatThrownBy(space::requireRoom).isInstanceOf(StoreBusy.class);
    }
}
