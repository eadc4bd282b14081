package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.UUID;

/** A card whose effect depends on what it is given. */
class EffectWhenTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final World world = new World();
    private final TestCards cards = new TestCards();

    @ParameterizedTest
    @CsvSource({
        "GET, READ, true, true",
        "get, READ, true, true",
        "'', READ, true, true",
        "POST, NOTIFY, true, false",
        "DELETE, DESTRUCTIVE, false, false",
        "OPTIONS, DESTRUCTIVE, false, false",
    })
    void isWithheldByWhatThisRunWouldDo(
            String method, Effect effect, boolean observed, boolean tried) {
        Flow flow = typedIn(method);
        assertThat(flow.highestEffect(cards.catalog())).isEqualTo(effect);

        assertThat(runs(flow, Mode.OBSERVE)).isEqualTo(observed);
        assertThat(runs(flow, Mode.DRY_RUN)).isEqualTo(tried);
        assertThat(runs(flow, Mode.ON)).isTrue();
    }

    @Test
    void whatIsNotKnownBeforeTheRunCountsAsTheWorst() {
        Flow flow =
                TestFlows.endpoint("f", "body/method:string")
                        .card(
                                "request",
                                "test.request",
                                card ->
                                        card.from("method:string", "begin.body/method")
                                                .out("answer:string"))
                        .read();
        assertThat(flow.highestEffect(cards.catalog())).isEqualTo(Effect.DESTRUCTIVE);

        world.mode = Mode.OBSERVE;
        run(flow, TriggerInput.of(Map.of("body/method", JsonText.read("\"GET\""))));

        assertThat(cards.seen).hasSize(1);
    }

    @Test
    void aCardWithoutTheInputTakesWhatBlankStandsFor() {
        Flow flow =
                TestFlows.manual("f")
                        .card("request", "test.request", card -> card.out("answer:string"))
                        .read();

        assertThat(flow.highestEffect(cards.catalog())).isEqualTo(Effect.READ);
        assertThat(runs(flow, Mode.DRY_RUN)).isTrue();
    }

    private static Flow typedIn(String method) {
        return TestFlows.manual("f")
                .card(
                        "request",
                        "test.request",
                        card -> card.in("method:string", method).out("answer:string"))
                .read();
    }

    private boolean runs(Flow flow, Mode mode) {
        cards.seen.clear();
        world.durable.clear();
        world.mode = mode;
        run(flow, TriggerInput.of(Map.of()));
        Step.Status status = world.steps.get(EXECUTION).getLast().status();
        assertThat(status)
                .isEqualTo(cards.seen.isEmpty() ? Step.Status.WITHHELD : Step.Status.SUCCESS);
        return !cards.seen.isEmpty();
    }

    private void run(Flow flow, TriggerInput input) {
        assertThat(cards.interpreter().run(EXECUTION, flow, input, world.host(EXECUTION)))
                .isInstanceOf(Outcome.Completed.class);
    }
}
