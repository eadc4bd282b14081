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

    static List<Finding> review(Flow flow, Flow... helpers) {
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
}
