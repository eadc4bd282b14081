package io.hookline.server.execution.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Effect;
import io.hookline.server.execution.World;
import io.hookline.server.execution.rehearsal.Backtest.Cut;
import io.hookline.server.execution.rehearsal.Backtest.Summary;
import io.hookline.server.execution.rehearsal.Rehearsal.Ending;
import io.hookline.server.execution.rehearsal.Rehearsal.Result;
import io.hookline.server.execution.rehearsal.Rehearsal.Withheld;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** How far one request goes, and where the next one goes on. */
class BacktestBoundsTest {
    private static final Result FINE = new Result(Ending.SUCCESS, Optional.empty(), List.of());
    private static final Result CUT = new Result(Ending.UNFINISHED, Optional.empty(), List.of());

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> tried = new ArrayList<>();
    private final EventSelection selection =
            new EventSelection(List.of("user.session.start"), event -> true, () -> 0);
    private World world;

    @BeforeEach
    void start() {
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            throw new AssertionError("Nothing runs for real");
                        });
        world.start();
    }

    /** Events that the selection picks, with these messages. */
    private void happen(String... messages) {
        List<ObjectNode> events = new ArrayList<>();
        for (String message : messages) {
            events.add(
                    Json.object()
                            .put("uuid", UUID.randomUUID().toString())
                            .put("eventType", "user.session.start")
                            .put("published", "2026-03-01T09:30:00.000Z")
                            .put("displayMessage", message));
        }
        world.database().write(transaction -> world.log().append(transaction, "test", events));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** Each execution takes so long and ends like that. */
    private Summary from(long after, Duration each, Result result) {
        return new Backtest(world.log(), nanos::get, Optional::empty)
                .run(
                        selection,
                        (event, mustStop) -> {
                            nanos.addAndGet(each.toNanos());
                            if (mustStop.getAsBoolean()) {
                                return CUT;
                            }
                            tried.add(event.json().path("displayMessage").asText());
                            return result;
                        },
                        after,
                        world.log().end());
    }

    @Test
    void stopsWhenTheTimeIsOverAndGoesOnWithWhatWasNotFinished() {
        happen("a", "b", "c", "d");

        Summary first = from(0, Duration.ofSeconds(8), FINE);
        assertThat(first.matching()).isEqualTo(2);
        assertThat(first.events()).isEqualTo(2);
        assertThat(first.next()).map(Backtest.Rest::cut).contains(Cut.TIME);

        Summary second = from(first.next().orElseThrow().after(), Duration.ofSeconds(8), FINE);
        assertThat(second.matching()).isEqualTo(2);
        assertThat(second.next()).isEmpty();
        assertThat(tried).containsExactly("a", "b", "c", "d");
    }

    @Test
    void oneThatTakesAllTheTimeIsCountedAndPassed() {
        happen("slow", "next");

        Summary first = from(0, Duration.ofSeconds(21), FINE);
        assertThat(first.endings()).containsOnlyKeys(Ending.UNFINISHED);

        Summary second = from(first.next().orElseThrow().after(), Duration.ofSeconds(1), FINE);
        assertThat(second.next()).isEmpty();
        assertThat(tried).containsExactly("next");
    }

    @Test
    void triesAtMostAThousand() {
        happen(
                IntStream.rangeClosed(0, Backtest.MOST_EXECUTIONS)
                        .mapToObj(String::valueOf)
                        .toArray(String[]::new));

        Summary first = from(0, Duration.ZERO, FINE);
        assertThat(first.matching()).isEqualTo(Backtest.MOST_EXECUTIONS);
        assertThat(first.examples()).hasSize(10);
        assertThat(first.next()).map(Backtest.Rest::cut).contains(Cut.LIMIT);

        assertThat(from(first.next().orElseThrow().after(), Duration.ZERO, FINE).matching())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"HALT", "SHUTDOWN"})
    void whatIsInterruptedSaysWhyAndIsLeftToTheNext(Cut why) {
        happen("a", "b", "c");
        AtomicReference<Optional<Cut>> interruption = new AtomicReference<>(Optional.empty());
        Backtest backtest = new Backtest(world.log(), nanos::get, interruption::get);

        Summary summary =
                backtest.run(
                        selection,
                        (event, mustStop) -> {
                            if (event.json().path("displayMessage").asText().equals("b")) {
                                interruption.set(Optional.of(why));
                            }
                            return mustStop.getAsBoolean() ? CUT : FINE;
                        },
                        0,
                        world.log().end());

        assertThat(summary.matching()).isEqualTo(1);
        Backtest.Rest rest = summary.next().orElseThrow();
        assertThat(rest.cut()).isEqualTo(why);
        assertThat(from(rest.after(), Duration.ZERO, FINE).matching()).isEqualTo(2);
    }

    @Test
    void whatHappensMeanwhileIsNotLookedAt() {
        happen("before");
        long last = world.log().end();
        happen("after");

        Summary summary =
                new Backtest(world.log(), nanos::get, Optional::empty)
                        .run(selection, (event, mustStop) -> FINE, 0, last);

        assertThat(summary.matching()).isEqualTo(1);
        assertThat(summary.next()).isEmpty();
    }

    @Test
    void aLongListOfEffectsIsCutInExamples() {
        happen("a");
        List<Withheld> withheld =
                IntStream.range(0, 300)
                        .mapToObj(i ->
                                new Withheld(
                                        new UUID(0, 1),
                                        "suspend",
                                        "acme.suspendUser",
                                        "Suspend",
                                        Effect.DESTRUCTIVE,
                                        JsonNodeFactory.instance.objectNode().put("id", i)))
                        .toList();

        Summary summary =
                from(0, Duration.ZERO, new Result(Ending.SUCCESS, Optional.empty(), withheld));

        assertThat(summary.targets()).hasSize(100);
        assertThat(summary.moreTargets()).isTrue();
        assertThat(summary.examples().getFirst().effects()).hasSize(20);
    }

    @Test
    void manyDifferentFailuresAreCountedTogether() {
        happen(IntStream.range(0, 30).mapToObj(String::valueOf).toArray(String[]::new));

        Summary summary =
                new Backtest(world.log(), nanos::get, Optional::empty)
                        .run(
                                selection,
                                (event, mustStop) ->
                                        new Result(
                                                Ending.FAILURE,
                                                Optional.of(
                                                        "No "
                                                                + event.json()
                                                                        .path("displayMessage")),
                                                List.of()),
                                0,
                                world.log().end());

        assertThat(summary.endings()).containsEntry(Ending.FAILURE, 30);
        assertThat(summary.failures()).hasSize(21).containsEntry("others", 10);
    }
}
