package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A paused execution waits for a call; what a shutdown or a halt stops goes on where it stood. */
class PauseTest extends EngineTest {
    private Outcome run(TestFlows flow) {
        return run(flow.read());
    }

    private Outcome run(Flow flow) {
        return runDurably(flow, Map.of("in", text("m")));
    }

    private static TestFlows pausing() {
        return TestFlows.endpoint("f", "body/in:string")
                .card(
                        "pause",
                        "http.pause",
                        card ->
                                card.in("question:string", "sure?")
                                        .out("answer:string")
                                        .out("body/count:number")
                                        .out("raw/query:string"))
                .card(
                        "end",
                        "control.return",
                        card ->
                                card.from("answer:string", "pause.answer")
                                        .from("count:number", "pause.body/count")
                                        .from("query:string", "pause.raw/query"));
    }

    @Test
    void pausesUntilSomebodyCalls() {
        Outcome.Suspended paused = (Outcome.Suspended) run(pausing());
        Outcome.Wait wait = paused.waits().orElseThrow();
        assertThat(wait.until()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(((Reply.Fields) wait.pause().orElseThrow().reply()).fields().toString())
                .isEqualTo(
                        "{\"question\":\"sure?\",\"context\":{\"execution_id\":\""
                                + EXECUTION
                                + "\"}}");

        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.putObject("raw").put("query", "a=1");
        call.putObject("body").put("answer", "yes").put("count", "3");
        world.durable
                .get(EXECUTION)
                .put(
                        Outcome.Pause.resumed(wait.pause().orElseThrow().path()),
                        new Journal.Entry(Journal.Kind.RESULT, "resume", "", (JsonNode) call));

        assertThat(fields(run(pausing())))
                .isEqualTo("{\"answer\":\"yes\",\"count\":3,\"query\":\"a=1\"}");
    }

    @Test
    void failsWhenNobodyResumesIt() {
        run(pausing());
        world.now = START.plus(Duration.ofDays(30));

        assertThat(((Outcome.Failed) run(pausing())).failure())
                .isInstanceOf(CardFailure.Timeout.class)
                .hasMessageContaining("resume URL");
    }

    @Test
    void doesNotPauseInAHelper() {
        world.helpers.put(
                "pausing",
                TestFlows.helper("pausing").card("pause", "http.pause", card -> {}).read());
        var flow =
                TestFlows.manual("f")
                        .card("call", "control.spawn", card -> card.in("flo:flo", "pausing"));

        assertThat(((Outcome.Failed) run(flow)).failure()).hasMessageContaining("address");
    }

    @Test
    void goesOnWhereAShutdownInterruptedIt() {
        Flow read =
                TestFlows.manual("f")
                        .card("stamp", "test.read", card -> card.out("answer:string"))
                        .card(
                                "change",
                                "test.change",
                                card -> card.from("value:string", "stamp.answer"))
                        .read();
        cards.afterRead = () -> world.interruption = Optional.of(Host.Interruption.SHUTDOWN);

        assertThat(run(read)).isEqualTo(new Outcome.Suspended());
        world.interruption = Optional.empty();
        world.durable.get(EXECUTION).keySet().removeIf(path -> !path.equals("frame"));

        assertThat(run(read)).isInstanceOf(Outcome.Completed.class);
        assertThat(cards.reads).isEqualTo(1);
        assertThat(steps()).extracting(Step::title).containsExactly("begin", "stamp", "change");
    }

    @Test
    void changesNothingWhileHaltedAndGoesOnAfterwards() {
        var flow =
                TestFlows.manual("f")
                        .card("tell", "test.notify", card -> card.in("text:string", "x"))
                        .card("change", "test.change", card -> card.in("value:string", "x"));
        world.halted = true;

        assertThat(run(flow)).isEqualTo(new Outcome.Suspended());
        assertThat(cards.seen).extracting(TestCards.Seen::card).containsExactly("notify");

        world.halted = false;
        assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
        assertThat(cards.seen).extracting(TestCards.Seen::card).containsExactly("notify", "change");
    }
}
