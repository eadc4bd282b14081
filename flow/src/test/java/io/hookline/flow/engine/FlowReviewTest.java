package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.Flopacks;
import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can make a flow fail is reported before it runs, with the card. */
class FlowReviewTest {
    private static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());

    private static List<Finding> review(Flow flow, Flow... helpers) {
        return FlowReview.of(
                flow,
                CATALOG,
                id -> List.of(helpers).stream().filter(one -> one.id().equals(id)).findFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "string, string, ''",
        "string, number, fails for a text that does not spell one",
        "string, boolean, fails for a text that does not spell one",
        "string, Date, fails for a text that does not spell one",
        "string, object, fails for a text that does not spell one",
        "string, string[], ''",
        "string, number[], fails for a text that does not spell one",
        "string, object[], ''",
        "number, string, ''",
        "number, boolean, ''",
        "number, Date, ''",
        "number, object, fails for every value",
        "number, object[], ''",
        "boolean, string, ''",
        "boolean, number, ''",
        "boolean, Date, fails for every value",
        "boolean, object, fails for every value",
        "Date, string, ''",
        "Date, number, fails for every value",
        "Date, boolean, fails for every value",
        "Date, object, fails for every value",
        "object, string, ''",
        "object, number, fails for every value",
        "object, boolean, fails for every value",
        "object, Date, fails for every value",
        "object, object[], ''",
        "object[], object, ''",
        "object[], string, ''",
        "string[], number, fails for every value",
        "string[], number[], fails for a text that does not spell one",
        "number[], string[], ''",
        "*, number, ''",
        "object, *, ''",
        "file, object, ''",
    })
    void saysWhichLinksCanFail(String from, String to, String said) {
        Flow flow =
                TestFlows.helper("f", "x:" + from)
                        .card("use", "control.let", card -> card.from("y:" + to, "begin.x"))
                        .read();

        List<Finding> findings = review(flow);

        if (said.isEmpty()) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().card()).isEqualTo("use");
            assertThat(findings.getFirst().field()).isEqualTo("y");
            assertThat(findings.getFirst().message()).contains(said).contains("\"Helper Flow\"");
        }
    }

    @Test
    void aConversionOfALinkCanFailToo() {
        Flow flow =
                TestFlows.helper("f", "x:string")
                        .card(
                                "use",
                                "control.let",
                                card ->
                                        card.from("a:object", "begin.x", "parse", false)
                                                .from("b:string[]", "begin.x", "wrapArray", false))
                        .read();

        assertThat(review(flow)).extracting(Finding::field).containsExactly("a");
    }

    @Test
    void aRequiredInputThatNobodyFilledIsNamed() {
        ObjectNode document =
                TestFlows.manual("f")
                        .card(
                                "find",
                                "string.find",
                                card -> card.in("string:string", "").in("substr:string", null))
                        .card("call", "control.spawn", card -> card.in("flo:flo", ""))
                        .card(
                                "far",
                                "acme.send",
                                card ->
                                        card.in("Message/to:string", "")
                                                .in("Message/tags:string[]", List.of()))
                        .document();
        document.path("data")
                .path("methods")
                .forEach(method ->
                        method.path("node")
                                .path("model")
                                .path("inputs")
                                .path("data")
                                .forEach(field -> ((ObjectNode) field).put("required", true)));

        List<Finding> findings = review(Flow.read(document));

        assertThat(findings)
                .extracting(finding -> finding.card() + " " + finding.field())
                .containsExactly("find substr", "call flo", "far Message.to");
        assertThat(findings.get(1).message()).startsWith("No flow is chosen");
    }

    @Test
    void aPatternThatCannotBeUsedIsReportedBeforeTheFlowRuns() {
        String huge = "([a-z]{1,500}){1,500}";
        Flow flow =
                TestFlows.helper("f", "x:string")
                        .card(
                                "fits",
                                "string.matches",
                                card -> card.in("string:string", "a").in("pattern:string", huge))
                        .card(
                                "linked",
                                "string.matches",
                                card ->
                                        card.in("string:string", huge)
                                                .from("pattern:string", "begin.x"))
                        .card(
                                "several",
                                "string.replaceAny",
                                card ->
                                        card.in("text:string", huge)
                                                .in("p1/first:string", "fine")
                                                .in("p2/second:string", "(open"))
                        .read();

        List<Finding> findings = review(flow);

        assertThat(findings)
                .extracting(finding -> finding.card() + " " + finding.field())
                .containsExactly("fits pattern", "several p2.second");
        assertThat(findings.getFirst().message())
                .contains("its repeats expand to more than 2000 parts");
    }

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
    void aFlowThatStartsItselfWithoutWaitingIsTold() {
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
    void whatIsWaitedForOrNeverComesBackIsNotTold() {
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

    /** What was published worked for its authors: what is found there is what can really fail. */
    @Test
    void findsLittleInPublishedFlows() {
        Map<String, Flow> flows = new HashMap<>();
        for (Path file : Flopacks.files()) {
            Flopacks.flows(file)
                    .forEach(document ->
                            flows.put(document.path("id").asText(), Flow.read(document)));
        }
        long certain =
                flows.values().stream()
                        .flatMap(flow ->
                                FlowReview.of(
                                        flow, CATALOG, id -> Optional.ofNullable(flows.get(id)))
                                        .stream())
                        .filter(finding ->
                                finding.message().contains("every value")
                                        || finding.message().contains("required"))
                        .count();

        assertThat(certain).isLessThan(20);
    }

    @ParameterizedTest
    @CsvSource({"date", "iso", "full"})
    void nowIntoADateAlwaysWorks(String output) {
        Flow flow =
                TestFlows.manual("f")
                        .card("now", "date.now", card -> card.out(output + ":string"))
                        .card(
                                "keep",
                                "control.let",
                                card -> card.from("at:string", "now." + output).out("at:string"))
                        .card("use", "date.epoch", card -> card.from("start:Date", "keep.at"))
                        .read();

        assertThat(review(flow)).isEmpty();
    }

    /** What a card gives as a number or a truth is one, even where the flow says Text. */
    @Test
    void whatTheCardDeclaresCountsBesideWhatTheFlowSays() {
        Flow flow =
                TestFlows.helper("f", "text:string")
                        .card(
                                "length",
                                "string.length",
                                card ->
                                        card.from("string:string", "begin.text")
                                                .out("length:string"))
                        .card(
                                "free",
                                "string.trim",
                                card ->
                                        card.from("string:string", "begin.text")
                                                .out("output:string"))
                        .card(
                                "use",
                                "control.let",
                                card ->
                                        card.from("fine:number", "length.length")
                                                .from("odd:number", "free.output"))
                        .read();

        assertThat(review(flow)).extracting(Finding::field).containsExactly("odd");
    }

    @Test
    void whatTheCardNeedsCountsWhateverTheFlowSaysOfItsFields() {
        Flow flow =
                TestFlows.manual("f")
                        .card("find", "string.find", card -> card.in("string:string", "a"))
                        .card(
                                "add",
                                "date.add",
                                card ->
                                        card.in("start:Date", "")
                                                .in("scale:number", "")
                                                .in("unit:string", ""))
                        .card("empty", "string.length", card -> card.in("string:string", ""))
                        .card("wait", "control.wait", card -> card.in("unit:string", "second"))
                        .read();

        assertThat(review(flow))
                .extracting(finding -> finding.card() + " " + finding.field())
                .containsExactly("find substr", "add start", "add scale", "add unit", "wait delay");
    }

    @Test
    void whatWasTypedInMustBeWhatTheFieldTakes() {
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "add",
                                "date.add",
                                card ->
                                        card.in("start:Date", "some day")
                                                .in("scale:number", "many")
                                                .in("unit:string", "fortnights"))
                        .card(
                                "pad",
                                "string.pad",
                                card ->
                                        card.in("string:string", "a")
                                                .in("length:number", 1.5)
                                                .in("side:string", "LEFT"))
                        .read();

        assertThat(review(flow))
                .extracting(finding -> finding.card() + " " + finding.field())
                .containsExactly("add start", "add scale", "add unit", "pad length");
        assertThat(review(flow).get(2).message()).contains("fortnights");
    }

    @Test
    void anOutputThatACardNeverGivesIsNamedWhenItIsUsed() {
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "length",
                                "string.length",
                                card ->
                                        card.in("string:string", "a")
                                                .out("lenght:number")
                                                .out("unused:number"))
                        .card("use", "control.let", card -> card.from("x:number", "length.lenght"))
                        .read();

        assertThat(review(flow))
                .extracting(finding -> finding.card() + " " + finding.field())
                .containsExactly("length lenght");
        assertThat(review(flow).getFirst().message()).contains("\"length\"");
    }

    @Test
    void aPlaceholderWithoutAFieldIsNamed() {
        Flow flow =
                TestFlows.manual("f")
                        .card(
                                "compose",
                                "string.compose",
                                card ->
                                        card.in("_text_:string", "{{{a}}} and {{{b}}}, {\"c\": {}}")
                                                .in("a:string", "x"))
                        .card(
                                "formula",
                                "math.expression",
                                card -> card.in("_formula_:string", "{{{n}}} + whatever(1)"))
                        .read();

        assertThat(review(flow)).extracting(Finding::card).startsWith("compose");
        assertThat(review(flow).getFirst().message()).contains("{{{b}}}").doesNotContain("{{{a}}}");
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
