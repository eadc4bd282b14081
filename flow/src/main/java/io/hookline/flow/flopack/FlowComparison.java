package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What differs between two documents of a flow in what it does; how the editor lays it out does not
 * count.
 */
public final class FlowComparison {
    private static final int LONGEST = 500;
    private static final List<String> SETTINGS =
            List.of("security_level", "log", "cron", "scheduled");

    private final List<Change> changes = new ArrayList<>();

    private FlowComparison() {}

    /**
     * One difference.
     *
     * @param card the card's {@code uuid}; empty for the flow as a whole
     * @param title the card's title; empty for the flow as a whole
     * @param field what of it: an input or output by group and key, a setting; empty for the card
     *     itself
     * @param before what stood there; empty when nothing did
     * @param after what stands there now; empty when nothing does
     */
    public record Change(
            String card,
            String title,
            String field,
            Optional<String> before,
            Optional<String> after) {}

    /** The differences, those of the whole flow first, then card by card. */
    public static List<Change> of(ObjectNode before, ObjectNode after) {
        var comparison = new FlowComparison();
        comparison.compare("", "", settings(before), settings(after));
        Map<String, Described> old = cards(FlowJson.of(before), "");
        Map<String, Described> now = cards(FlowJson.of(after), "");
        Set<String> all = new LinkedHashSet<>(old.keySet());
        all.addAll(now.keySet());
        for (String place : all) {
            Turn.check();
            comparison.card(
                    Optional.ofNullable(old.get(place)), Optional.ofNullable(now.get(place)));
        }
        comparison.order(before, after);
        return List.copyOf(comparison.changes);
    }

    /** A card with everything that matters of it, by field. */
    private record Described(CardJson card, Map<String, String> fields) {}

    private void card(Optional<Described> before, Optional<Described> after) {
        CardJson card = after.or(() -> before).orElseThrow().card();
        if (before.isPresent() && after.isPresent()) {
            compare(card.uuid(), card.title(), before.get().fields(), after.get().fields());
        } else {
            changes.add(
                    new Change(
                            card.uuid(),
                            card.title(),
                            "",
                            before.map(old -> old.card().id()),
                            after.map(now -> now.card().id())));
        }
    }

    private void compare(
            String card, String title, Map<String, String> before, Map<String, String> after) {
        Set<String> fields = new LinkedHashSet<>(before.keySet());
        fields.addAll(after.keySet());
        for (String field : fields) {
            Optional<String> old = Optional.ofNullable(before.get(field));
            Optional<String> now = Optional.ofNullable(after.get(field));
            if (!old.equals(now)) {
                changes.add(
                        new Change(
                                card,
                                title,
                                field,
                                old.map(FlowComparison::shortened),
                                now.map(FlowComparison::shortened)));
            }
        }
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    /** The cards that both have, when they run in another order. */
    private void order(ObjectNode before, ObjectNode after) {
        List<FlowCard> old = Flow.read(before).cards();
        List<FlowCard> now = Flow.read(after).cards();
        Set<String> common = new LinkedHashSet<>(old.stream().map(FlowCard::uuid).toList());
        common.retainAll(now.stream().map(FlowCard::uuid).toList());
        String first = titles(old, common);
        String second = titles(now, common);
        if (!uuids(old, common).equals(uuids(now, common))) {
            changes.add(
                    new Change(
                            "",
                            "",
                            "order",
                            Optional.of(shortened(first)),
                            Optional.of(shortened(second))));
        }
    }

    private static List<String> uuids(List<FlowCard> cards, Set<String> common) {
        return cards.stream().map(FlowCard::uuid).filter(common::contains).toList();
    }

    private static String titles(List<FlowCard> cards, Set<String> common) {
        return String.join(
                ", ",
                cards.stream()
                        .filter(card -> common.contains(card.uuid()))
                        .map(FlowCard::title)
                        .toList());
    }

    private static Map<String, String> settings(ObjectNode flow) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("name", flow.path("name").asText());
        settings.put("description", flow.path("description").asText(""));
        for (String setting : SETTINGS) {
            JsonNode value = flow.path("data").path(setting);
            if (!Conversion.isBlank(value)) {
                settings.put(setting, text(value));
            }
        }
        return settings;
    }

    /**
     * Every card by its place: nested flows are identified by the card and field that hold them.
     */
    private static Map<String, Described> cards(FlowJson flow, String inside) {
        Map<String, Map<String, String>> links = links(flow);
        Map<String, Described> cards = new LinkedHashMap<>();
        for (CardJson card : flow.cards()) {
            Turn.check();
            String place = inside + "/" + card.uuid();
            cards.put(
                    place,
                    new Described(card, fields(card, links.getOrDefault(card.uuid(), Map.of()))));
            for (FieldJson input : card.inputs()) {
                FlowJson.nested(input.literal())
                        .ifPresent(body -> cards.putAll(cards(body, place + "/" + input.name())));
            }
            FlowJson.nested(card.errorPolicy().path("flo"))
                    .ifPresent(body -> cards.putAll(cards(body, place + "/error")));
        }
        return cards;
    }

    /** For each card what is linked into each of its inputs, by the input's id. */
    private static Map<String, Map<String, String>> links(FlowJson flow) {
        Map<String, Map<String, String>> links = new HashMap<>();
        for (CardJson card : flow.cards()) {
            Map<String, String> outputs = new HashMap<>();
            card.outputs().forEach(output -> outputs.put(output.id(), output.name()));
            for (var output : card.json().path("pins").properties()) {
                for (var target : output.getValue().properties()) {
                    for (JsonNode link : target.getValue()) {
                        String convert =
                                link.path("transform")
                                        .path(output.getKey())
                                        .path("convert")
                                        .asText();
                        String said =
                                "from "
                                        + card.title()
                                        + ": "
                                        + outputs.getOrDefault(output.getKey(), output.getKey())
                                        + (convert.isEmpty() ? "" : " (" + convert + ")");
                        links.computeIfAbsent(target.getKey(), id -> new HashMap<>())
                                .merge(
                                        link.path("input").asText(),
                                        said,
                                        (one, other) -> one + "; " + other);
                    }
                }
            }
        }
        return links;
    }

    private static Map<String, String> fields(CardJson card, Map<String, String> links) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("card", card.id());
        fields.put("title", card.title());
        card.config().ifPresent(config -> fields.put("connection", config));
        ObjectNode policy =
                card.errorPolicy() instanceof ObjectNode given
                        ? given.deepCopy()
                        : Flopack.object();
        if (policy.path("flo").isObject()) {
            policy.remove("flo");
        }
        if (!policy.isEmpty()) {
            fields.put("error handling", text(policy));
        }
        JsonNode note = card.model().path("comments");
        if (note.isObject()) {
            fields.put("note", text(note));
        }
        for (FieldJson input : card.inputs()) {
            String name = "input " + input.name() + (isForError(input) ? " (error)" : "");
            fields.put(name + " type", type(input));
            String linked = links.get(input.id());
            if (linked != null) {
                fields.put(name, linked);
            } else if (!Conversion.isBlank(input.literal()) && !input.literal().isObject()
                    || input.literal().isObject()
                            && !input.isFlow()
                            && !input.literal().isEmpty()) {
                fields.put(name, text(input.literal()));
            }
            JsonNode proxy = input.json().path("value").path("proxy");
            if (proxy.isObject()) {
                fields.put(
                        name + " per item",
                        proxy.path("dynamic").asBoolean()
                                ? "item " + proxy.path("path").asText("")
                                : "the same");
            }
        }
        for (FieldJson output : card.outputs()) {
            fields.put("output " + output.name() + " type", type(output));
        }
        return fields;
    }

    private static boolean isForError(FieldJson field) {
        return field.json().path("value").path("error").asBoolean();
    }

    private static String type(FieldJson field) {
        return field.type()
                + (field.json().path("value").path("collection").asBoolean() ? "[]" : "");
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : JsonText.write(value);
    }
}
