package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** A waiting execution is suspended; resuming it computes nothing twice and repeats no effect. */
class WaitTest extends EngineTest {
    private Outcome run(TestFlows flow) {
        return run(flow.read());
    }

    private Outcome run(Flow flow) {
        return runDurably(flow, Map.of("in", text("m")));
    }

    private static Outcome until(Instant time) {
        return new Outcome.Suspended(Optional.of(Outcome.Wait.until(time)));
    }

    private static TestFlows waiting(Object delay, String unit) {
        return TestFlows.manual("f")
                .card(
                        "wait",
                        "control.wait",
                        card -> card.in("delay:number", delay).in("unit:string", unit))
                .card("change", "test.change", card -> card.in("value:string", "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "330, second, PT5M30S",
        "1.5, second, PT1.5S",
        "2, minutes, PT2M",
        "3, Hour, PT3H",
        "30, day, PT720H",
        "4, week, PT672H",
        "1, month, PT720H",
        "10, '', PT10S"
    })
    void goesOnAfterSoMuchTime(double delay, String unit, Duration expected) {
        TestFlows flow = waiting(delay, unit);

        assertThat(run(flow)).isEqualTo(until(START.plus(expected)));
        assertThat(cards.seen).isEmpty();

        world.now = START.plus(expected);
        assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
        assertThat(cards.seen).hasSize(1);
    }

    @Test
    void goesOnAtOnceWhenThereIsNothingToWaitFor() {
        assertThat(run(waiting(0, ""))).isInstanceOf(Outcome.Completed.class);
        assertThat(run(waiting(-3, "day"))).isInstanceOf(Outcome.Completed.class);
        assertThat(run(waiting(null, "day"))).isInstanceOf(Outcome.Completed.class);
    }

    @ParameterizedTest
    @CsvSource({"31, day", "1, year", "2592001, second", "3, fortnight"})
    void failsForMoreThanThirtyDaysAndUnknownUnits(double delay, String unit) {
        assertThat(run(waiting(delay, unit))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void goesOnAtATime() {
        var flow =
                TestFlows.manual("f")
                        .card(
                                "until",
                                "control.until",
                                card -> card.in("date:Date", "2026-02-01T00:00:00Z"));

        assertThat(run(flow)).isEqualTo(until(Instant.parse("2026-02-01T00:00:00Z")));
        world.now = Instant.parse("2026-02-01T00:00:00Z");
        assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
    }

    @ParameterizedTest
    @CsvSource({"2020-01-01T00:00:00Z, true", "2026-12-24T00:00:00Z, false", "'', false"})
    void passesATimeThatIsOverAndRefusesOneTooFarAway(String date, boolean passes) {
        var flow =
                TestFlows.manual("f")
                        .card("until", "control.until", card -> card.in("date:Date", date));

        assertThat(run(flow) instanceof Outcome.Completed).isEqualTo(passes);
    }

    @Test
    void computesNothingAgainAfterAWait() {
        var flow =
                TestFlows.helper("f", "in:string")
                        .card("read", "test.read", card -> card.out("answer:string"))
                        .card(
                                "join",
                                "string.concat",
                                card ->
                                        card.from("string1:string", "read.answer")
                                                .from("string2:string", "begin.in")
                                                .out("output:string"))
                        .card("wait", "control.wait", card -> card.in("delay:number", 60))
                        .card(
                                "change",
                                "test.change",
                                card -> card.from("value:string", "join.output"));

        run(flow);
        assertThat(steps()).extracting(Step::title).containsExactly("Helper Flow", "read", "join");
        world.durable.get(EXECUTION).keySet().removeIf(path -> !path.equals("frame"));
        world.now = START.plusSeconds(60);

        assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
        assertThat(cards.reads).isEqualTo(1);
        assertThat(cards.seen).extracting(TestCards.Seen::value).containsExactly("read 1m");
        assertThat(steps())
                .extracting(Step::title)
                .containsExactly("Helper Flow", "read", "join", "wait", "change");
        assertThat(steps().get(3).millis()).isEqualTo(60_000);
        assertThat(steps().get(3).startedAt()).isEqualTo(START);
    }

    @Test
    void waitsOnWhenItIsWokenTooEarly() {
        TestFlows flow = waiting(60, "second");

        run(flow);
        world.now = START.plusSeconds(59);

        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(60)));
    }

    @Test
    void waitsInsideOfBlocksAndPaths() {
        TestFlows inner =
                TestFlows.helper("inner", "context/K:string")
                        .card("wait", "control.wait", card -> card.in("delay:number", 5))
                        .card(
                                "change",
                                "test.change",
                                card -> card.from("value:string", "begin.context/K"));
        TestFlows outer =
                TestFlows.helper("outer", "context/K:string")
                        .card(
                                "choose",
                                "control.branch",
                                card ->
                                        card.from("if/left-operand:string", "begin.context/K")
                                                .in("if/operator:string", "==")
                                                .in("if/right-operand:string", "m")
                                                .body("if/flo:flo", inner)
                                                .from("context/K:string", "begin.context/K"))
                        .card("no", "test.fail", card -> card.in("why:string", "broken"));
        TestFlows handler =
                TestFlows.helper("handler", "context/error:object")
                        .card("wait", "control.wait", card -> card.in("delay:number", 7))
                        .card(
                                "why",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.context/error")
                                                .in("path:string", "message")
                                                .out("output:string"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("out:string", "why.output"));
        TestFlows flow =
                TestFlows.helper("f", "in:string")
                        .ifElse(
                                "if",
                                "=begin.in",
                                "==",
                                "m",
                                yes ->
                                        yes.card(
                                                "try",
                                                "control.tryCatch",
                                                card ->
                                                        card.body("flo:flo", outer)
                                                                .handler(handler)
                                                                .from(
                                                                        "context/K:string",
                                                                        "begin.in")
                                                                .out("out:string")),
                                no -> {},
                                "out:string",
                                "try.out",
                                "")
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("out:string", "ifJoin.out"));

        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(5)));
        world.now = START.plusSeconds(5);
        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(12)));
        world.now = START.plusSeconds(12);
        assertThat(fields(run(flow))).isEqualTo("{\"out\":\"broken\"}");
        assertThat(cards.seen).extracting(TestCards.Seen::value).containsExactly("m");
        assertThat(steps())
                .extracting(Step::path)
                .doesNotHaveDuplicates()
                .contains("3/try/1/if[0]/1", "3/catch/1");
    }

    private void helpWaiting() {
        world.helpers.put(
                "late",
                TestFlows.helper("late", "in:number")
                        .card("wait", "control.wait", card -> card.from("delay:number", "begin.in"))
                        .card(
                                "change",
                                "test.change",
                                card -> card.from("value:string", "begin.in").out("answer:string"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("out:string", "change.answer"))
                        .read());
    }

    @Test
    void waitsInsideOfHelpers() {
        helpWaiting();
        var flow =
                TestFlows.manual("f")
                        .card(
                                "call",
                                "control.spawn",
                                card ->
                                        card.in("flo:flo", "late")
                                                .in("in:number", 9)
                                                .out("out:string"))
                        .card("end", "control.return", card -> card.from("out:string", "call.out"));

        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(9)));
        world.now = START.plusSeconds(9);
        assertThat(fields(run(flow))).isEqualTo("{\"out\":\"changed 9\"}");
        assertThat(world.steps).hasSize(2);
    }

    private static TestFlows mapping(int atATime, int... delays) {
        return TestFlows.manual("f")
                .card(
                        "map",
                        "list.map",
                        card ->
                                card.in("list:number[]", delays)
                                        .in("flo:flo", "late")
                                        .in("concurrency:number", atATime)
                                        .item("in:number", "")
                                        .out("new list:string[]"))
                .card("end", "control.return", card -> card.from("out:string[]", "map.new list"));
    }

    @Test
    void waitsForOneItemAfterTheOther() {
        helpWaiting();
        TestFlows flow = mapping(1, 3, 0, 4);

        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(3)));
        world.now = START.plusSeconds(3);
        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(7)));
        world.now = START.plusSeconds(7);
        assertThat(fields(run(flow)))
                .isEqualTo("{\"out\":[\"changed 3\",\"changed 0\",\"changed 4\"]}");
        assertThat(cards.seen).hasSize(3);
    }

    @Test
    void waitsForSeveralItemsAtATimeAndKeepsTheirOrder() {
        helpWaiting();
        TestFlows flow = mapping(3, 30, 10, 20, 10);

        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(10)));
        world.now = START.plusSeconds(10);
        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(20)));
        world.now = START.plusSeconds(20);
        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(30)));
        world.now = START.plusSeconds(30);
        assertThat(fields(run(flow)))
                .isEqualTo(
                        "{\"out\":[\"changed 30\",\"changed 10\",\"changed 20\",\"changed"
                                + " 10\"]}");
        assertThat(cards.seen).hasSize(4);
    }

    @Test
    void doesNotLookAgainAtItemsThatHaveEnded() {
        helpWaiting();
        int[] delays = IntStream.range(0, 50).map(i -> i == 40 ? 5 : 0).toArray();
        var flow =
                TestFlows.manual("f")
                        .card(
                                "each",
                                "list.each",
                                card ->
                                        card.in("list:number[]", delays)
                                                .in("flo:flo", "late")
                                                .item("in:number", ""));

        run(flow);
        world.durable.get(EXECUTION).keySet().removeIf(path -> path.contains("each["));
        world.now = START.plusSeconds(5);

        assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
        assertThat(cards.seen).hasSize(50);
    }

    @Test
    void waitsInTheFlowOfAnErrorPolicy() {
        helpWaiting();
        var flow =
                TestFlows.manual("f")
                        .card(
                                "no",
                                "test.fail",
                                card ->
                                        card.in("why:string", "broken")
                                                .forError("in:number", 8)
                                                .policy("flo", "late"));

        assertThat(run(flow)).isEqualTo(until(START.plusSeconds(8)));
        world.now = START.plusSeconds(8);
        Outcome.Failed failed = (Outcome.Failed) run(flow);

        assertThat(failed.failure()).hasMessage("broken");
        assertThat(cards.reads).isEqualTo(1);
        assertThat(cards.seen).hasSize(1);
        assertThat(steps()).extracting(Step::title).containsOnlyOnce("no");
    }

    @Test
    void aRerunFromTheFailedCardNeitherWaitsNorReadsAgain() {
        Flow flow =
                TestFlows.manual("f")
                        .card("read", "test.read", card -> card.out("answer:string"))
                        .card("wait", "control.wait", card -> card.in("delay:number", 60))
                        .card("no", "test.fail", card -> card.from("why:string", "read.answer"))
                        .read();
        world.toEnd(interpreter, EXECUTION, flow, TriggerInput.of(Map.of()));
        world.commit();

        UUID next = UUID.fromString("00000000-0000-4000-8000-000000000002");
        world.durable.put(next, Takeover.of(world.durable.get(EXECUTION), "3"));
        Outcome outcome = interpreter.run(next, flow, TriggerInput.of(Map.of()), world.host(next));

        assertThat(((Outcome.Failed) outcome).failure()).hasMessage("read 1");
        assertThat(cards.reads).isEqualTo(3);
    }

    @Test
    void aFrameAtTheFailedCardStandsBeforeItInARerun() {
        ObjectNode state = JsonNodeFactory.instance.objectNode().put("card", 4);
        state.putObject("progress")
                .put("startedAt", START.toString())
                .put("attempt", 3)
                .put("choice", "catch");
        var entry = new Journal.Entry(Journal.Kind.RESULT, "test.fail", "", state);

        assertThat(Takeover.beforeFailure("frame", entry, "5")).isEqualTo(entry);
        assertThat(Takeover.beforeFailure("frame", entry, "4/try/2").value().path("progress"))
                .isEqualTo(
                        JsonNodeFactory.instance.objectNode().put("startedAt", START.toString()));
        assertThat(Takeover.beforeFailure("2/try/frame", entry, "2/try/4")).isNotEqualTo(entry);
        assertThat(Takeover.beforeFailure("2/try/frame", entry, "4")).isEqualTo(entry);
    }
}
