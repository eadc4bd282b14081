package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.UUID;

/** What Reduce passes from one helper to the next, by the type of the memo. */
class ReduceTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Interpreter INTERPRETER =
            new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));

    private final World world = new World();

    private String reduced(TestFlows helper, String list, String memoType, String memo) {
        return reduced(helper, list, memoType, memo, memoType);
    }

    private String reduced(
            TestFlows helper, String list, String memoType, String memo, String outputType) {
        Flow one = helper.read();
        world.helpers.put(one.id(), one);
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "loop",
                                "list.reduce",
                                card ->
                                        card.in("list:object[]", JsonText.read(list))
                                                .in("memo:" + memoType, JsonText.read(memo))
                                                .in("flo:flo", "one")
                                                .item("item:*", "")
                                                .out("item:" + outputType))
                        .card("end", "control.return", card -> card.from("v:*", "loop.item"));
        Outcome outcome =
                world.toEnd(INTERPRETER, EXECUTION, flow.read(), TriggerInput.of(Map.of()));
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        JsonNode made = Helpers.fields(outcome).path("v");
        return JsonText.write(made);
    }

    /** Returns the memo with the item as its key {@code last}, in a field of that name. */
    private static TestFlows remembering(String field) {
        return TestFlows.helper("one", "item:number", "memo:object")
                .card(
                        "set",
                        "object.set",
                        card ->
                                card.from("object:object", "begin.memo")
                                        .in("path:string", "last")
                                        .from("value:number", "begin.item")
                                        .out("output:object"))
                .card("end", "control.return", card -> card.from(field + ":object", "set.output"));
    }

    @Test
    void theObjectInTheOnlyFieldMemoIsTheNextMemo() {
        assertThat(reduced(remembering("memo"), "[5, 7]", "object", "{\"kept\": true}"))
                .isEqualTo("{\"kept\":true,\"last\":7}");
    }

    @Test
    void anOutputThatTheEditorCallsObjectIsWhatTheMemoIs() {
        TestFlows counting =
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
                                card -> card.from("memo:number", "add.output"));

        assertThat(reduced(counting, "[5, 7]", "number", "1", "object")).isEqualTo("13");
    }

    @Test
    void anObjectInAFieldOfAnotherNameIsAPartOfTheNextMemo() {
        assertThat(reduced(remembering("output"), "[5]", "object", "{\"kept\": true}"))
                .isEqualTo("{\"output\":{\"kept\":true,\"last\":5}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a second field beside memo
                "memo:object | n:number    | {\"memo\":{\"a\":1},\"n\":5}",
                // the only field memo, which holds no object
                "memo:number | memo:number | {\"memo\":5}",
            })
    void anyOtherObjectMemoIsEverythingThatTheHelperReturns(
            String first, String second, String expected) {
        TestFlows helper =
                TestFlows.helper("one", "item:number", "memo:object")
                        .card(
                                "end",
                                "control.return",
                                card -> {
                                    card.from(second, "begin.item");
                                    if (!first.equals(second)) {
                                        card.from(first, "begin.memo");
                                    }
                                });

        JsonNode made = JsonText.read(reduced(helper, "[5]", "object", "{\"a\": 1}"));

        assertThat(made).isEqualTo(JsonText.read(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number   | 10      | 13",
                "string   | \"10\"  | \"13\"",
                "number   | null    | 3",
            })
    void anyOtherTypeTakesTheOneFieldAndConvertsIt(String type, String memo, String expected) {
        TestFlows helper =
                TestFlows.helper("one", "item:number", "memo:number")
                        .card(
                                "add",
                                "math.add",
                                card ->
                                        card.from("a:number", "begin.memo")
                                                .from("b:number", "begin.item")
                                                .out("output:number"))
                        .card("end", "control.return", card -> card.from("x:*", "add.output"));

        assertThat(reduced(helper, "[1, 2]", type, memo)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"number | 3", "object | {\"a\":1}", "string[] | [\"a\"]", "string | \"\""})
    void anEmptyListLeavesTheMemoAsItIs(String type, String memo) {
        TestFlows helper = TestFlows.helper("one", "item:number");

        assertThat(reduced(helper, "[]", type, memo)).isEqualTo(memo);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"number | 1", "object | {\"kept\":true}"})
    void aHelperThatAContinueIfStopsLeavesTheMemoAsItIs(String type, String memo) {
        TestFlows helper =
                TestFlows.helper("one", "item:number", "memo:" + type)
                        .card(
                                "small",
                                "control.continueIf",
                                card ->
                                        card.from("left-operand:number", "begin.item")
                                                .in("operator:string", "<")
                                                .in("right-operand:number", 3))
                        .card("end", "control.return", card -> card.from("memo:*", "begin.memo"));

        assertThat(reduced(helper, "[1, 5, 2]", type, memo)).isEqualTo(memo);
    }
}
