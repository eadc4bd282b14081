package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/** Rules without which published flows make no sense, or that a published page states. */
class PublishedRulesTest extends EngineTest {
    @Override
    Outcome run(Flow flow, Map<String, JsonNode> fields) {
        return world.toEnd(interpreter, EXECUTION, flow, TriggerInput.of(fields));
    }

    private static TestFlows loop(String card, String list, String output) {
        return TestFlows.manual("f")
                .card(
                        "loop",
                        card,
                        writer ->
                                writer.in("list:object[]", JsonText.read(list))
                                        .in("flo:flo", "one")
                                        .in("concurrency:number", 1)
                                        .item("item:*", "")
                                        .out(output))
                .card(
                        "end",
                        "control.return",
                        writer -> writer.from("v:*", "loop." + output.split(":")[0]));
    }

    @Test
    void aLinkedEmptyTextIsNoMissingInput() {
        TestFlows flow =
                TestFlows.helper("f", "text:string")
                        .card(
                                "lower",
                                "string.toLowerCase",
                                card ->
                                        card.from("string:string", "begin.text")
                                                .out("output:string"))
                        .card("end", "control.return", card -> card.from("v:*", "lower.output"));

        assertThat(fields(run(flow, "{\"text\": \"\"}"))).isEqualTo("{\"v\":\"\"}");
    }

    @Test
    void aTextThatIsLinkedToNothingAndHoldsNothingIsMissing() {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "lower",
                                "string.toLowerCase",
                                card -> card.in("string:string", null).out("output:string"));

        assertThat(((Outcome.Failed) run(flow, "{}")).failure())
                .hasMessage("The input \"string\" is blank, but the card needs it.");
    }

    @Test
    void aHelperWithoutReturnGivesTheOutputsOfItsLastCard() {
        help(
                TestFlows.helper("one", "item:string")
                        .card(
                                "upper",
                                "string.toLowerCase",
                                card ->
                                        card.from("string:string", "begin.item")
                                                .out("output:string"))
                        .card("note", "control.comment", card -> {}));

        assertThat(fields(run(loop("list.map", "[\"A\", \"B\"]", "new list:object[]"), "{}")))
                .isEqualTo("{\"v\":[{\"output\":\"a\"},{\"output\":\"b\"}]}");
        assertThat(
                        fields(
                                run(
                                        TestFlows.manual("f")
                                                .card(
                                                        "call",
                                                        "control.spawn",
                                                        card ->
                                                                card.in("flo:flo", "one")
                                                                        .in("item:string", "C")
                                                                        .out("output:string"))
                                                .card(
                                                        "end",
                                                        "control.return",
                                                        card -> card.from("v:*", "call.output")),
                                        "{}")))
                .isEqualTo("{\"v\":\"c\"}");
    }

    @Test
    void theLastCardIsTheOneOnThePathThatWasTaken() {
        help(
                TestFlows.helper("one", "item:number")
                        .ifElse(
                                "if",
                                "=begin.item",
                                ">",
                                "1",
                                yes ->
                                        yes.card(
                                                "big",
                                                "control.let",
                                                card -> card.in("v:string", "big").out("v:string")),
                                no ->
                                        no.card(
                                                "small",
                                                "control.let",
                                                card ->
                                                        card.in("v:string", "small")
                                                                .out("v:string")),
                                "",
                                "",
                                ""));

        assertThat(fields(run(loop("list.map", "[1, 2]", "new list:string[]"), "{}")))
                .isEqualTo("{\"v\":[\"small\",\"big\"]}");
    }

    @Test
    void filterTakesTheOneTruthOfTheLastCard() {
        help(
                TestFlows.helper("one", "item:number")
                        .card(
                                "even",
                                "boolean.compare",
                                card ->
                                        card.from("left-operand:number", "begin.item")
                                                .in("operator:string", ">")
                                                .in("right-operand:number", 2)
                                                .out("result:boolean")));

        assertThat(fields(run(loop("list.filter", "[1, 3, 4]", "list:object[]"), "{}")))
                .isEqualTo("{\"v\":[3,4]}");
    }

    @Test
    void filterFailsWhereTheLastCardSaysNeitherTrueNorFalse() {
        help(
                TestFlows.helper("one", "item:string")
                        .card(
                                "lower",
                                "string.toLowerCase",
                                card ->
                                        card.from("string:string", "begin.item")
                                                .out("output:string")));

        Outcome outcome = run(loop("list.filter", "[\"a\"]", "list:object[]"), "{}");

        assertThat(((Outcome.Failed) outcome).failure())
                .hasMessageContaining("gives 0 true/false values")
                .hasMessageContaining("Return card");
    }

    @Test
    void aHelperThatStopsKeepsNoItem() {
        help(
                TestFlows.helper("one", "item:number")
                        .card(
                                "stop",
                                "control.continueIf",
                                card ->
                                        card.from("left-operand:number", "begin.item")
                                                .in("operator:string", ">")
                                                .in("right-operand:number", 2)
                                                .in("otherwise/message:string", "too small"))
                        .card("end", "control.return", card -> card.in("keep:boolean", true)));

        assertThat(fields(run(loop("list.filter", "[1, 3]", "list:object[]"), "{}")))
                .isEqualTo("{\"v\":[3]}");
    }

    @Test
    void theRootOfAnExecutionGivesOnlyWhatItReturns() {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "let",
                                "control.let",
                                card -> card.in("v:string", "x").out("v:string"));

        assertThat(((Outcome.Completed) run(flow, "{}")).reply()).isEmpty();
    }

    private static TestFlows reduce(String list, String memoType, Object memo, String item) {
        return TestFlows.manual("f")
                .card(
                        "loop",
                        "list.reduce",
                        writer ->
                                writer.in("list:object[]", JsonText.read(list))
                                        .in("memo:" + memoType, memo)
                                        .in("flo:flo", "one")
                                        .item("item:*", "")
                                        .out("item:" + item))
                .card("end", "control.return", writer -> writer.from("v:*", "loop.item"));
    }

    @Test
    void anObjectMemoIsEverythingThatTheHelperReturns() {
        help(
                TestFlows.helper("one", "item:number", "memo:object")
                        .card(
                                "count",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.memo")
                                                .in("path:string", "count")
                                                .out("output:number"))
                        .card(
                                "add",
                                "math.add",
                                card ->
                                        card.from("a:number", "count.output")
                                                .in("b:number", 1)
                                                .out("output:number"))
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("count:number", "add.output")
                                                .from("last:number", "begin.item")));

        assertThat(fields(run(reduce("[7, 9]", "object", Map.of("count", 10), "object"), "{}")))
                .isEqualTo("{\"v\":{\"count\":12,\"last\":9}}");
    }

    @Test
    void anyOtherMemoIsTheOneFieldInTheDeclaredType() {
        help(
                TestFlows.helper("one", "item:number", "memo:number")
                        .card(
                                "add",
                                "math.add",
                                card ->
                                        card.from("a:number", "begin.memo")
                                                .from("b:number", "begin.item")
                                                .out("output:number"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("sum:string", "add.output")));

        assertThat(fields(run(reduce("[1, 2]", "number", 4, "number"), "{}")))
                .isEqualTo("{\"v\":7}");
        assertThat(world.steps.get(EXECUTION)).isNotEmpty();
    }

    @Test
    void theEndOfAnIfElseGivesTheTypeThatItDeclares() {
        TestFlows flow =
                TestFlows.manual("f")
                        .card("code", "control.let", card -> card.in("v:*", 200).out("v:*"))
                        .ifElse(
                                "if",
                                "1",
                                "==",
                                "1",
                                yes -> {},
                                no -> {},
                                "status:string",
                                "code.v",
                                "code.v")
                        .card("end", "control.return", card -> card.from("v:*", "ifJoin.status"));

        assertThat(fields(run(flow, "{}"))).isEqualTo("{\"v\":\"200\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"[\\\"a\\\", 1]\" | [\"a\",\"1\"]",
                "\"\\uFEFF[1]\"       | [\"1\"]",
                "\"a, b\"             | [\"a, b\"]",
                "\" \"                | [\" \"]",
                "\"[no list\"         | [\"[no list\"]",
                "\"\"                 | []",
                "null                 | []",
                "[1]                  | [\"1\"]"
            })
    void aTextThatSpellsAListIsThatListAlsoThroughWrapArray(String text, String expected) {
        for (String convert : new String[] {null, "wrapArray"}) {
            TestFlows flow =
                    TestFlows.helper("f", "in:*")
                            .card(
                                    "let",
                                    "control.let",
                                    card ->
                                            card.from("v:string[]", "begin.in", convert, false)
                                                    .out("v:string[]"))
                            .card("end", "control.return", card -> card.from("v:*", "let.v"));

            assertThat(fields(run(flow, "{\"in\": " + text + "}")))
                    .as(String.valueOf(convert))
                    .isEqualTo("{\"v\":" + expected + "}");
            world.durable.clear();
        }
    }

    @Test
    void aByteOrderMarkBeforeJsonIsIgnored() {
        assertThat(JsonText.read("\uFEFF{\"a\": 1}").path("a").intValue()).isEqualTo(1);
    }

    @Test
    void loopsThatNeedNoResultJournalNoOutputs() {
        help(
                TestFlows.helper("one", "item:string")
                        .card(
                                "let",
                                "control.let",
                                card -> card.from("v:string", "begin.item").out("v:string")));
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "loop",
                                "list.each",
                                writer ->
                                        writer.in("list:string[]", List.of("secret-text"))
                                                .in("flo:flo", "one")
                                                .in("concurrency:number", 1)
                                                .item("item:string", ""));

        assertThat(run(flow, "{}")).isInstanceOf(Outcome.Completed.class);
        assertThat(String.valueOf(world.durable)).doesNotContain("secret-text");
    }

    /** Wherever the list comes from: a link, a field declared as a list, a typed-in list. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string   | [\"a.b\", \"0\", \"c\"] | {\"v\":\"x\"}",
                "string[] | [\"a.b\", \"0\", \"c\"] | {\"v\":\"x\"}",
                "*        | [\"a.b\", 0, \"c\"]     | {\"v\":\"x\"}",
                "string   | [\"a.b.0.c\"]         | {\"v\":null}",
                "string[] | [\"d\"]               | {\"v\":\"y\"}",
                "string   | \"d\"                 | {\"v\":\"y\"}",
                "string   | \"a.b\"               | {\"v\":[{\"c\":\"x\"}]}",
            })
    void aPathMayBeAListOfKeys(String type, String path, String expected) {
        String object = "{\"a.b\": [{\"c\": \"x\"}], \"d\": \"y\"}";
        TestFlows linked =
                TestFlows.helper("f", "path:*", "object:object")
                        .card(
                                "get",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.object")
                                                .from("path:" + type, "begin.path")
                                                .out("output:*"))
                        .card("end", "control.return", card -> card.from("v:*", "get.output"));
        TestFlows typed =
                TestFlows.helper("f", "object:object")
                        .card(
                                "get",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.object")
                                                .in("path:" + type, JsonText.read(path))
                                                .out("output:*"))
                        .card("end", "control.return", card -> card.from("v:*", "get.output"));
        String given = "{\"path\": " + path + ", \"object\": " + object + "}";

        assertThat(fields(run(linked, given))).isEqualTo(expected);
        world.durable.clear();
        assertThat(fields(run(typed, given))).isEqualTo(expected);
    }

    @Test
    void aListOfKeysSetsAndPlucks() {
        TestFlows flow =
                TestFlows.helper("f", "object:object", "path:string[]")
                        .card(
                                "set",
                                "object.set",
                                card ->
                                        card.from("object:object", "begin.object")
                                                .from("path:string", "begin.path")
                                                .in("value:string", "new")
                                                .out("output:object"))
                        .card(
                                "pluck",
                                "list.pluck",
                                card ->
                                        card.from("list:object[]", "set.output")
                                                .from("key:string", "begin.path")
                                                .out("values:*[]"))
                        .card(
                                "filter",
                                "list.filterBy",
                                card ->
                                        card.from("list:object[]", "set.output")
                                                .in("operator:string", "==")
                                                .from("path:string", "begin.path")
                                                .in("comparison:string", "new")
                                                .out("list:object[]"))
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("set:object", "set.output")
                                                .from("values:*", "pluck.values")
                                                .from("kept:*", "filter.list"));

        assertThat(fields(run(flow, "{\"object\": {\"a\": 1}, \"path\": [\"b.c\", \"d\"]}")))
                .isEqualTo(
                        "{\"set\":{\"a\":1,\"b.c\":{\"d\":\"new\"}},\"values\":[\"new\"],"
                                + "\"kept\":[{\"a\":1,\"b.c\":{\"d\":\"new\"}}]}");
    }
}
