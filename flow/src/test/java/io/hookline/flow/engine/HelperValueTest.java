package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.TestFlows.CardWriter;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Cards that go by what a helper returns for each item or key. */
class HelperValueTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final TestCards cards = new TestCards();
    private final World world = new World();

    private Outcome run(String card, Consumer<CardWriter> writing) {
        Flow flow = TestFlows.manual("f").card("it", card, writing).read();
        return world.toEnd(cards.interpreter(), EXECUTION, flow, TriggerInput.of(Map.of()));
    }

    private JsonNode made(String card, Consumer<CardWriter> writing) {
        assertThat(run(card, writing)).isInstanceOf(Outcome.Completed.class);
        return world.steps.get(EXECUTION).getLast().outputs();
    }

    /** Odd numbers of a list. */
    private void odd() {
        world.helpers.put(
                "odd",
                TestFlows.helper("odd", "n:number")
                        .card(
                                "rest",
                                "math.modulus",
                                card ->
                                        card.from("a:number", "begin.n")
                                                .in("b:number", 2)
                                                .out("output:number"))
                        .card("seen", "test.read", card -> {})
                        .card(
                                "return",
                                "control.return",
                                card -> card.from("whatever:boolean", "rest.output"))
                        .read());
    }

    @Test
    void findCustomEndsWithTheFirstItemForWhichTheHelperSaysTrue() {
        odd();

        JsonNode found =
                made(
                        "list.find",
                        card ->
                                card.in("list:number[]", List.of(2, 4, 12, 7, 3, 8))
                                        .in("flo:flo", "odd")
                                        .item("n:number", "")
                                        .out("item:number")
                                        .out("index:number"));

        assertThat(found).isEqualTo(JsonText.read("{\"item\": 7, \"index\": 3}"));
        assertThat(cards.reads).isEqualTo(4);
    }

    @Test
    void findCustomFindsNothing() {
        odd();

        assertThat(
                        made(
                                "list.find",
                                card ->
                                        card.in("list:number[]", List.of(2, 4))
                                                .in("flo:flo", "odd")
                                                .item("n:number", "")
                                                .out("item:number")
                                                .out("index:number")))
                .isEqualTo(JsonText.read("{\"item\": null, \"index\": -1}"));
    }

    private void length() {
        world.helpers.put(
                "length",
                TestFlows.helper("length", "text:string")
                        .card(
                                "length",
                                "string.length",
                                card ->
                                        card.from("string:string", "begin.text")
                                                .out("length:number"))
                        .card(
                                "return",
                                "control.return",
                                card -> card.from("size:number", "length.length"))
                        .read());
    }

    private static Consumer<CardWriter> words(int atATime, String... words) {
        return card ->
                card.in("list:string[]", List.of(words))
                        .in("flo:flo", "length")
                        .in("concurrency:number", atATime)
                        .item("text:string", "")
                        .out("any name:string[]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void sortCustomSortsByTheValueThatTheHelperReturns(int atATime) {
        length();

        assertThat(made("list.sort", words(atATime, "this", "is", "a", "sample", "it")))
                .isEqualTo(
                        JsonText.read(
                                "{\"any name\": [\"a\", \"is\", \"it\", \"this\", \"sample\"]}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void uniqueCustomKeepsTheFirstItemOfEachValue(int atATime) {
        length();

        assertThat(made("list.unique", words(atATime, "this", "is", "a", "sample", "it", "that")))
                .isEqualTo(JsonText.read("{\"any name\": [\"this\", \"is\", \"a\", \"sample\"]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list.find", "list.sort", "list.unique", "object.process"})
    void anErrorOfTheHelperFailsTheCard(String card) {
        world.helpers.put(
                "fails",
                TestFlows.helper("fails")
                        .card("fail", "test.fail", writer -> writer.in("why:string", "no luck"))
                        .read());

        Outcome outcome =
                run(
                        card,
                        writer ->
                                writer.in("list:number[]", List.of(1))
                                        .in("object:object", Map.of("a", 1))
                                        .in("flo:flo", "fails")
                                        .out("output:*"));

        assertThat(((Outcome.Failed) outcome).failure()).hasMessage("no luck");
    }

    /** Doubles values under another key, and stops for 1. */
    private void doubled() {
        world.helpers.put(
                "doubled",
                TestFlows.helper("doubled", "name:string", "n:number")
                        .card(
                                "go",
                                "control.continueIf",
                                card ->
                                        card.from("left-operand:number", "begin.n")
                                                .in("operator:string", "!=")
                                                .in("right-operand:number", 1))
                        .card(
                                "key",
                                "string.concat",
                                card ->
                                        card.in("string1:string", "x")
                                                .from("string2:string", "begin.name")
                                                .out("output:string"))
                        .card(
                                "value",
                                "math.multiply",
                                card ->
                                        card.from("a:number", "begin.n")
                                                .in("b:number", 2)
                                                .out("output:number"))
                        .card(
                                "return",
                                "control.return",
                                card ->
                                        card.from("key:string", "key.output")
                                                .from("value:number", "value.output"))
                        .read());
    }

    private JsonNode processed(String type, Object over) {
        doubled();
        return made(
                        "object.process",
                        card ->
                                card.in("object:" + type, over)
                                        .in("flo:flo", "doubled")
                                        .in("concurrency:number", 5)
                                        .item("name:string", "key")
                                        .item("n:number", "value")
                                        .out("output:object"))
                .path("output");
    }

    @Test
    void mapMakesAnObjectOfTheKeysAndValuesThatTheHelpersReturn() {
        assertThat(processed("object", Map.of("a", 1, "b", 2)))
                .isEqualTo(JsonText.read("{\"xb\": 4}"));
    }

    @Test
    void mapTakesTheItemsOfAListByTheirPositions() {
        assertThat(processed("number[]", List.of(3, 1, 5)))
                .isEqualTo(JsonText.read("{\"x0\": 6, \"x2\": 10}"));
    }

    @Test
    void forEachRunsTheHelperForEachKeyOfAnObject() {
        world.helpers.put(
                "tell",
                TestFlows.helper("tell", "name:string", "n:number", "same:string")
                        .card(
                                "text",
                                "string.compose",
                                card ->
                                        card.in("_text_:string", "{{{k}}}={{{v}}}{{{s}}}")
                                                .from("k:string", "begin.name")
                                                .from("v:number", "begin.n")
                                                .from("s:string", "begin.same")
                                                .out("output:string"))
                        .card(
                                "tell",
                                "test.notify",
                                card -> card.from("text:string", "text.output"))
                        .read());

        run(
                "object.each",
                card ->
                        card.in("object:object", Map.of("a", 1))
                                .in("flo:flo", "tell")
                                .item("name:string", "key")
                                .item("n:number", "value")
                                .in("same:string", "!"));

        assertThat(cards.seen).extracting(TestCards.Seen::value).containsExactly("a=1!");
    }

    @Test
    void theOlderCloseAnswersWithTheFieldsOfItsBody() {
        Flow flow =
                TestFlows.endpoint("f", "raw/body:string")
                        .card(
                                "close",
                                "http.close",
                                card ->
                                        card.in("statusCode:string", "201")
                                                .in("body/ok:boolean", true)
                                                .in("body/commands:object[]", List.of(Map.of())))
                        .card("after", "test.change", card -> card.in("value:string", "later"))
                        .read();

        world.toEnd(cards.interpreter(), EXECUTION, flow, TriggerInput.of(Map.of()));

        assertThat(world.answers)
                .containsExactly(new Reply.Raw(201, Map.of(), "{\"ok\":true,\"commands\":[{}]}"));
        assertThat(flow.repliesByCard()).isTrue();
        assertThat(cards.seen).hasSize(1);
    }
}
