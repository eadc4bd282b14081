package io.hookline.flow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.Flopacks;
import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.cards.FunctionCards;

import org.junit.jupiter.api.Test;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

class FlowReadTest {
    private static TestFlows chain() {
        return TestFlows.manual("f")
                .card(
                        "a",
                        "control.let",
                        card -> card.title("First").in("x:string", "1").out("x:string"))
                .card(
                        "b",
                        "control.let",
                        card -> card.title("Second").from("x:string", "a.x").out("x:string"));
    }

    private static void assertRefused(ObjectNode document, String message) {
        assertThatThrownBy(() -> Flow.read(document))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining(message);
    }

    private static ObjectNode with(TestFlows flow, Consumer<ObjectNode> change) {
        ObjectNode document = flow.document();
        change.accept((ObjectNode) document.path("data"));
        return document;
    }

    private static ObjectNode card(ObjectNode data, int place) {
        return (ObjectNode) data.path("methods").path(place);
    }

    @Test
    void ignoresThePlaceInTheFileAndPairsOfACardWithItself() {
        ObjectNode document =
                with(
                        chain(),
                        data -> {
                            ArrayNode methods = (ArrayNode) data.path("methods");
                            methods.add(methods.remove(0));
                            data.withObjectProperty("orderings").putArray("self").add("b").add("b");
                        });

        assertThat(Flow.read(document).cards())
                .extracting(FlowCard::uuid)
                .containsExactly("begin", "a", "b");
    }

    @Test
    void namesTheCardsOfACircle() {
        assertRefused(
                with(
                        chain(),
                        data ->
                                data.withObjectProperty("orderings")
                                        .putArray("back")
                                        .add("b")
                                        .add("a")),
                "runs in a circle at card \"First\" (a)");
    }

    @Test
    void namesTheCardsOfTwoBeginnings() {
        assertRefused(
                with(chain(), data -> data.withObjectProperty("orderings").remove("o1")),
                "nothing leads to card \"begin\" (begin) nor to card \"Second\" (b)");
    }

    @Test
    void namesWhatIsMissing() {
        assertRefused(TestFlows.manual("f").document().put("data", "x"), "has no object \"data\"");
        assertRefused(with(chain(), data -> data.putArray("methods")), "it has no cards");
        assertRefused(
                with(
                        chain(),
                        data ->
                                data.withObjectProperty("orderings")
                                        .putArray("x")
                                        .add("b")
                                        .add("gone")),
                "names the card gone, which is not there");
        assertRefused(
                with(chain(), data -> data.withObjectProperty("orderings").putArray("x").add("b")),
                "ordering x is no pair");
        assertRefused(
                with(chain(), data -> card(data, 2).put("uuid", "a")), "two cards have the uuid a");
        assertRefused(
                with(chain(), data -> card(data, 1).put("address", "x")),
                "card \"First\" (a): its address");
        assertRefused(
                with(chain(), data -> card(data, 1).withObjectProperty("pins").putObject("none")),
                "card \"First\" (a): a link leaves from its output none");
        assertRefused(
                with(
                        chain(),
                        data ->
                                card(data, 1)
                                        .withObjectProperty("pins")
                                        .withObjectProperty("ao0")
                                        .putArray("b")
                                        .addObject()
                                        .put("input", "none")),
                "card \"Second\" (b): a link leads to its input none");
        assertRefused(
                with(
                        chain(),
                        data -> card(data, 0).put("address", "root:kernel:string:0.0.1:trim")),
                "begins with card \"begin\" (begin), which is no trigger");
        assertRefused(
                with(chain(), data -> card(data, 1).withObjectProperty("branches").put("b", true)),
                "only an If/Else can have them");
    }

    @Test
    void namesAnIfElseWithoutACommonJoin() {
        var flow =
                TestFlows.manual("f")
                        .ifElse("choice", "1", "==", "1", yes -> {}, no -> {}, "", "", "");

        assertRefused(
                with(
                        flow,
                        data -> {
                            data.withObjectProperty("orderings").remove("o1");
                            data.withObjectProperty("orderings")
                                    .putArray("x")
                                    .add("choice")
                                    .add("choiceJoin");
                        }),
                "the paths of card \"choice\" (choice) do not lead to one common Join");
    }

    @Test
    void refusesFlowsThatAreNestedTooDeep() {
        TestFlows inner = TestFlows.helper("inner");
        for (int i = 0; i < 25; i++) {
            TestFlows body = inner;
            inner =
                    TestFlows.helper("outer" + i)
                            .card("try", "control.tryCatch", card -> card.body("flo:flo", body));
        }

        assertRefused(inner.document(), "nested more than 20 flows deep");
    }

    @Test
    void readsALongFlowWithoutRecursion() {
        TestFlows flow = TestFlows.manual("f");
        for (int i = 0; i < 5_000; i++) {
            flow.card("c" + i, "control.comment", card -> {});
        }

        assertThat(flow.read().cards()).hasSize(5_001);
    }

    @Test
    void listsWhatAFlowCanDo() {
        Flow flow =
                TestFlows.manual("f")
                        .card("now", "date.now", card -> {})
                        .card("trim", "string.trim", card -> {})
                        .card("call", "control.spawn", card -> card.in("flo:flo", "other"))
                        .card("send", "slack.send", card -> card.connection("c1"))
                        .card(
                                "row",
                                "stash.createRow",
                                card -> card.in("parameters/stash:string", "t1"))
                        .read();
        CardCatalog catalog = CardCatalog.of(FunctionCards.all().toArray());

        assertThat(flow.effects(catalog))
                .extracting(effect -> effect.card().uuid())
                .containsExactly("now");
        assertThat(flow.highestEffect(catalog)).isEqualTo(Effect.READ);
        assertThat(flow.helperIds()).containsExactly("other");
        assertThat(flow.connectionIds()).containsExactly("c1");
        assertThat(flow.tableIds()).containsExactly("t1");
    }

    @Test
    void knowsTheTriggersOfThePublishedFlows() {
        Map<Trigger, Integer> counts = new EnumMap<>(Trigger.class);
        for (var file : Flopacks.files()) {
            for (ObjectNode document : Flopacks.flows(file)) {
                Flow flow = Flow.read(document);
                counts.merge(flow.trigger(), 1, Integer::sum);
                assertThat(flow.schedule().isPresent())
                        .isEqualTo(flow.trigger() == Trigger.SCHEDULED);
            }
        }

        assertThat(counts).containsEntry(Trigger.ENDPOINT, 21).containsEntry(Trigger.DELEGATED, 6);
        assertThat(counts.keySet()).containsExactly(Trigger.values());
    }
}
