package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardFailure;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Which cards run: paths, blocks, handlers of errors and what ends them. */
class PathsTest extends EngineTest {
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
}
