package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one flow takes, gives and shows. */
class InterpreterTest extends EngineTest {
    @Test
    void returnsItsFieldsConvertedToTheirTypes() {
        var flow =
                TestFlows.helper("f", "count:string", "missing:string", "list:string")
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("count:number", "begin.count")
                                                .from("text:string", "begin.missing")
                                                .from("number:number", "begin.missing")
                                                .from("list:number[]", "begin.list", "parse", true)
                                                .in("literal:object", Map.of("a", 1)));

        assertThat(fields(run(flow, Map.of("count", text(" 12.50 "), "list", text("7")))))
                .isEqualTo(
                        "{\"count\":12.5,\"text\":\"\",\"number\":null,\"list\":[7],\"literal\":{\"a\":1}}");
    }

    @Test
    void aNumberOfAHelperTakesATextThatSpellsNone() {
        var flow =
                TestFlows.helper("f", "address:number")
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from(
                                                "text:string", "begin.address", "toString", false));

        assertThat(fields(run(flow, Map.of("address", text("192.0.2.7")))))
                .isEqualTo("{\"text\":\"192.0.2.7\"}");
    }

    @Test
    void answersTheCallerEarlyAndGoesOn() {
        var flow =
                TestFlows.endpoint("f", "raw/body:string")
                        .card(
                                "answer",
                                "httpfunctions.close",
                                card ->
                                        card.in("Response/statusCode:number", 202)
                                                .in("Response/headers:object", Map.of("X-A", 1))
                                                .in("Response/body:object", Map.of("ok", true)))
                        .card("after", "test.change", card -> card.in("value:string", "later"))
                        .card(
                                "end",
                                "control.returnRaw",
                                card ->
                                        card.in("statusCode:number", 0)
                                                .in("headers:object", Map.of())
                                                .in("body:string", "<xml/>"));

        Outcome outcome = run(flow, Map.of());

        assertThat(world.answers)
                .containsExactly(new Reply.Raw(202, Map.of("X-A", "1"), "{\"ok\":true}"));
        assertThat(cards.seen).hasSize(1);
        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Completed(Optional.of(new Reply.Raw(200, Map.of(), "<xml/>"))));
    }

    @Test
    void withholdsChangesInObserveModeAndNoticesToo() {
        var flow =
                TestFlows.manual("f")
                        .card(
                                "change",
                                "test.change",
                                card -> card.in("value:string", "x").out("answer:string"))
                        .card("delete", "test.delete", card -> {})
                        .card(
                                "tell",
                                "test.notify",
                                card -> card.from("text:string", "change.answer"));

        world.mode = Mode.OBSERVE;
        run(flow, Map.of());
        assertThat(cards.seen).extracting(TestCards.Seen::card).containsExactly("notify");
        assertThat(cards.seen.getFirst().value()).isEqualTo("example");
        assertThat(step("change").status()).isEqualTo(Step.Status.WITHHELD);
        assertThat(step("change").inputs()).isEqualTo(JsonText.read("{\"value\": \"x\"}"));

        cards.seen.clear();
        world.durable.clear();
        world.mode = Mode.DRY_RUN;
        run(flow, Map.of());
        assertThat(cards.seen).isEmpty();
    }

    @Test
    void namesTheCardAndTheInputThatIsBlank() {
        var flow =
                TestFlows.helper("f", "count:number")
                        .card(
                                "random",
                                "string.random",
                                card ->
                                        card.title("Read it")
                                                .from("length:number", "begin.count")
                                                .out("output:string"));

        Outcome outcome = run(flow, Map.of());

        assertThat(failure(outcome))
                .hasMessage("The input \"length\" is blank, but the card needs it.");
        assertThat(((Outcome.Failed) outcome).title()).isEqualTo("Read it");
        assertThat(((Outcome.Failed) outcome).path()).isEqualTo("1");
    }

    @Test
    void anUnknownCardFailsOnlyWhenItIsReached() {
        var flow =
                TestFlows.helper("f", "go:boolean")
                        .ifElse(
                                "choice",
                                "=begin.go",
                                "==",
                                "true",
                                yes -> yes.card("gone", "acme.launch", card -> {}),
                                NOTHING,
                                "",
                                "",
                                "");

        assertThat(run(flow, Map.of())).isInstanceOf(Outcome.Completed.class);
        assertThat(failure(run(flow, Map.of("go", text("true")))))
                .hasMessage(
                        "The connector acme with the card acme.launch is not installed here. A"
                                + " service of your own can stand in for it: set standIn on a"
                                + " connection of acme.");
    }

    @Test
    void neverShowsWhatABrokenCardSays() {
        var flow = TestFlows.manual("f").card("bug", "test.break", card -> {});

        assertThat(failure(run(flow, Map.of())))
                .hasMessage(
                        "The card failed unexpectedly; that is a fault of the card, not of the"
                                + " flow.");
    }

    @Test
    void neverShowsValuesInConversionErrors() {
        var flow =
                TestFlows.helper("f", "secret:string")
                        .card(
                                "length",
                                "control.let",
                                card -> card.from("n:number", "begin.secret").out("n:number"));

        assertThat(failure(run(flow, Map.of("secret", text("hunter2")))))
                .hasMessageContaining("\"n\" (Number)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void usesTheConnectionOfTheCard() {
        world.connections.put(
                "c1",
                new Connection(
                        "c1", "Ours", "linked", Optional.empty(), new Connection.Auth.None()));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "ask",
                                "linked.connected",
                                card -> card.connection("c1").out("answer:string"))
                        .card("end", "control.return", card -> card.from("r:string", "ask.answer"));
        var stub =
                TestFlows.manual("g")
                        .card("ask", "linked.connected", card -> card.connection("c2"));

        assertThat(fields(run(flow, Map.of()))).isEqualTo("{\"r\":\"Ours\"}");
        world.durable.clear();
        assertThat(failure(run(stub, Map.of()))).hasMessageContaining("not set up yet");
    }

    @Test
    void givesFixedAndFreeOutputs() {
        var flow =
                TestFlows.manual("f")
                        .card(
                                "mix",
                                "test.mixed",
                                card ->
                                        card.in("parameters/limit:number", 0)
                                                .in("names:string[]", List.of("a", "b"))
                                                .in("Row/Some Column:string", "v")
                                                .out("Result/Status Code:number")
                                                .out("Row/Some Column:string")
                                                .out("Row/Other:string"))
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("s:number", "mix.Result/Status Code")
                                                .from("v:string", "mix.Row/Some Column")
                                                .from("o:number", "mix.Row/Other"));

        assertThat(fields(run(flow, Map.of()))).isEqualTo("{\"s\":0,\"v\":\"v\",\"o\":null}");
        assertThat(step("mix").outputs())
                .isEqualTo(
                        JsonText.read(
                                "{\"Result\":{\"Status Code\":0},\"Row\":{\"Some"
                                        + " Column\":\"v\",\"Other\":null}}"));
    }

    @Test
    void buildsNoInputsAndOutputsWhenDataIsNotSaved() {
        world.savesData = false;
        run(
                TestFlows.helper("f", "a:string")
                        .card("end", "control.return", card -> card.from("a:string", "begin.a")),
                Map.of("a", text("x")));

        assertThat(steps())
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.inputs().isMissingNode()).isTrue());
        assertThat(steps()).allSatisfy(step -> assertThat(step.outputs().isMissingNode()).isTrue());
    }

    @Test
    void stopsBetweenCardsWhenInterrupted() {
        var flow =
                TestFlows.manual("f")
                        .card("change", "test.change", card -> card.in("value:string", "x"));

        world.interruption = Optional.of(Host.Interruption.CANCELLED);
        assertThat(run(flow, Map.of())).isEqualTo(new Outcome.Cancelled());
        world.interruption = Optional.of(Host.Interruption.SHUTDOWN);
        assertThat(run(flow, Map.of())).isEqualTo(new Outcome.Suspended());
        assertThat(cards.seen).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void theHistoryShowsWhatReturnCardsGaveBack() {
        var flow =
                TestFlows.helper("f", "who:string")
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("who:string", "begin.who").in("n:number", 1));
        run(flow, Map.of("who", text("Ada")));

        assertThat(step("end").outputs()).isEqualTo(step("end").inputs());
        assertThat(JsonText.write(step("end").outputs())).isEqualTo("{\"who\":\"Ada\",\"n\":1}");

        var raw =
                TestFlows.helper("raw")
                        .card(
                                "raw",
                                "control.returnRaw",
                                card ->
                                        card.in("statusCode:number", 404)
                                                .in("headers:object", Map.of("x", "y"))
                                                .in("body:string", "gone")
                                                .out("body:string"));
        run(raw, Map.of());

        assertThat(JsonText.write(step("raw").outputs()))
                .isEqualTo("{\"statusCode\":404,\"headers\":{\"x\":\"y\"},\"body\":\"gone\"}");
    }
}
