package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.TestFlows.CardWriter;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Optional;

/** What runs in If/Else, If/ElseIf and If Error, what ends what, and what comes out of them. */
class BlockRulesTest extends EngineTest {
    @Override
    Outcome run(Flow flow, Map<String, JsonNode> fields) {
        world.durable.clear();
        return super.run(flow, fields);
    }

    private static TestFlows returning(String id, String value) {
        return TestFlows.helper(id)
                .card("back", "control.return", card -> card.in("v:string", value));
    }

    private static CardWriter condition(CardWriter card, String group, Object left, Object right) {
        return card.in(group + "left-operand:*", left)
                .in(group + "operator:string", "==")
                .in(group + "right-operand:*", right);
    }

    /** Adds the card that ends something. */
    private static TestFlows ending(TestFlows flow, String end) {
        return flow.card(
                        "end",
                        "control." + end,
                        card -> {
                            switch (end) {
                                case "return" -> card.in("inside:boolean", true);
                                case "returnRaw" ->
                                        card.in("statusCode:number", 201)
                                                .in("headers:object", Map.of())
                                                .in("body:string", "inside");
                                case "continueIf" ->
                                        condition(card, "", 1, 2)
                                                .in("otherwise/message:string", "inside");
                                default -> card.in("message:string", "inside");
                            }
                        })
                .card("never", "test.change", card -> card.in("value:string", "x"));
    }

    private TestFlows holding(String where, String end) {
        TestFlows flow = TestFlows.manual("f");
        TestFlows inside = ending(TestFlows.helper("inside"), end);
        TestFlows failing =
                TestFlows.helper("failing")
                        .card("no", "control.throw", card -> card.in("message:string", "first"));
        switch (where) {
            case "If/Else" ->
                    flow.ifElse("if", "1", "==", "1", yes -> ending(yes, end), NOTHING, "", "", "");
            case "If/ElseIf" ->
                    flow.card(
                            "branch",
                            "control.branch",
                            card -> condition(card, "if/", 1, 1).body("if/flo:flo", inside));
            case "If Error, the attempt" ->
                    flow.card(
                            "guard",
                            "control.tryCatch",
                            card -> card.body("flo:flo", inside).handler(TestFlows.helper("h")));
            case "If Error, the handler" ->
                    flow.card(
                            "guard",
                            "control.tryCatch",
                            card -> card.body("flo:flo", failing).handler(inside));
            default -> {
                world.helpers.put("inside", inside.read());
                flow.card("call", "control.spawn", card -> card.in("flo:flo", "inside"));
            }
        }
        return flow.card("after", "control.return", card -> card.in("after:boolean", true));
    }

    @ParameterizedTest
    @CsvSource({
        "If/Else,               return,     returns",
        "If/Else,               returnRaw,  answers",
        "If/Else,               continueIf, stops",
        "If/Else,               throw,      fails",
        "If/ElseIf,             return,     goes on",
        "If/ElseIf,             returnRaw,  goes on",
        "If/ElseIf,             continueIf, goes on",
        "If/ElseIf,             throw,      fails",
        "'If Error, the attempt', return,     goes on",
        "'If Error, the attempt', returnRaw,  goes on",
        "'If Error, the attempt', continueIf, goes on",
        "'If Error, the attempt', throw,      goes on",
        "'If Error, the handler', return,     goes on",
        "'If Error, the handler', returnRaw,  goes on",
        "'If Error, the handler', continueIf, goes on",
        "'If Error, the handler', throw,      fails",
        "Call Flow,             return,     goes on",
        "Call Flow,             returnRaw,  goes on",
        "Call Flow,             continueIf, goes on",
        "Call Flow,             throw,      fails"
    })
    void whatACardEndsDependsOnWhereItStands(String where, String end, String expected) {
        Outcome outcome = run(holding(where, end), "{}");

        assertThat(
                        switch (outcome) {
                            case Outcome.Completed completed ->
                                    switch (completed.reply().orElseThrow()) {
                                        case Reply.Raw raw -> "answers";
                                        case Reply.Fields reply ->
                                                reply.fields().has("after") ? "goes on" : "returns";
                                    };
                            case Outcome.Stopped stopped -> "stops";
                            case Outcome.Failed failed -> "fails";
                            default -> outcome.toString();
                        })
                .isEqualTo(expected);
        assertThat(cards.seen).isEmpty();
    }

    /** An If/Else whose paths both assign a value, and a card that takes what both paths made. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | {\"joined\":\"yes\",\"yes\":\"yes\",\"no\":\"\",\"result\":true}",
                "false | {\"joined\":\"no\",\"yes\":\"\",\"no\":\"no\",\"result\":false}"
            })
    void aPathThatIsNotTakenGivesNothing(boolean way, String expected) {
        TestFlows flow =
                TestFlows.helper("f", "way:boolean")
                        .ifElse(
                                "if",
                                "=begin.way",
                                "==",
                                "true",
                                yes -> assigning(yes, "yes"),
                                no -> assigning(no, "no"),
                                "v:string",
                                "yes.v",
                                "no.v")
                        .card(
                                "end",
                                "control.return",
                                card ->
                                        card.from("joined:string", "ifJoin.v")
                                                .from("yes:string", "yes.v")
                                                .from("no:string", "no.v")
                                                .from("result:boolean", "if.result"));

        assertThat(fields(run(flow, "{\"way\": " + way + "}"))).isEqualTo(expected);
    }

    private static TestFlows assigning(TestFlows flow, String value) {
        return flow.card(value, "control.let", card -> card.in("v:string", value).out("v:string"));
    }

    @Test
    void aJoinTakesWhatTheAuthorTypedInWhereThePathGivesNothing() {
        TestFlows flow =
                TestFlows.helper("f", "way:boolean")
                        .ifElse(
                                "if",
                                "=begin.way",
                                "==",
                                "true",
                                yes -> assigning(yes, "yes"),
                                NOTHING,
                                "v:string=typed in",
                                "yes.v",
                                "")
                        .card("end", "control.return", card -> card.from("v:string", "ifJoin.v"));

        assertThat(fields(run(flow, "{\"way\": true}"))).isEqualTo("{\"v\":\"yes\"}");
        assertThat(fields(run(flow, "{\"way\": false}"))).isEqualTo("{\"v\":\"typed in\"}");
    }

    /** The groups of the conditions in the order of their fields, whatever their random names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | {\"v\":\"one\"}",
                "2 | {\"v\":\"two\"}",
                "3 | {\"v\":\"three\"}",
                "4 | {\"v\":null}"
            })
    void theFirstTrueConditionDecidesAndWithoutOneNothingRuns(int n, String expected) {
        TestFlows flow =
                TestFlows.helper("f", "n:number")
                        .card(
                                "branch",
                                "control.branch",
                                card ->
                                        alternative(card, "zz", 2, "two")
                                                .in("aa/operator:string", ">=")
                                                .from("aa/left-operand:number", "begin.n")
                                                .in("aa/right-operand:number", 2)
                                                .body("aa/flo:flo", returning("d", "three"))
                                                .from("if/left-operand:number", "begin.n")
                                                .in("if/operator:string", "==")
                                                .in("if/right-operand:number", 1)
                                                .body("if/flo:flo", returning("a", "one"))
                                                .out("v:*"))
                        .card("end", "control.return", card -> card.from("v:*", "branch.v"));
        if (n == 4) {
            flow =
                    TestFlows.helper("f", "n:number")
                            .card(
                                    "branch",
                                    "control.branch",
                                    card -> alternative(card, "if", 2, "two").out("v:*"))
                            .card("end", "control.return", card -> card.from("v:*", "branch.v"));
        }

        assertThat(fields(run(flow, "{\"n\": " + n + "}"))).isEqualTo(expected);
    }

    private static CardWriter alternative(CardWriter card, String group, int is, String gives) {
        return card.from(group + "/left-operand:number", "begin.n")
                .in(group + "/operator:string", "==")
                .in(group + "/right-operand:number", is)
                .body(group + "/flo:flo", returning("b", gives));
    }

    @Test
    void aConditionWithoutAnInputComparesNothing() {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "branch",
                                "control.branch",
                                card ->
                                        card.in("if/operator:string", "is empty")
                                                .body("if/flo:flo", returning("a", "empty"))
                                                .body("else/flo:flo", returning("b", "else"))
                                                .out("v:string"))
                        .card("expand", "object.expand", card -> card.part("G/value:string", "a"))
                        .card("end", "control.return", card -> card.from("v:string", "branch.v"));

        assertThat(fields(run(flow, "{}"))).isEqualTo("{\"v\":\"empty\"}");
    }

    @Test
    void valuesReachBlocksInBlocks() {
        TestFlows inner =
                TestFlows.helper("inner", "context/B:object")
                        .card(
                                "back",
                                "control.return",
                                card -> card.from("v:object", "begin.context/B"));
        TestFlows outer =
                TestFlows.helper("outer", "context/A:object")
                        .card(
                                "guard",
                                "control.tryCatch",
                                card ->
                                        card.body("flo:flo", inner)
                                                .handler(TestFlows.helper("h"))
                                                .from("context/B:object", "begin.context/A")
                                                .out("v:object"))
                        .card("back", "control.return", card -> card.from("v:object", "guard.v"));
        TestFlows flow =
                TestFlows.helper("f", "o:object")
                        .card(
                                "branch",
                                "control.branch",
                                card ->
                                        condition(card, "if/", 1, 1)
                                                .body("if/flo:flo", outer)
                                                .from("context/A:object", "begin.o")
                                                .out("v:object"))
                        .card("end", "control.return", card -> card.from("v:object", "branch.v"));

        assertThat(fields(run(flow, "{\"o\": {\"a\": [1]}}"))).isEqualTo("{\"v\":{\"a\":[1]}}");
        assertThat(world.steps.get(EXECUTION))
                .extracting(Step::path)
                .contains("1/if[0]/1/try/1", "1/if[0]/1", "1");
    }

    /** What a handler gets, also of a card deep inside and of a helper. */
    @Test
    void theErrorObjectSaysWhatFailedAndWhere() {
        world.helpers.put(
                "bad",
                TestFlows.helper("bad")
                        .card("deep", "test.fail", card -> card.in("why:string", "no"))
                        .read());
        TestFlows attempt =
                TestFlows.helper("try")
                        .card("calling", "control.spawn", card -> card.in("flo:flo", "bad"));
        TestFlows handler =
                TestFlows.helper("catch", "context/error:object")
                        .card(
                                "back",
                                "control.return",
                                card -> card.from("error:object", "begin.context/error"));
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "guard",
                                "control.tryCatch",
                                card ->
                                        card.body("flo:flo", attempt)
                                                .handler(handler)
                                                .out("error:object"))
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("error:object", "guard.error"));

        assertThat(fields(run(flow, "{}")))
                .isEqualTo(
                        "{\"error\":{\"message\":\"no\",\"code\":500,\"method\":\"calling\",\"flo\":\"f\","
                            + "\"execution\":\""
                                + EXECUTION
                                + "\",\"statusCode\":null,\"kind\":\"Rejected\",\"module\":\"test\","
                                + "\"description\":null,\"headers\":null,\"body\":null,"
                                + "\"errorSummary\":\"no\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "control.throw, message:string, raised, raised",
        "control.let, n:number, abc, Invalid type conversion",
        "list.at, index:number, 7, out of bounds",
        "acme.launch, x:string, y, not installed",
        "control.until, date:Date, 2999-01-01, at most 30 days"
    })
    void everyKindOfErrorReachesTheHandler(
            String card, String input, String value, String expected) {
        TestFlows attempt =
                TestFlows.helper("try").card("no", card, writer -> writer.in(input, value));
        TestFlows handler =
                TestFlows.helper("catch", "context/error:object")
                        .card(
                                "message",
                                "object.expand",
                                writer ->
                                        writer.from("object:object", "begin.context/error")
                                                .part("G/value:string", "message"))
                        .card(
                                "back",
                                "control.return",
                                writer -> writer.from("v:string", "message.G/value"));
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "guard",
                                "control.tryCatch",
                                writer ->
                                        writer.body("flo:flo", attempt)
                                                .handler(handler)
                                                .out("v:string"))
                        .card(
                                "end",
                                "control.return",
                                writer -> writer.from("v:string", "guard.v"));

        assertThat(fields(run(flow, "{}"))).contains(expected);
    }

    @Test
    void anErrorWithoutAHandlerFailsTheFlowAndACancelIsNone() {
        TestFlows attempt =
                TestFlows.helper("try")
                        .card("no", "test.fail", card -> card.in("why:string", "no"));
        TestFlows unguarded =
                TestFlows.manual("f")
                        .card("guard", "control.tryCatch", card -> card.body("flo:flo", attempt));

        assertThat(run(unguarded, "{}")).isInstanceOf(Outcome.Failed.class);

        world.interruption = Optional.of(Host.Interruption.CANCELLED);
        assertThat(run(holding("If Error, the attempt", "return"), "{}"))
                .isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void laterCardsDoNotRunAfterAnErrorAndNotesDoNothing() {
        TestFlows flow =
                TestFlows.manual("f")
                        .card("note", "control.comment", card -> {})
                        .card("before", "test.change", card -> card.in("value:string", "a"))
                        .card("no", "test.fail", card -> card.in("why:string", "no"))
                        .card("after", "test.change", card -> card.in("value:string", "b"));

        Outcome outcome = run(flow, "{}");

        assertThat(((Outcome.Failed) outcome).path()).isEqualTo("3");
        assertThat(cards.seen).extracting(TestCards.Seen::value).containsExactly("a");
        assertThat(world.steps.get(EXECUTION))
                .extracting(Step::title)
                .containsExactly("begin", "before", "no");
    }
}
