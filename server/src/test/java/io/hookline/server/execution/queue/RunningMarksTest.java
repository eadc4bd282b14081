package io.hookline.server.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.execution.queue.RunningMarks.Left;
import io.hookline.server.execution.queue.RunningMarks.Mark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The next process knows which executions computed when this one was killed. */
class RunningMarksTest {
    @TempDir Path folder;

    @Test
    void whatEnteredAndDidNotLeaveIsLeft() {
        RunningMarks marks = RunningMarks.in(folder);
        Mark first = marks.of(11);
        first.enter();
        marks.of(12).enter();
        first.leave();
        marks.of(13).enter();
        RunningMarks next = RunningMarks.in(folder);
        assertThat(next.left()).containsExactlyInAnyOrder(new Left(12, false), new Left(13, false));
        next.clear();
        next.close();
        marks.close();
        RunningMarks third = RunningMarks.in(folder);
        assertThat(third.left()).isEmpty();
        third.close();
    }

    @Test
    void oneIsMarkedWhileAnyOfItsThreadsComputes() {
        RunningMarks marks = RunningMarks.in(folder);
        Mark mark = marks.of(11);
        mark.enter();
        mark.enter();
        mark.leave();
        assertThat(marks.left()).containsExactly(new Left(11, false));
        mark.leave();
        assertThat(marks.left()).isEmpty();
        mark.enter();
        assertThat(marks.left()).containsExactly(new Left(11, false));
        marks.close();
    }

    @Test
    void oneThatGotFurtherIsLeftAsSuchWheneverItDid() {
        RunningMarks marks = RunningMarks.in(folder);
        Mark meanwhile = marks.of(11);
        meanwhile.enter();
        meanwhile.progressed();
        Mark before = marks.of(12);
        before.progressed();
        before.enter();
        Mark gone = marks.of(13);
        gone.enter();
        gone.leave();
        gone.progressed();
        assertThat(marks.left()).containsExactlyInAnyOrder(new Left(11, true), new Left(12, true));
        marks.close();
    }

    @Test
    void nothingIsMarkedWhenTheProcessIsAboutToEndByItself() {
        RunningMarks marks = RunningMarks.in(folder);
        Mark late = marks.of(11);
        late.enter();
        marks.end();
        late.progressed();
        late.leave();
        late.enter();
        marks.of(12).enter();
        assertThat(marks.left()).isEmpty();
        marks.close();
        late.leave();
        late.progressed();
    }

    @Test
    void moreThanThereIsRoomForAreNotMarkedAndDoNoHarm() {
        RunningMarks marks = RunningMarks.in(folder);
        Mark first = marks.of(1);
        first.enter();
        Mark last = first;
        for (int i = 2; i <= 20_000; i++) {
            last = marks.of(i);
            last.enter();
        }
        assertThat(marks.left()).hasSize(16_384);
        last.progressed();
        last.leave();
        first.leave();
        marks.of(30_000).enter();
        assertThat(marks.left()).hasSize(16_384).contains(new Left(30_000, false));
        marks.close();
    }
}
