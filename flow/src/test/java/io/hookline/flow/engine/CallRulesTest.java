package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.TestFlows.CardWriter;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** What helpers are given, how often they run, and what becomes of what they return. */
class CallRulesTest extends EngineTest {
    /** A helper that gives back what it was given. */
    private void echo(String type) {
        help(
                TestFlows.helper("echo", "item:" + type)
                        .card(
                                "back",
                                "control.return",
                                card -> card.from("v:" + type, "begin.item")));
    }

    private static TestFlows looping(String kind, String list, String path, String out) {
        return TestFlows.helper("f", "in:*")
                .card(
                        "loop",
                        kind,
                        card ->
                                card.from(list, "begin.in")
                                        .in("flo:flo", "echo")
                                        .item("item:*", path)
                                        .out(out))
                .card(
                        "end",
                        "control.return",
                        card -> card.from("r:*", "loop." + out.split(":")[0]));
    }

    /** What the list is, what of each item is taken, what type the result has. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2]                  | list:object[] |     | new list:number[] | [1,2]",
                "[1, 2]                  | list:object[] |     | new list:object[] |"
                        + " [{\"v\":1},{\"v\":2}]",
                "[1, 2]                  | list:object[] |     | new list:string[] | [\"1\",\"2\"]",
                "[{\"a b\": 1}, {}, 3]   | list:object[] | a b | new list:number[] | [1,null,null]",
                "[{\"a.b\": 1}]          | list:object[] | a.b | new list:number[] | [1]",
                "[{\"a\": {\"b\": 1}}]   | list:object[] | a.b | new list:number[] | [null]",
                "[null, [1], \"x\"]      | list:object[] |     | new list:*[]      |"
                        + " [{\"v\":null},{\"v\":[1]},{\"v\":\"x\"}]",
                "[]                      | list:object[] |     | new list:string[] | []",
                "null                    | list:object[] |     | new list:string[] | []",
                "\"\"                    | list:object[] |     | new list:string[] | []",
                "\"[7]\"                 | list:object[] |     | new list:number[] | [7]",
                "{\"a\": 1}              | list:object[] | a   | new list:number[] | [1]",
                "{\"a\": 1}              | list:object   | a   | new list:number[] | [1]",
                "5                       | list:*        |     | new list:number[] | [5]"
            })
    void mapTakesEachItemInTheirOrder(
            String given, String list, String path, String out, String expected) {
        echo("*");

        TestFlows flow = looping("list.map", list, path == null ? "" : path, out);

        assertThat(fields(run(flow, "{\"in\": " + given + "}")))
                .isEqualTo("{\"r\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"new list:object[] | [{},{}]", "new list:string[] | [null,null]"})
    void aHelperThatReturnsNothingGivesEmptyItems(String out, String expected) {
        help(TestFlows.helper("echo", "item:*"));

        assertThat(fields(run(looping("list.map", "list:object[]", "", out), "{\"in\": [1, 2]}")))
                .isEqualTo("{\"r\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean | [true, false, true]          | [true,true]",
                "string  | [\"true\", \"FALSE\", \"\"]  | [\"true\"]",
                "number  | [0, 2, -1, null]             | [2,-1]"
            })
    void filterKeepsTheItemsForWhichTheHelperReturnsTrue(
            String type, String list, String expected) {
        echo(type);

        TestFlows flow = looping("list.filter", "list:object[]", "", "list:object[]");

        assertThat(fields(run(flow, "{\"in\": " + list + "}")))
                .isEqualTo("{\"r\":" + expected + "}");
    }

    @Test
    void filterFailsWhereTheHelperReturnsNeitherTrueNorFalse() {
        echo("string");

        TestFlows flow = looping("list.filter", "list:object[]", "", "list:object[]");

        assertThat(run(flow, "{\"in\": [\"perhaps\"]}")).isInstanceOf(Outcome.Failed.class);
    }

    /** The name of the field that a helper of Reduce returns does not matter. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memo   | [\"a\", \"b\"] | \">ab\"",
                "output | [\"a\", \"b\"] | \">ab\"",
                "memo   | []             | \">\"",
                "memo   | null           | \">\""
            })
    void reducePassesTheRunningValueAlong(String field, String list, String expected) {
        help(
                TestFlows.helper("echo", "memo:string", "item:string")
                        .card(
                                "plus",
                                "string.concat",
                                card ->
                                        card.from("string1:string", "begin.memo")
                                                .from("string2:string", "begin.item")
                                                .out("output:string"))
                        .card(
                                "back",
                                "control.return",
                                card -> card.from(field + ":string", "plus.output")));
        TestFlows flow =
                TestFlows.helper("f", "in:*")
                        .card(
                                "fold",
                                "list.reduce",
                                card ->
                                        card.from("list:string[]", "begin.in")
                                                .in("memo:string", ">")
                                                .in("flo:flo", "echo")
                                                .item("item:string", "")
                                                .out("item:string"))
                        .card("end", "control.return", card -> card.from("r:string", "fold.item"));

        assertThat(fields(run(flow, "{\"in\": " + list + "}")))
                .isEqualTo("{\"r\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "'\"2\"', 2", "0, 0", "-1, 0", "2.9, 2", "null, 0", "'\"\"', 0"})
    void repeatRunsTheHelperSoOftenAndCountsFromZero(String count, int times) {
        help(
                TestFlows.helper("called", "context/index:number", "always:string")
                        .card(
                                "tell",
                                "test.notify",
                                card -> card.from("text:*", "begin.context/index"))
                        .card("same", "test.notify", card -> card.from("text:*", "begin.always")));
        TestFlows flow =
                TestFlows.helper("f", "in:*")
                        .card(
                                "repeat",
                                "control.times",
                                card ->
                                        card.from("count:number", "begin.in")
                                                .in("flo:flo", "called")
                                                .in("always:string", "x"));

        assertThat(run(flow, "{\"in\": " + count + "}")).isInstanceOf(Outcome.Completed.class);
        assertThat(cards.seen).hasSize(2 * times);
        assertThat(cards.seen)
                .extracting(TestCards.Seen::value)
                .filteredOn(value -> !value.equals("x"))
                .containsExactlyElementsOf(
                        IntStream.range(0, times).mapToObj(Integer::toString).toList());
    }

    @Test
    void aCountBeyondAllMeasureIsStoppedByTheLimitOfHelpers() {
        help(TestFlows.helper("called"));
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "repeat",
                                "control.times",
                                card ->
                                        card.in("count:number", 4_294_967_297L)
                                                .in("flo:flo", "called"));
        Interpreter few =
                new Interpreter(cards.catalog(), new Limits(3, 5, 100, 1_000, Duration.ofDays(1)));

        Outcome outcome =
                few.run(EXECUTION, flow.read(), TriggerInput.of(Map.of()), world.host(EXECUTION));

        assertThat(((Outcome.Failed) outcome).failure())
                .hasMessageContaining("more than 5 helpers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x\": 1, \"y\": null} | key   | [\"x\",\"y\"]",
                "{\"x\": 1, \"y\": null} | value | [\"1\",null]",
                "{}                      | key   | []",
                "null                    | key   | []"
            })
    void mapToListRunsTheHelperForEachKeyAndValue(String object, String part, String expected) {
        echo("*");

        TestFlows flow = looping("object.map", "object:object", part, "new list:string[]");

        assertThat(fields(run(flow, "{\"in\": " + object + "}")))
                .isEqualTo("{\"r\":" + expected + "}");
    }

    /** Where the value for a helper's field comes from, and what type it arrives with. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a literal of the caller      | {\"r\":7}",
                "a link of the caller         | {\"r\":12}",
                "nothing at all               | {\"r\":5}",
                "an empty text of the caller  | {\"r\":null}",
                "a field that it lacks        | {\"r\":5}"
            })
    void aHelperTakesWhatItsCallerGivesElseWhatItsAuthorTypedIn(String what, String expected) {
        help(
                TestFlows.helper("echo", "n:number=5")
                        .card("back", "control.return", card -> card.from("n:number", "begin.n")));
        TestFlows flow =
                TestFlows.helper("f", "in:string")
                        .card(
                                "call",
                                "control.spawn",
                                card -> given(card.in("flo:flo", "echo"), what).out("n:number"))
                        .card("end", "control.return", card -> card.from("r:number", "call.n"));

        assertThat(fields(run(flow, "{\"in\": \" 12 \"}"))).isEqualTo(expected);
    }

    private static CardWriter given(CardWriter card, String what) {
        return switch (what) {
            case "a literal of the caller" -> card.in("n:string", "7");
            case "a link of the caller" -> card.from("n:string", "begin.in");
            case "an empty text of the caller" -> card.in("n:string", "");
            case "a field that it lacks" -> card.in("other:string", "7");
            default -> card;
        };
    }

    @Test
    void aHelperKnowsWhoCallsItAndInWhichRound() {
        help(
                TestFlows.helper(
                                "echo",
                                "item:*",
                                "context/index:number",
                                "context/parent:object",
                                "context/execution_id:string")
                        .card(
                                "back",
                                "control.return",
                                card ->
                                        card.from("index:number", "begin.context/index")
                                                .from("parent:object", "begin.context/parent")
                                                .from("id:string", "begin.context/execution_id")));
        TestFlows flow = looping("list.map", "list:object[]", "", "new list:object[]");

        String r = fields(run(flow, "{\"in\": [\"a\", \"b\"]}"));

        String parent =
                "{\"id\":\"f\",\"method\":\"loop\",\"name\":\"f\",\"execution_id\":\""
                        + EXECUTION
                        + "\",\"wf_id\":\"f\",\"root_execution_id\":\""
                        + EXECUTION
                        + "\",\"root_wf_id\":\"f\"}";
        assertThat(JsonText.read(r).path("r"))
                .extracting(
                        item -> item.path("index").asInt(), item -> item.path("parent").toString())
                .containsExactly(tuple(0, parent), tuple(1, parent));
        assertThat(JsonText.read(r).path("r"))
                .extracting(item -> item.path("id").asText())
                .doesNotHaveDuplicates()
                .doesNotContain(EXECUTION.toString())
                .allMatch(id -> UUID.fromString(id).version() == 5);
    }

    @Test
    void aHelperKnowsWhereTheCallsBeganAlsoWhenNobodyWaits() {
        help(
                TestFlows.helper("inner", "context/parent:object")
                        .card(
                                "back",
                                "control.return",
                                card -> card.from("parent:object", "begin.context/parent")));
        help(
                TestFlows.helper("outer")
                        .card(
                                "call",
                                "control.spawn",
                                card -> card.in("flo:flo", "inner").out("parent:object"))
                        .card(
                                "back",
                                "control.return",
                                card -> card.from("parent:object", "call.parent")));
        run(
                TestFlows.manual("f")
                        .card("go", "control.run", card -> card.in("flo:flo", "outer")),
                "{}");
        world.commit();
        Child outer = world.started.getFirst();

        Outcome outcome =
                interpreter.run(outer.id(), outer.flow(), outer.input(), world.host(outer.id()));

        JsonNode parent = JsonText.read(fields(outcome)).path("parent");
        assertThat(parent.path("wf_id").asText()).isEqualTo("outer");
        assertThat(parent.path("execution_id").asText()).isEqualTo(outer.id().toString());
        assertThat(parent.path("root_wf_id").asText()).isEqualTo("f");
        assertThat(parent.path("root_execution_id").asText()).isEqualTo(EXECUTION.toString());
    }

    @Test
    void aHelperThatContinueIfStopsReturnsItsMessage() {
        help(
                TestFlows.helper("echo", "item:*")
                        .card(
                                "stop",
                                "control.continueIf",
                                card ->
                                        card.from("left-operand:*", "begin.item")
                                                .in("operator:string", ">")
                                                .in("right-operand:number", 1)
                                                .in("otherwise/message:string", "too small"))
                        .card("back", "control.return", card -> card.from("v:*", "begin.item")));

        assertThat(
                        fields(
                                run(
                                        looping(
                                                "list.map",
                                                "list:object[]",
                                                "",
                                                "new list:string[]"),
                                        "{\"in\": [1, 2]}")))
                .isEqualTo("{\"r\":[\"too small\",\"2\"]}");
    }

    @ParameterizedTest
    @CsvSource({
        "control.spawn, gone, There is no flow gone",
        "control.run, gone, There is no flow gone",
        "list.each, gone, There is no flow gone",
        "control.spawn, '', No helper flow is chosen",
        "control.run, '', No helper flow is chosen",
        "list.map, '', No helper flow is chosen",
        "control.times, '', No helper flow is chosen"
    })
    void aCardWhoseHelperIsNotThereFailsAndSaysSo(String card, String helper, String expected) {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "call",
                                card,
                                writer ->
                                        writer.in("flo:flo", helper)
                                                .in("list:object[]", List.of(1))
                                                .in("count:number", 1));

        assertThat(((Outcome.Failed) run(flow, "{}")).failure()).hasMessageContaining(expected);
    }

    @Test
    void whatAHelperReturnsIsConvertedToTheCallersOutputsOrFailsTheCard() {
        echo("string");
        TestFlows flow =
                TestFlows.helper("f", "in:string")
                        .card(
                                "call",
                                "control.spawn",
                                card ->
                                        card.in("flo:flo", "echo")
                                                .from("item:string", "begin.in")
                                                .out("v:number"))
                        .card("end", "control.return", card -> card.from("r:number", "call.v"));

        assertThat(fields(run(flow, "{\"in\": \"1.50\"}"))).isEqualTo("{\"r\":1.5}");
        world.durable.clear();
        assertThat(((Outcome.Failed) run(flow, "{\"in\": \"x\"}")).failure())
                .hasMessageContaining("Invalid type conversion");
    }

    @Test
    void theFlowOfAnErrorPolicyThatIsNotThereLeavesTheFirstErrorToBeSeen() {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "no",
                                "test.fail",
                                card -> card.in("why:string", "first").policy("flo", "gone"));

        assertThat(((Outcome.Failed) run(flow, "{}")).failure()).hasMessage("first");
    }

    @Test
    void aScheduledFlowGetsTheTime() {
        TestFlows flow =
                TestFlows.helper("f", "context/execution_time:string")
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("at:Date", "begin.context/execution_time"));

        assertThat(fields(run(flow, "{}"))).isEqualTo("{\"at\":\"2026-01-31T09:30:00.000Z\"}");
    }
}
