package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The {@code data} of a flow, over its JSON ({@code docs/reference/flopack.md#flow}). */
record FlowJson(ObjectNode data) {
    /** A flow of the top level. */
    static FlowJson of(ObjectNode flow) {
        return new FlowJson((ObjectNode) flow.get("data"));
    }

    /**
     * A flow inside a card: its data without the envelope of the top level; empty when it is none.
     */
    static Optional<FlowJson> nested(JsonNode body) {
        return body instanceof ObjectNode data && data.path("methods").isArray()
                ? Optional.of(new FlowJson(data))
                : Optional.empty();
    }

    List<CardJson> cards() {
        JsonNode methods = data.path("methods");
        List<CardJson> cards = new ArrayList<>(methods.size());
        methods.forEach(card -> cards.add(new CardJson((ObjectNode) card)));
        return cards;
    }

    /** Every card, those of nested flows after the card that holds them. */
    void visit(Consumer<CardJson> visitor) {
        for (CardJson card : cards()) {
            visitor.accept(card);
            for (FlowJson nested : card.nested()) {
                nested.visit(visitor);
            }
        }
    }
}
