package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The examples in the declarations of pure cards are true. */
class ExamplesTest {
    private static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @TestFactory
    Stream<DynamicTest> everyExampleIsTrue() {
        return CATALOG.cards().stream()
                .filter(card -> card.method().isPresent() && card.effect() == Effect.NONE)
                .flatMap(card ->
                        card.examples().stream()
                                .map(example ->
                                        DynamicTest.dynamicTest(
                                                card.id() + " " + JsonText.write(example.in()),
                                                () -> run(card, example))));
    }

    @TestFactory
    Stream<DynamicTest> everyCardHasAnExample() {
        return CATALOG.cards().stream()
                .filter(card -> card.method().isPresent())
                .map(card ->
                        DynamicTest.dynamicTest(
                                card.id(), () -> assertThat(card.examples()).isNotEmpty()));
    }

    private static void run(CardDefinition card, CardExample example) {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "it",
                                card.id(),
                                writer -> {
                                    fields(card, card.inputs(), example.in())
                                            .forEach((spec, value) -> writer.in(spec, value));
                                    fields(card, card.outputs(), example.out())
                                            .forEach((spec, value) -> writer.out(spec));
                                });
        var world = new World();

        Outcome outcome =
                new Interpreter(CATALOG)
                        .run(
                                EXECUTION,
                                flow.read(),
                                TriggerInput.of(Map.of()),
                                world.host(EXECUTION));

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        JsonNode made = world.steps.get(EXECUTION).getLast().outputs();
        assertThat(Comparison.deepEqual(made, example.out()))
                .as("%s made %s, the example says %s", card.id(), made, example.out())
                .isTrue();
    }

    /** Fields as a flow would declare them; what the card does not declare takes any value. */
    private static Map<String, JsonNode> fields(
            CardDefinition card, List<FieldDefinition> declared, JsonNode example) {
        var fields = new java.util.LinkedHashMap<String, JsonNode>();
        for (var entry : example.properties()) {
            boolean known = declared.stream().anyMatch(field -> isField(field, entry.getKey()));
            boolean group =
                    !known
                            && entry.getValue().isObject()
                            && (card.id().equals("control.lookup")
                                    || card.id().equals("string.replaceAny"));
            if (group) {
                entry.getValue()
                        .properties()
                        .forEach(inner ->
                                fields.put(
                                        entry.getKey() + "/" + inner.getKey() + ":*",
                                        inner.getValue()));
            } else {
                fields.put(entry.getKey() + ":" + type(declared, entry.getKey()), entry.getValue());
            }
        }
        return fields;
    }

    private static String type(List<FieldDefinition> declared, String key) {
        return declared.stream()
                .filter(field -> isField(field, key))
                .map(field -> field.type().kind().word() + (field.type().list() ? "[]" : ""))
                .findFirst()
                .orElse("*");
    }

    private static boolean isField(FieldDefinition field, String key) {
        return field.group().isEmpty() && field.key().equals(key);
    }
}
