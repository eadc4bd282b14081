package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Calls of helpers, once and for each item of a list. */
class HelperCallsTest extends EngineTest {
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
}
