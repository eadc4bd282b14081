package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.model.Flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Flows of one pure card many times over, with the inputs of its first example. */
final class CardFlow {
    static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());

    /** Cards whose undeclared objects are groups of fields. */
    private static final Set<String> GROUPED = Set.of("control.lookup", "string.replaceAny");

    private CardFlow() {}

    /** The ids of all pure cards. */
    static List<String> cards() {
        return CATALOG.cards().stream()
                .filter(card -> card.effect() == Effect.NONE)
                .map(CardDefinition::id)
                .toList();
    }

    static Flow of(String id, int copies) {
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
