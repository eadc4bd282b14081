package io.hookline.server.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.flow.engine.ValueMemory;
import io.hookline.server.execution.ScriptedFlow;
import io.hookline.server.execution.World;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.queue.Stage.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The table of stages, and that the queue follows it: no cancellation is lost, nothing runs twice.
 */
class StageTest {
    /** From, event, to. Whatever is not here cannot happen. */
    private static final List<Transition> TABLE =
            List.of(
                    new Transition(Stage.ABSENT, Event.OFFER, Stage.HELD),
                    new Transition(Stage.ABSENT, Event.CANCEL, Stage.CANCELLING),
                    new Transition(Stage.HELD, Event.OFFER, Stage.HELD),
                    new Transition(Stage.HELD, Event.START, Stage.RUNNING),
                    new Transition(Stage.HELD, Event.CANCEL, Stage.CANCELLING),
                    new Transition(Stage.RUNNING, Event.OFFER, Stage.RUNNING),
                    new Transition(Stage.RUNNING, Event.CANCEL, Stage.CANCELLING),
                    new Transition(Stage.RUNNING, Event.SUSPEND, Stage.ABSENT),
                    new Transition(Stage.RUNNING, Event.END, Stage.ABSENT),
                    new Transition(Stage.CANCELLING, Event.OFFER, Stage.CANCELLING),
                    new Transition(Stage.CANCELLING, Event.CANCEL, Stage.CANCELLING),
                    new Transition(Stage.CANCELLING, Event.SUSPEND, Stage.CANCELLING),
                    new Transition(Stage.CANCELLING, Event.END, Stage.ABSENT));

    @TempDir Path folder;
    private World world;
    private QueueReader reader;

    private record Transition(Stage from, Event event, Stage to) {}

    /** A start that the queue asked its worker for. */
    private record Started(QueuedExecution queued, Place place) {}

    @BeforeEach
    void start() {
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            throw new AssertionError("Only the queues of this test start anything");
                        });
        world.startHalted();
        reader = new QueueReader(world.database(), world.facilities().sealer());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theQueueFollowsTheTable() throws InterruptedException {
        for (Transition transition : TABLE) {
            BlockingQueue<Started> started = new LinkedBlockingQueue<>();
            ExecutionQueue queue = queue(started);
            QueuedExecution queued = accepted();
            Head head = queued.head();
            bring(queue, queued, transition.from(), started);
            assertThat(queue.stage(head)).as("%s", transition).isEqualTo(transition.from());

            happen(queue, queued, transition.event());

            assertThat(queue.stage(head)).as("%s", transition).isEqualTo(transition.to());
            if (startsSomething(transition)) {
                Started next = started.take();
                assertThat(next.queued().head()).isEqualTo(head);
                assertThat(next.place().isCancelled())
                        .as("%s", transition)
                        .isEqualTo(transition.to() == Stage.CANCELLING);
                assertThat(next.queued().cancelling()).isEqualTo(next.place().isCancelled());
            }
            assertThat(queue.stop(0)).as("%s", transition).isEqualTo(isAtRest(transition.to()));
            assertThat(started).as("%s", transition).isEmpty();
        }
    }

    /** What is cancelled starts to end, unless it runs and will stop by itself. */
    private static boolean startsSomething(Transition transition) {
        return switch (transition.event()) {
            case START -> true;
            case CANCEL -> isAtRest(transition.from());
            case SUSPEND -> transition.from() == Stage.CANCELLING;
            case OFFER, END -> false;
        };
    }

    private static boolean isAtRest(Stage stage) {
        return stage == Stage.ABSENT || stage == Stage.HELD;
    }

    @Test
    void theStagesFollowTheTableAndNothingElseCanHappen() {
        List<Transition> impossible = new ArrayList<>();
        for (Stage from : Stage.values()) {
            for (Event event : Event.values()) {
                impossible.add(new Transition(from, event, from));
            }
        }
        for (Transition transition : TABLE) {
            assertThat(transition.from().after(transition.event()))
                    .as("%s", transition)
                    .isEqualTo(transition.to());
            impossible.removeIf(other ->
                    other.from() == transition.from() && other.event() == transition.event());
        }
        assertThat(impossible)
                .hasSize(7)
                .allSatisfy(transition ->
                        assertThatThrownBy(() -> transition.from().after(transition.event()))
                                .isInstanceOf(IllegalStateException.class));
    }

    /** Cancelled while its row was stored as waiting, before it gave back its place. */
    @Test
    void whatIsSuspendedWhileItIsCancelledEndsAndNeverWaits() throws InterruptedException {
        BlockingQueue<Started> started = new LinkedBlockingQueue<>();
        ExecutionQueue queue = queue(started);
        QueuedExecution queued = accepted();
        bring(queue, queued, Stage.CANCELLING, started);

        assertThat(queue.suspended(queued.head())).isFalse();
        assertThat(started.take().queued().cancelling()).isTrue();
        queue.ended(queued.head());

        assertThat(queue.stage(queued.head())).isEqualTo(Stage.ABSENT);
        assertThat(queue.stop(0)).isTrue();
        assertThat(started).isEmpty();
    }

    @Test
    void whatHasEndedCannotBeCancelled() {
        BlockingQueue<Started> started = new LinkedBlockingQueue<>();
        ExecutionQueue queue = queue(started);
        QueuedExecution queued = accepted();
        world.database()
                .write(transaction -> {
                    QueueRows.delete(transaction, queued.head().ordinal());
                    return true;
                });

        queue.cancel(queued.head());

        assertThat(queue.stage(queued.head())).isEqualTo(Stage.ABSENT);
        assertThat(started).isEmpty();
    }

    @Test
    void nothingStartsWhileTheServerStops() {
        BlockingQueue<Started> started = new LinkedBlockingQueue<>();
        ExecutionQueue queue = queue(started);
        QueuedExecution queued = accepted();
        assertThat(queue.stop(0)).isTrue();

        queue.cancel(queued.head());

        assertThat(queue.stage(queued.head())).isEqualTo(Stage.ABSENT);
        assertThat(started).isEmpty();
    }

    /** Halted, so that what it is offered stays. */
    private ExecutionQueue queue(BlockingQueue<Started> started) {
        return new ExecutionQueue(
                reader,
                ExecutionQueue.Limits.USUAL,
                ValueMemory.unbounded(),
                true,
                (queued, place) -> started.add(new Started(queued, place)));
    }

    private QueuedExecution accepted() {
        var id = world.accept(world.flows.add("a", ScriptedFlow.document("A")), "{}");
        return reader.find(ExecutionIds.ordinal(id)).orElseThrow();
    }

    private void bring(
            ExecutionQueue queue,
            QueuedExecution queued,
            Stage stage,
            BlockingQueue<Started> started)
            throws InterruptedException {
        if (stage == Stage.ABSENT) {
            return;
        }
        queue.offer(queued);
        if (stage == Stage.HELD) {
            return;
        }
        queue.halt(false);
        started.take();
        if (stage == Stage.CANCELLING) {
            happen(queue, queued, Event.CANCEL);
        }
    }

    private void happen(ExecutionQueue queue, QueuedExecution queued, Event event) {
        Head head = queued.head();
        switch (event) {
            case OFFER -> queue.offer(queued);
            case START -> queue.halt(false);
            case CANCEL -> {
                world.database()
                        .write(transaction -> QueueRows.cancel(transaction, head.ordinal()));
                queue.cancel(head);
            }
            case SUSPEND -> queue.suspended(head);
            case END -> queue.ended(head);
        }
    }
}
