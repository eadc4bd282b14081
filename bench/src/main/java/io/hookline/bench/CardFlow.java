package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.model.Flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Flows of one card many times over, with the inputs of its first example. */
final class CardFlow {
    static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());

    /** Cards whose undeclared objects are groups of fields. */
    private static final Set<String> GROUPED =
            Set.of("control.lookup", "jwt.sign", "string.replaceAny");

    private CardFlow() {}

    /** Cards that need something that is not here: a flow that is stored, a private key. */
    private static final Set<String> OUTSIDE =
            Set.of("utility.exportFlo", "utility.exportFolder", "crypto.sign");

    /** The ids of all cards that compute, ask the clock or draw lots, and of some that steer. */
    static List<String> cards() {
        return Stream.concat(
                        CATALOG.cards().stream()
                                .filter(card -> !OUTSIDE.contains(card.id()))
                                .filter(card -> !card.examples().isEmpty())
                                .map(CardDefinition::id),
                        SteeringFlows.cards().stream())
                .toList();
    }

    static Flow of(String id, int copies) {
        return SteeringFlows.of(id, copies).orElseGet(() -> computing(id, copies));
    }

    private static Flow computing(String id, int copies) {
        CardDefinition card = CATALOG.find(id).orElseThrow();
        CardExample example = card.examples().getFirst();
        Map<String, JsonNode> inputs = fields(card, card.inputs(), example.in());
        Map<String, JsonNode> outputs = fields(card, card.outputs(), example.out());
        BenchFlow flow = BenchFlow.manual(id);
        for (int i = 0; i < copies; i++) {
            flow.card(
                    "card" + i,
                    id,
                    writer -> {
                        inputs.forEach(writer::in);
                        outputs.keySet().forEach(writer::out);
                    });
        }
        return Flow.read(flow.document());
    }

    /** Fields as a flow declares them; what the card does not declare takes any value. */
    private static Map<String, JsonNode> fields(
            CardDefinition card, List<FieldDefinition> declared, ObjectNode example) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : example.properties()) {
            String key = entry.getKey();
            Optional<FieldDefinition> known =
                    declared.stream()
                            .filter(field -> field.group().isEmpty() && field.key().equals(key))
                            .findFirst();
            if (known.isEmpty() && entry.getValue().isObject() && GROUPED.contains(card.id())) {
                entry.getValue()
                        .properties()
                        .forEach(inner ->
                                fields.put(key + "/" + inner.getKey() + ":*", inner.getValue()));
            } else {
                fields.put(key + ":" + known.map(CardFlow::type).orElse("*"), entry.getValue());
            }
        }
        return fields;
    }

    private static String type(FieldDefinition field) {
        return field.type().kind().word() + (field.type().list() ? "[]" : "");
    }
}
