package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.compute.ComputingEnded;
import io.hookline.compute.ComputingTime;
import io.hookline.compute.Presence;
import io.hookline.compute.Turn;
import io.hookline.compute.Turns;
import io.hookline.compute.Work;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.FlowReview;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowComparison;
import io.hookline.flow.model.Flow;
import io.hookline.server.access.Caller;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Large documents are worked on so that the work can stop in its midst: all of it, or nothing. */
class StoppedWorkTest {
    private static final int CARDS = 300;
    private static final Caller CALLER = Caller.unknown("192.0.2.1");

    @TempDir Path folder;
    private TestStudio studio;

    @BeforeEach
    void start() {
        studio = new TestStudio(folder);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static TestFlow large(String name) {
        TestFlow flow = TestFlow.endpoint(name);
        for (int i = 0; i < CARDS; i++) {
            flow.card("root:kernel:string:0.0.1:trim");
        }
        return flow;
    }

    private static byte[] file() {
        return Json.bytes(TestFlow.file(large("One"), large("Two")));
    }

    /** Asked whether the work must stop, says yes from the so manieth time on. */
    private static <T> T stoppingAt(int time, AtomicInteger asked, Supplier<T> work) {
        return new Turns(1, Duration.ofMillis(10))
                .take(
                        new Work(
                                "test",
                                ComputingTime.unlimited(),
                                () -> asked.incrementAndGet() >= time,
                                Presence.NOBODY),
                        work::get);
    }

    /** How often the work asks when nobody stops it. */
    private static int asks(Supplier<?> work) {
        AtomicInteger asked = new AtomicInteger();
        stoppingAt(Integer.MAX_VALUE, asked, work);
        return asked.get();
    }

    private static void assertStopsInItsMidst(Supplier<?> work) {
        int all = asks(work);
        assertThat(all).isGreaterThan(CARDS);
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> stoppingAt(all / 2, asked, work))
                .isInstanceOf(ComputingEnded.Stopped.class);
        assertThat(asked).hasValue(all / 2);
        assertThatThrownBy(() ->
                        new Turns(1, Duration.ofMillis(10))
                                .take(
                                        Work.of(
                                                "test",
                                                new ComputingTime(Duration.ZERO, "Too long.")),
                                        work::get))
                .isInstanceOf(ComputingEnded.TimeUsedUp.class)
                .hasMessage("Too long.");
    }

    @Test
    void readingAFileStops() {
        byte[] file = file();
        assertStopsInItsMidst(() -> Flopack.parse(file));
    }

    @Test
    void readingAFlowStops() {
        byte[] flow = Json.bytes(large("One").document());
        assertStopsInItsMidst(() -> Flopack.flow(flow));
    }

    @Test
    void comparingTwoVersionsStops() {
        byte[] flow = Json.bytes(large("One").document());
        assertStopsInItsMidst(() -> FlowComparison.of(Flopack.flow(flow), Flopack.flow(flow)));
    }

    @Test
    void lookingForProblemsStops() {
        Flow flow = Flow.read(large("One").document());
        CardCatalog cards = CardCatalog.of(FunctionCards.all().toArray());
        assertStopsInItsMidst(() -> FlowReview.of(flow, cards, id -> Optional.empty()));
    }

    @Test
    void anImportThatIsStoppedAnywhereLeavesNothingAndOneThatIsStoredIsNotStopped() {
        byte[] file = file();
        int all = asks(() -> studio.studio.imports().run(CALLER, "First", file));
        int before = folders();
        int stopped = 0;
        int done = 0;
        for (int time : Stream.iterate(1, i -> i + all / 25).limit(27).toList()) {
            int had = folders();
            try {
                stoppingAt(
                        time,
                        new AtomicInteger(),
                        () -> studio.studio.imports().run(CALLER, "Again", file));
                done++;
                assertThat(folders()).as("stopped at %d", time).isEqualTo(had + 1);
            } catch (ComputingEnded.Stopped expected) {
                stopped++;
                assertThat(folders()).as("stopped at %d", time).isEqualTo(had);
            }
        }
        assertThat(stopped).isGreaterThan(10);
        assertThat(done).isPositive();
        assertThat(folders()).isEqualTo(before + done);
    }

    private int folders() {
        return studio.workspace.folders().all().size();
    }

    @Test
    void whatFinishesIsNotStoppedAndWhatFollowsIs() {
        AtomicInteger reached = new AtomicInteger();
        assertThatThrownBy(() ->
                        stoppingAt(
                                1,
                                new AtomicInteger(),
                                () -> {
                                    Turn.finishing(() -> {
                                        Turn.check();
                                        return reached.incrementAndGet();
                                    });
                                    Turn.check();
                                    return reached.incrementAndGet();
                                }))
                .isInstanceOf(ComputingEnded.Stopped.class);
        assertThat(reached).hasValue(1);
    }
}
