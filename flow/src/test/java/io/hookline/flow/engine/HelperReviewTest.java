package io.hookline.flow.engine;

import static io.hookline.flow.engine.FlowReviewTest.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.TestFlows;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What can go wrong between a flow and its helpers is reported before it runs. */
class HelperReviewTest {
    @Test
    void whatAHelperDoesNotReturnIsNamed() {
        Flow helper =
                TestFlows.helper("h")
                        .card(
                                "end",
                                "control.return",
                                card -> card.in("count:string", "1").in("list:object[]", List.of()))
                        .read();
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "call",
                                "control.spawn",
                                card ->
                                        card.in("flo:flo", "h")
                                                .out("count:number")
                                                .out("total:number")
                                                .out("unused:number"))
                        .card(
                                "use",
                                "control.let",
                                card ->
                                        card.from("a:number", "call.count")
                                                .from("b:number", "call.total"))
                        .read();

        assertThat(review(flow, helper))
                .extracting(finding ->
                        finding.card() + " " + finding.field() + ": " + finding.message())
                .containsExactly(
                        "call count: The flow \"h\" returns \"count\" as Text, but this output is"
                                + " Number: the conversion can fail.",
                        "call total: The flow \"h\" returns no field \"total\", so this output is"
                                + " always empty.");
    }

    private static Flow calling(String id, String... cards) {
        var flow = TestFlows.helper(id);
        for (String card : cards) {
            String[] parts = card.split(" ");
            flow.card(
                    parts[0] + "-" + parts[1],
                    parts[0],
                    made ->
                            (parts[0].startsWith("list")
                                            ? made.in("list:string[]", List.of())
                                            : made)
                                    .in("flo:flo", parts[1]));
        }
        return flow.read();
    }

    @Test
    void aFlowThatStartsItselfWithoutWaitingIsReported() {
        Flow self = calling("self", "control.run self", "control.run other");

        List<Finding> findings = review(self, self, calling("other"));

        assertThat(findings).extracting(Finding::card).containsExactly("control.run-self");
        assertThat(findings.getFirst().message())
                .startsWith("The flow starts itself again by this card, and")
                .contains("chains.hops");
    }

    @Test
    void soIsACircleOverOthersAndOverLoopsAtEachOfItsFlows() {
        Flow a = calling("a", "list.each b");
        Flow b = calling("b", "control.spawn c");
        Flow c = calling("c", "control.run a");
        Flow[] all = {a, b, c};

        assertThat(review(a, all))
                .extracting(finding -> finding.card() + ": " + finding.message())
                .singleElement()
                .asString()
                .startsWith("list.each-b: ")
                .contains("through \"b\" and \"c\"");
        assertThat(review(b, all)).extracting(Finding::card).containsExactly("control.spawn-c");
        assertThat(review(c, all)).extracting(Finding::card).containsExactly("control.run-a");
    }

    @Test
    void whatIsWaitedForOrNeverComesBackIsNotReported() {
        Flow recursive = calling("recursive", "control.spawn recursive", "control.run leaf");
        Flow leaf = calling("leaf");
        Flow beside = calling("beside", "control.run recursive", "control.spawn circle");
        Flow circle = calling("circle", "control.run circle");
        Flow[] all = {recursive, leaf, beside, circle};

        assertThat(review(recursive, all)).isEmpty();
        assertThat(review(beside, all)).isEmpty();
    }

    @Test
    void aFilterNeedsAnAnswer() {
        Flow helper = TestFlows.helper("h", "x:string").read();
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "keep",
                                "list.filter",
                                card ->
                                        card.in("list:string[]", List.of("a"))
                                                .in("flo:flo", "h")
                                                .out("list:string[]"))
                        .read();

        assertThat(review(flow, helper)).extracting(Finding::card).containsExactly("keep");
    }

    /** Published templates put a check of a signature behind such a call. */
    @Test
    void aContinueIfInAHelperStopsOnlyTheHelper() {
        Flow check =
                TestFlows.helper("check", "ok:boolean")
                        .card(
                                "stop",
                                "control.continueIf",
                                card ->
                                        card.from("left-operand:boolean", "begin.ok")
                                                .in("operator:string", "==")
                                                .in("right-operand:boolean", true))
                        .read();
        TestFlows ignoring =
                TestFlows.manual("f")
                        .card("call", "control.spawn", card -> card.in("flo:flo", "check"))
                        .card("act", "control.let", card -> card.in("x:string", "y"));
        TestFlows deciding =
                TestFlows.manual("f")
                        .card(
                                "call",
                                "control.spawn",
                                card -> card.in("flo:flo", "check").out("message:string"))
                        .card(
                                "decide",
                                "control.continueIf",
                                card ->
                                        card.from("left-operand:string", "call.message")
                                                .in("operator:string", "is empty"))
                        .card("act", "control.let", card -> card.in("x:string", "y"));
        TestFlows last =
                TestFlows.manual("f")
                        .card("call", "control.spawn", card -> card.in("flo:flo", "check"));

        assertThat(review(ignoring.read(), check))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.card()).isEqualTo("call");
                    assertThat(finding.message())
                            .contains("what follows in the caller runs even when this check fails")
                            .contains("Return Error If");
                });
        assertThat(review(deciding.read(), check)).isEmpty();
        assertThat(review(last.read(), check)).isEmpty();
    }

    @Test
    void aHelperWithoutReturnGivesItsLastCard() {
        Flow helper =
                TestFlows.helper("h", "x:string")
                        .card(
                                "same",
                                "boolean.compare",
                                card ->
                                        card.from("left-operand:string", "begin.x")
                                                .out("output:boolean"))
                        .read();
        Flow two =
                TestFlows.helper("two", "x:string")
                        .card(
                                "keep",
                                "control.let",
                                card ->
                                        card.in("a:boolean", true)
                                                .in("b:boolean", true)
                                                .out("a:boolean")
                                                .out("b:boolean"))
                        .read();
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "keep",
                                "list.filter",
                                card -> card.in("list:string[]", List.of("a")).in("flo:flo", "h"))
                        .card(
                                "both",
                                "list.filter",
                                card -> card.in("list:string[]", List.of("a")).in("flo:flo", "two"))
                        .card(
                                "call",
                                "control.spawn",
                                card -> card.in("flo:flo", "h").out("output:boolean"))
                        .card("use", "control.let", card -> card.from("v:boolean", "call.output"));

        assertThat(review(flow.read(), helper, two))
                .extracting(Finding::card)
                .containsExactly("both");
    }
}
