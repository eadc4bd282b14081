package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.SteeringCard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a flow needs, read from its document.
 *
 * @param uses what it needs, each once
 * @param findings what its author should know whatever the workspace holds
 */
public record FlowOutline(List<Use> uses, List<Finding> findings) {
    /**
     * Raised whenever something else is read out of the same document, so that what was kept of
     * flows that were saved before is read again.
     */
    public static final int READING = 1;

    public FlowOutline {
        uses = List.copyOf(uses);
        findings = List.copyOf(findings);
    }

    /**
     * Something that a flow needs.
     *
     * @param kind what it is
     * @param target its id
     * @param card the first card that needs it
     */
    public record Use(Kind kind, String target, String card) {
        /** What can be needed. */
        public enum Kind {
            /** A flow that is called. */
            FLOW,
            /** A flow that a card takes as a value, without calling it. */
            NAMED_FLOW,
            TABLE,
            CONNECTION,
            /** A card, by {@code module.name}. */
            CARD,
            /** No longer written: what was said of cards without a connection. */
            UNCONNECTED
        }
    }

    /** Reads a flow that {@link Flopack} checked. */
    public static FlowOutline of(ObjectNode flow) {
        FlowJson json = FlowJson.of(flow);
        Map<List<Object>, Use> uses = new LinkedHashMap<>();
        json.visit(card ->
                uses(card)
                        .forEach(use -> uses.putIfAbsent(List.of(use.kind(), use.target()), use)));
        boolean endpoint =
                json.cards().stream().anyMatch(card -> SteeringCard.ACCEPT.is(card.id()));
        List<Finding> findings = new ArrayList<>(UnknownTypes.of(json));
        if (endpoint) {
            findings.addAll(BatchReading.of(json));
        }
        return new FlowOutline(List.copyOf(uses.values()), findings);
    }

    /**
     * A card for which a connection is chosen.
     *
     * @param card its uuid
     * @param title what people see
     * @param connection the id of the connection
     */
    public record Connected(String card, String title, CardAddress address, String connection) {}

    /** Each card of a flow that names a connection, whether it opens it or not. */
    public static List<Connected> connected(ObjectNode flow) {
        List<Connected> connected = new ArrayList<>();
        FlowJson.of(flow)
                .visit(card ->
                        card.config()
                                .map(id ->
                                        new Connected(
                                                card.uuid(), card.title(), card.address(), id))
                                .ifPresent(connected::add));
        return connected;
    }

    private static List<Use> uses(CardJson card) {
        List<Use> uses = new ArrayList<>();
        // also where the card of today opens none: whoever may not use it may not write it down
        card.config().ifPresent(id -> uses.add(new Use(Use.Kind.CONNECTION, id, card.uuid())));
        if (SteeringCard.COMMENT.is(card.id())) {
            return uses;
        }
        uses.add(new Use(Use.Kind.CARD, card.id(), card.uuid()));
        card.errorFlow().ifPresent(id -> uses.add(new Use(Use.Kind.FLOW, id, card.uuid())));
        for (FieldJson input : card.inputs()) {
            if (input.isFlow() || input.isTable()) {
                Use.Kind kind = kind(card, input);
                texts(input.literal()).forEach(id -> uses.add(new Use(kind, id, card.uuid())));
            }
        }
        return uses;
    }

    private static Use.Kind kind(CardJson card, FieldJson input) {
        if (!input.isFlow()) {
            return Use.Kind.TABLE;
        }
        return card.callsFlows() ? Use.Kind.FLOW : Use.Kind.NAMED_FLOW;
    }

    private static List<String> texts(JsonNode literal) {
        List<String> texts = new ArrayList<>();
        if (literal.isTextual()) {
            texts.add(literal.textValue());
        } else if (literal.isArray()) {
            literal.forEach(item -> texts.addAll(texts(item)));
        }
        texts.removeIf(String::isBlank);
        return texts;
    }
}
