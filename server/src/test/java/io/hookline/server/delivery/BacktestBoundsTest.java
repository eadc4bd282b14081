package io.hookline.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.card.Effect;
import io.hookline.server.delivery.Backtest.Cut;
import io.hookline.server.delivery.Backtest.Summary;
import io.hookline.server.delivery.lane.Interest;
import io.hookline.server.execution.rehearsal.Rehearsal.Ending;
import io.hookline.server.execution.rehearsal.Rehearsal.Result;
import io.hookline.server.execution.rehearsal.Rehearsal.Withheld;

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
    private DeliveryWorld world;
    private Interest interest;

    @BeforeEach
    void start() {
        world = DeliveryWorld.open(folder);
        String id =
                world.call(
                                "POST",
                                "/api/v1/eventHooks",
                                DeliveryWorld.hook("H", "https://receiver.example.org/"))
                        .json()
                        .path("id")
                        .asText();
        interest =
                new Interest(
                        world.database()
                                .read(transaction -> world.hookStore().find(transaction, id))
                                .orElseThrow());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** Each execution takes so long and ends like that. */
    private Summary from(long after, Duration each, Result result) {
        return new Backtest(world.log(), nanos::get, Optional::empty, card -> Effect.DESTRUCTIVE)
                .run(
                        interest,
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
        world.happen("a", "b", "c", "d");

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
        world.happen("slow", "next");

        Summary first = from(0, Duration.ofSeconds(21), FINE);
        assertThat(first.endings()).containsOnlyKeys(Ending.UNFINISHED);

        Summary second = from(first.next().orElseThrow().after(), Duration.ofSeconds(1), FINE);
        assertThat(second.next()).isEmpty();
        assertThat(tried).containsExactly("next");
    }

    @Test
    void triesAtMostAThousand() {
        world.happen(
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
        world.happen("a", "b", "c");
        AtomicReference<Optional<Cut>> interruption = new AtomicReference<>(Optional.empty());
        Backtest backtest =
                new Backtest(world.log(), nanos::get, interruption::get, card -> Effect.NONE);

        Summary summary =
                backtest.run(
                        interest,
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
        world.happen("before");
        long last = world.log().end();
        world.happen("after");

        Summary summary =
                new Backtest(world.log(), nanos::get, Optional::empty, card -> Effect.NONE)
                        .run(interest, (event, mustStop) -> FINE, 0, last);

        assertThat(summary.matching()).isEqualTo(1);
        assertThat(summary.next()).isEmpty();
    }

    @Test
    void aLongListOfEffectsIsCutInExamples() {
        world.happen("a");
        List<Withheld> withheld =
                IntStream.range(0, 300)
                        .mapToObj(i ->
                                new Withheld(
                                        "acme.suspendUser",
                                        "Suspend",
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
        world.happen(IntStream.range(0, 30).mapToObj(String::valueOf).toArray(String[]::new));

        Summary summary =
                new Backtest(world.log(), nanos::get, Optional::empty, card -> Effect.NONE)
                        .run(
                                interest,
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
