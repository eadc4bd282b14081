package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

class InterpreterTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final TestCards cards = new TestCards();
    private final World world = new World();

    private Outcome run(TestFlows flow, Map<String, JsonNode> fields) {
        return run(flow.read(), fields);
    }

    private Outcome run(Flow flow, Map<String, JsonNode> fields) {
        return cards.interpreter()
                .run(EXECUTION, flow, TriggerInput.of(fields), world.host(EXECUTION));
    }

    private void help(TestFlows flow) {
        Flow read = flow.read();
        world.helpers.put(read.id(), read);
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    private static String fields(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        Reply reply = ((Outcome.Completed) outcome).reply().orElseThrow();
        return JsonText.write(((Reply.Fields) reply).fields());
    }

    private static CardFailure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }

    private List<Step> steps() {
        return world.steps.get(EXECUTION);
    }

    private Step step(String title) {
        return steps().stream()
                .filter(step -> step.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static final Consumer<TestFlows> NOTHING = flow -> {};

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
    void runsOnePathOfAnIfElseAndJoinsItsValue() {
        var flow =
                TestFlows.helper("f", "age:number")
                        .ifElse(
                                "choice",
                                "=begin.age",
                                ">=",
                                "18",
                                yes ->
                                        yes.card(
                                                "adult",
                                                "control.let",
                                                card ->
                                                        card.in("kind:string", "adult")
                                                                .out("kind:string")),
                                no ->
                                        no.card(
                                                "child",
                                                "control.let",
                                                card ->
                                                        card.in("kind:string", "child")
                                                                .out("kind:string")),
                                "kind:string",
                                "adult.kind",
                                "child.kind")
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("kind:string", "choiceJoin.kind"));

        assertThat(fields(run(flow, Map.of("age", IntNode.valueOf(20)))))
                .isEqualTo("{\"kind\":\"adult\"}");
        assertThat(steps())
                .extracting(Step::title)
                .containsExactly(
                        "Helper Flow", "choice", "choiceYes", "adult", "choiceJoin", "end");
        assertThat(fields(run(flow, Map.of("age", IntNode.valueOf(9)))))
                .isEqualTo("{\"kind\":\"child\"}");
    }

    @Test
    void prefersTheTakenPathOverAValueFromBeforeTheIfElse() {
        var flow =
                TestFlows.helper("f", "flag:boolean", "usual:string")
                        .ifElse(
                                "choice",
                                "=begin.flag",
                                "==",
                                "true",
                                yes ->
                                        yes.card(
                                                "special",
                                                "control.let",
                                                card ->
                                                        card.in("v:string", "special")
                                                                .out("v:string")),
                                NOTHING,
                                "v:string",
                                "special.v",
                                "begin.usual")
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("v:string", "choiceJoin.v"));

        assertThat(fields(run(flow, Map.of("flag", text("TRUE"), "usual", text("usual")))))
                .isEqualTo("{\"v\":\"special\"}");
        assertThat(fields(run(flow, Map.of("flag", text("false"), "usual", text("usual")))))
                .isEqualTo("{\"v\":\"usual\"}");
    }

    @Test
    void returningInsideAnIfElseEndsTheFlow() {
        var flow =
                TestFlows.helper("f", "n:number")
                        .ifElse(
                                "outer",
                                "=begin.n",
                                ">",
                                "0",
                                yes ->
                                        yes.ifElse(
                                                "inner",
                                                "=begin.n",
                                                ">",
                                                "10",
                                                big ->
                                                        big.card(
                                                                "early",
                                                                "control.return",
                                                                card ->
                                                                        card.in(
                                                                                "size:string",
                                                                                "big")),
                                                NOTHING,
                                                "",
                                                "",
                                                ""),
                                NOTHING,
                                "",
                                "",
                                "")
                        .card("end", "control.return", card -> card.in("size:string", "small"));

        assertThat(fields(run(flow, Map.of("n", IntNode.valueOf(11)))))
                .isEqualTo("{\"size\":\"big\"}");
        assertThat(fields(run(flow, Map.of("n", IntNode.valueOf(5)))))
                .isEqualTo("{\"size\":\"small\"}");
        assertThat(fields(run(flow, Map.of("n", IntNode.valueOf(-5)))))
                .isEqualTo("{\"size\":\"small\"}");
        assertThat(flow.read().repliesByCard()).isTrue();
    }

    @Test
    void runsTheFirstTrueAlternativeOfAnIfElseIf() {
        var flow =
                TestFlows.helper("f", "app:string")
                        .card(
                                "choose",
                                "control.branch",
                                card ->
                                        card.from("if/left-operand:string", "begin.app")
                                                .in("if/operator:string", "==")
                                                .in("if/right-operand:string", "okta")
                                                .body("if/flo:flo", returning("one"))
                                                .from("x1/left-operand:string", "begin.app")
                                                .in("x1/operator:string", "in")
                                                .in("x1/right-operand:string", "slack, teams")
                                                .body("x1/flo:flo", echoing("K1"))
                                                .body("else/flo:flo", returning("other"))
                                                .from("context/K1:string", "begin.app")
                                                .out("result:string"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("r:string", "choose.result"));

        assertThat(fields(run(flow, Map.of("app", text("okta"))))).isEqualTo("{\"r\":\"one\"}");
        assertThat(fields(run(flow, Map.of("app", text("slack"))))).isEqualTo("{\"r\":\"slack\"}");
        assertThat(fields(run(flow, Map.of("app", text("jira"))))).isEqualTo("{\"r\":\"other\"}");
        assertThat(steps()).extracting(Step::path).contains("1/else/0", "1/else/1", "1", "2");
    }

    private static TestFlows returning(String value) {
        return TestFlows.helper("body-" + value)
                .card("back", "control.return", card -> card.in("result:string", value));
    }

    private static TestFlows echoing(String key) {
        return TestFlows.helper("body-" + key, "context/" + key + ":string")
                .card(
                        "back",
                        "control.return",
                        card -> card.from("result:string", "begin.context/" + key));
    }

    @Test
    void handsAnErrorToTheHandlerAndGoesOn() {
        var attempt =
                TestFlows.helper("try")
                        .card("no", "test.fail", card -> card.in("why:string", "not today"));
        var handler =
                TestFlows.helper("catch", "context/error:object")
                        .card(
                                "message",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.context/error")
                                                .in("path:string", "message")
                                                .out("output:string"))
                        .card(
                                "method",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.context/error")
                                                .in("path:string", "method")
                                                .out("output:string"))
                        .card(
                                "back",
                                "control.return",
                                card ->
                                        card.from("why:string", "message.output")
                                                .from("where:string", "method.output"));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "guard",
                                "control.tryCatch",
                                card ->
                                        card.body("flo:flo", attempt)
                                                .handler(handler)
                                                .out("why:string")
                                                .out("where:string"))
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("why:string", "guard.why")
                                                .from("where:string", "guard.where"));

        assertThat(fields(run(flow, Map.of())))
                .isEqualTo("{\"why\":\"not today\",\"where\":\"no\"}");
        assertThat(step("no").status()).isEqualTo(Step.Status.FAILURE);
        assertThat(step("guard").status()).isEqualTo(Step.Status.SUCCESS);
    }

    @Test
    void aFalseContinueIfEndsOnlyItsBlock() {
        var attempt =
                TestFlows.helper("try")
                        .card(
                                "stop",
                                "control.continueIf",
                                card ->
                                        card.in("left-operand:number", 1)
                                                .in("operator:string", ">")
                                                .in("right-operand:string", "1")
                                                .in("otherwise/message:string", "enough"))
                        .card("never", "test.change", card -> card.in("value:string", "x"));
        var flow =
                TestFlows.manual("f")
                        .card("guard", "control.tryCatch", card -> card.body("flo:flo", attempt))
                        .card("end", "control.return", card -> card.in("done:boolean", true));

        assertThat(fields(run(flow, Map.of()))).isEqualTo("{\"done\":true}");
        assertThat(step("stop").status()).isEqualTo(Step.Status.STOPPED);
        assertThat(cards.seen).isEmpty();
    }

    @Test
    void raisesErrorsWithTheirStatus() {
        var flow =
                TestFlows.helper("f", "bad:boolean")
                        .card(
                                "raise",
                                "control.throwIf",
                                card ->
                                        card.from("left-operand:boolean", "begin.bad")
                                                .in("operator:string", "==")
                                                .in("right-operand:string", "true")
                                                .in("message:string", "No such user")
                                                .in("statusCode:string", "404"))
                        .card(
                                "end",
                                "control.throw",
                                card ->
                                        card.in("statusCode:number", 0)
                                                .in("message:string", "always"));

        assertThat(failure(run(flow, Map.of("bad", text("true")))))
                .isInstanceOf(CardFailure.Raised.class)
                .hasMessage("No such user")
                .extracting(CardFailure::statusCode)
                .isEqualTo(404);
        assertThat(failure(run(flow, Map.of("bad", text("")))))
                .hasMessage("always")
                .extracting(CardFailure::statusCode)
                .isEqualTo(500);
    }

    @Test
    void callsAHelperAndTakesWhatItReturns() {
        help(
                TestFlows.helper("double", "n:number", "usual:string=typed in")
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("n:number", "begin.n")
                                                .from("usual:string", "begin.usual")));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "call",
                                "control.spawn",
                                card ->
                                        card.in("flo:flo", "double")
                                                .in("n:number", 21)
                                                .in("extra:string", "ignored")
                                                .out("n:number")
                                                .out("usual:string")
                                                .out("absent:string"))
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("n:string", "call.n")
                                                .from("usual:string", "call.usual")
                                                .from("absent:object", "call.absent"));

        assertThat(fields(run(flow, Map.of())))
                .isEqualTo("{\"n\":\"21\",\"usual\":\"typed in\",\"absent\":{}}");
        assertThat(step("call").helpers()).isEqualTo(1);
        assertThat(world.ended).hasSize(1);
    }

    @Test
    void aHelperThatFailsFailsTheCaller() {
        help(TestFlows.helper("bad").card("no", "test.fail", card -> card.in("why:string", "no")));
        var flow =
                TestFlows.manual("f")
                        .card("call", "control.spawn", card -> card.in("flo:flo", "bad"));

        Outcome outcome = run(flow, Map.of());

        assertThat(failure(outcome)).isInstanceOf(CardFailure.Rejected.class).hasMessage("no");
        assertThat(((Outcome.Failed) outcome).title()).isEqualTo("call");
    }

    @Test
    void refusesHelpersThatCallInACircle() {
        var circle =
                TestFlows.helper("circle")
                        .card("again", "control.spawn", card -> card.in("flo:flo", "circle"));
        help(circle);

        assertThat(failure(run(circle, Map.of())))
                .hasMessageContaining("nested 101 deep, and at most 100");
    }

    private static TestFlows upper() {
        return TestFlows.helper("upper", "name:string", "suffix:string", "context/index:number")
                .card(
                        "join",
                        "string.concat",
                        card ->
                                card.from("string1:string", "begin.name")
                                        .from("string2:string", "begin.suffix")
                                        .from("n:string", "begin.context/index")
                                        .out("output:string"))
                .card("end", "control.return", card -> card.from("value:string", "join.output"));
    }

    @Test
    void mapsEachItemThroughAHelper() {
        help(upper());
        Map<String, JsonNode> input =
                Map.of("list", JsonText.read("[{\"Full Name\": \"a\"}, {\"Full Name\": \"b\"}]"));
        var texts =
                TestFlows.helper("f", "list:object[]")
                        .card("map", "list.map", card -> mapping(card).out("new list:string[]"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("r:string[]", "map.new list"));
        var objects =
                TestFlows.helper("g", "list:object[]")
                        .card("map", "list.map", card -> mapping(card).out("new list:object[]"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("r:object[]", "map.new list"));

        assertThat(fields(run(texts, input))).isEqualTo("{\"r\":[\"a!0\",\"b!1\"]}");
        assertThat(fields(run(objects, input)))
                .isEqualTo("{\"r\":[{\"value\":\"a!0\"},{\"value\":\"b!1\"}]}");
    }

    private static TestFlows.CardWriter mapping(TestFlows.CardWriter card) {
        return card.from("list:object[]", "begin.list")
                .in("flo:flo", "upper")
                .in("concurrency:number", 5)
                .item("name:string", "Full Name")
                .in("suffix:string", "!");
    }

    @Test
    void filtersByWhatTheHelperReturns() {
        help(
                TestFlows.helper("long", "item:number")
                        .card(
                                "check",
                                "control.assignIf",
                                card ->
                                        card.from("left-operand:number", "begin.item")
                                                .in("operator:string", ">")
                                                .in("right-operand:string", "9")
                                                .in("valueIfTrue:boolean", true)
                                                .in("valueIfFalse:boolean", false)
                                                .out("output:boolean"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("whatever:boolean", "check.output")));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "filter",
                                "list.filter",
                                card ->
                                        card.in("list:number[]", List.of(80, 9, 10))
                                                .in("flo:flo", "long")
                                                .item("item:number", "")
                                                .out("list:number[]"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("r:number[]", "filter.list"));

        assertThat(fields(run(flow, Map.of()))).isEqualTo("{\"r\":[80,10]}");
    }

    @Test
    void reducesWithARunningValueThatWins() {
        help(
                TestFlows.helper("add", "memo:string", "item:string")
                        .card(
                                "plus",
                                "string.concat",
                                card ->
                                        card.from("string1:string", "begin.memo")
                                                .from("string2:string", "begin.item")
                                                .out("output:string"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("memo:string", "plus.output")));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "fold",
                                "list.reduce",
                                card ->
                                        card.in("list:string[]", List.of("a", "b", "c"))
                                                .in("memo:string", ">")
                                                .in("flo:flo", "add")
                                                .item("item:string", "")
                                                .out("item:string"))
                        .card("end", "control.return", card -> card.from("r:string", "fold.item"));

        assertThat(fields(run(flow, Map.of()))).isEqualTo("{\"r\":\">abc\"}");
    }

    @Test
    void repeatsAndLoopsOverEntries() {
        help(
                TestFlows.helper("tell", "text:string")
                        .card("do", "test.notify", card -> card.from("text:string", "begin.text")));
        help(
                TestFlows.helper("entry", "k:string")
                        .card("end", "control.return", card -> card.from("k:string", "begin.k")));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "none",
                                "control.times",
                                card -> card.in("count:number", 0).in("flo:flo", "tell"))
                        .card(
                                "twice",
                                "control.times",
                                card ->
                                        card.in("count:number", 2)
                                                .in("flo:flo", "tell")
                                                .in("text:string", "hi"))
                        .card(
                                "entries",
                                "object.map",
                                card ->
                                        card.in("object:object", Map.of("x", 1))
                                                .in("flo:flo", "entry")
                                                .item("k:string", "key")
                                                .out("new list:string[]"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("r:string[]", "entries.new list"));

        assertThat(fields(run(flow, Map.of()))).isEqualTo("{\"r\":[\"x\"]}");
        assertThat(cards.seen).hasSize(2).extracting(TestCards.Seen::key).doesNotHaveDuplicates();
    }

    @Test
    void stopsAtTheFirstErrorUnlessErrorsAreIgnored() {
        help(
                TestFlows.helper("picky", "item:string")
                        .card(
                                "raise",
                                "control.throwIf",
                                card ->
                                        card.from("left-operand:string", "begin.item")
                                                .in("operator:string", "==")
                                                .in("right-operand:string", "bad")
                                                .in("message:string", "bad item"))
                        .card("do", "test.notify", card -> card.from("text:string", "begin.item")));
        Consumer<TestFlows.CardWriter> loop =
                card ->
                        card.in("list:string[]", List.of("a", "bad", "b"))
                                .in("flo:flo", "picky")
                                .item("item:string", "");

        assertThat(failure(run(TestFlows.manual("f").card("loop", "list.each", loop), Map.of())))
                .hasMessage("bad item");
        assertThat(cards.seen).extracting(TestCards.Seen::value).containsExactly("a");

        cards.seen.clear();
        world.durable.clear();
        assertThat(run(TestFlows.manual("f").card("loop", "list.asyncEach", loop), Map.of()))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(cards.seen).extracting(TestCards.Seen::value).containsExactly("a", "b");
        assertThat(step("loop").helpers()).isEqualTo(3);
    }

    @Test
    void startsAHelperWithoutWaiting() {
        help(TestFlows.helper("later", "n:number"));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "go",
                                "control.run",
                                card -> card.in("flo:flo", "later").in("n:number", 3));

        run(flow, Map.of());
        world.commit();

        assertThat(world.started).hasSize(1);
        assertThat(world.started.getFirst().input().value("", "n").intValue()).isEqualTo(3);
        assertThat(world.ended).isEmpty();
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
    void runsTheFlowOfAnErrorPolicyAndFailsAllTheSame() {
        help(
                TestFlows.helper("alarm", "who:string", "context/error:object")
                        .card(
                                "why",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.context/error")
                                                .in("path:string", "message")
                                                .out("output:string"))
                        .card(
                                "tell",
                                "test.notify",
                                card -> card.from("text:string", "why.output")));
        var flow =
                TestFlows.manual("f")
                        .card(
                                "no",
                                "test.fail",
                                card ->
                                        card.in("why:string", "broken")
                                                .forError("who:string", "Ada")
                                                .policy("flo", "alarm"));

        assertThat(failure(run(flow, Map.of()))).hasMessage("broken");
        assertThat(cards.seen).extracting(TestCards.Seen::value).containsExactly("broken");
    }

    @Test
    void returnsTheErrorFieldsOfAnErrorPolicy() {
        var flow =
                TestFlows.manual("f")
                        .card(
                                "no",
                                "test.fail",
                                card ->
                                        card.in("why:string", "broken")
                                                .forError("message:string", "could not")
                                                .policy("return", ""));

        assertThat(fields(run(flow, Map.of()))).isEqualTo("{\"message\":\"could not\"}");
        assertThat(step("no").status()).isEqualTo(Step.Status.FAILURE);
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
