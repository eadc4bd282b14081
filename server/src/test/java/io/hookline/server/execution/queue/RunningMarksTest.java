package io.hookline.server.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The next process knows which executions ran when this one was killed. */
class RunningMarksTest {
    @TempDir Path folder;

    @Test
    void whatEnteredAndDidNotLeaveIsLeft() {
        RunningMarks marks = RunningMarks.in(folder);
        int first = marks.enter(11);
        marks.enter(12);
        marks.leave(first);
        marks.enter(13);
        RunningMarks next = RunningMarks.in(folder);
        assertThat(next.left()).containsExactlyInAnyOrder(12L, 13L);
        next.clear();
        next.close();
        marks.close();
        RunningMarks third = RunningMarks.in(folder);
        assertThat(third.left()).isEmpty();
        third.close();
    }

    @Test
    void moreThanThereIsRoomForAreNotMarkedAndDoNoHarm() {
        RunningMarks marks = RunningMarks.in(folder);
        int last = 0;
        for (int i = 1; i <= 20_000; i++) {
            last = marks.enter(i);
        }
        assertThat(marks.left()).hasSize(16_384);
        marks.leave(last);
        marks.leave(5);
        marks.enter(30_000);
        assertThat(marks.left()).hasSize(16_384).contains(30_000L);
        marks.close();
        marks.leave(7);
        assertThat(marks.enter(1)).isNegative();
    }
}
