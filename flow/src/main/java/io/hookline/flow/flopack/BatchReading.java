package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where an endpoint flow reads one fixed event of a batch: it follows the request body from
 * card to card and looks for {@code data.events} with a constant index.
 */
final class BatchReading {
    /** Longer chains of cards are not followed. */
    private static final int MAX_CHAIN = 300;

    /** What captured values hold, by key; only inside nested flows. */
    private final Map<String, List<String>> captured;

    private final List<CardJson> cards;
    private final Map<String, CardJson> cardsById = new HashMap<>();
    private final Map<Place, Place> sources = new HashMap<>();
    private final Map<Place, Optional<List<String>>> paths = new HashMap<>();

    /** An input or output of a card. */
    private record Place(String card, String field) {}

    private BatchReading(FlowJson flow, Map<String, List<String>> captured) {
        this.captured = captured;
        this.cards = flow.cards();
        for (CardJson card : cards) {
            cardsById.put(card.uuid(), card);
            card.json()
                    .path("pins")
                    .properties()
                    .forEach(pin -> pinned(card, pin.getKey(), pin.getValue()));
        }
    }

    private void pinned(CardJson card, String output, JsonNode targets) {
        for (Map.Entry<String, JsonNode> target : targets.properties()) {
            for (JsonNode link : target.getValue()) {
                sources.put(
                        new Place(target.getKey(), link.path("input").asText()),
                        new Place(card.uuid(), output));
            }
        }
    }

    /** The cards of an endpoint flow that read a fixed event. */
    static List<Finding> of(FlowJson flow) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        new BatchReading(flow, Map.of()).collect(findings);
        return List.copyOf(findings.values());
    }

    private void collect(Map<String, Finding> findings) {
        for (CardJson card : cards) {
            for (FieldJson output : card.outputs()) {
                path(card, output, 0)
                        .filter(BatchReading::isFixedEvent)
                        .filter(path -> !inputIsFixedEvent(card))
                        .ifPresent(path ->
                                findings.putIfAbsent(card.uuid(), finding(card, path.get(2))));
            }
            Map<String, List<String>> inner = captures(card);
            card.nested().forEach(nested -> new BatchReading(nested, inner).collect(findings));
        }
    }

    private static Finding finding(CardJson card, String index) {
        String which =
                switch (index) {
                    case "0" -> "first";
                    case "last" -> "last";
                    default -> "one (number " + index + ", counted from 0)";
                };
        return new Finding(
                card.uuid(),
                card.id().equals("list.at") ? "index" : "",
                index,
                "Only the "
                        + which
                        + " event of a batch is read by \""
                        + card.title()
                        + "\". Let the event hook deliver one event per request, as it does by"
                        + " default to flows of this server, or run a helper for each item of"
                        + " data.events.");
    }

    private Map<String, List<String>> captures(CardJson card) {
        Map<String, List<String>> values = new HashMap<>();
        for (FieldJson input : card.inputs()) {
            if (input.group().equals("context")) {
                input(card, input, 0).ifPresent(path -> values.put(input.key(), path));
            }
        }
        return values;
    }

    private boolean inputIsFixedEvent(CardJson card) {
        return card.inputs().stream()
                .anyMatch(input ->
                        input(card, input, 0).filter(BatchReading::isFixedEvent).isPresent());
    }

    private static boolean isFixedEvent(List<String> path) {
        return path.size() > 2
                && path.get(0).equals("data")
                && path.get(1).equals("events")
                && (path.get(2).matches("\\d{1,9}") || path.get(2).equals("last"));
    }

    /**
     * Where in the request body an output comes from; empty when it does not, or that is unknown.
     */
    private Optional<List<String>> path(CardJson card, FieldJson output, int chain) {
        Place place = new Place(card.uuid(), output.id());
        Optional<List<String>> path = paths.get(place);
        if (path == null) {
            // a circle of pins, possible in a broken file, ends here
            paths.put(place, Optional.empty());
            path = chain > MAX_CHAIN ? Optional.empty() : derive(card, output, chain + 1);
            paths.put(place, path);
        }
        return path;
    }

    private Optional<List<String>> derive(CardJson card, FieldJson output, int chain) {
        return switch (card.isConnector() ? "" : card.id()) {
            case "http.accept" ->
                    switch (output.group()) {
                        case "raw" ->
                                output.key().equals("body")
                                        ? Optional.of(List.of())
                                        : Optional.empty();
                        case "body" -> Optional.of(List.of(output.key()));
                        default -> Optional.empty();
                    };
            case "control.callable" ->
                    output.group().equals("context")
                            ? Optional.ofNullable(captured.get(output.key()))
                            : Optional.empty();
            case "control.let" -> input(card, output.group(), output.key(), chain);
            case "json.parse" -> input(card, "", "string", chain);
            case "object.expand" -> below(input(card, "", "object", chain), expanded(output));
            case "object.get" ->
                    below(
                            input(card, "", "object", chain),
                            literal(card, "path").map(BatchReading::split));
            case "object.pick" ->
                    below(input(card, "", "object", chain), Optional.of(split(output.key())));
            case "list.at" ->
                    below(input(card, "", "list", chain), literal(card, "index").map(List::of));
            case "list.shift" -> end(card, output, "0", chain);
            case "list.pop" -> end(card, output, "last", chain);
            default -> Optional.empty();
        };
    }

    /** The first or last item, unless the flow goes on with the rest of the list. */
    private Optional<List<String>> end(CardJson card, FieldJson output, String index, int chain) {
        boolean restIsUsed =
                card.outputs().stream()
                        .anyMatch(field ->
                                field.key().equals("list")
                                        && card.json().path("pins").has(field.id()));
        return output.key().equals("item") && !restIsUsed
                ? below(input(card, "", "list", chain), Optional.of(List.of(index)))
                : Optional.empty();
    }

    private Optional<List<String>> input(CardJson card, String group, String key, int chain) {
        return card.input(group, key).flatMap(input -> input(card, input, chain));
    }

    private Optional<List<String>> input(CardJson card, FieldJson input, int chain) {
        Place source = sources.get(new Place(card.uuid(), input.id()));
        if (source == null) {
            return Optional.empty();
        }
        CardJson from = cardsById.get(source.card());
        return from.outputs().stream()
                .filter(output -> output.id().equals(source.field()))
                .findFirst()
                .flatMap(output -> path(from, output, chain));
    }

    /** What the author typed into an input, unless it is fed by another card. */
    private Optional<String> literal(CardJson card, String key) {
        return card.input("", key)
                .filter(input -> !sources.containsKey(new Place(card.uuid(), input.id())))
                .map(input -> input.literal().asText())
                .filter(text -> !text.isBlank());
    }

    private static Optional<List<String>> expanded(FieldJson output) {
        if (!output.key().equals("value")) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>();
        output.metadata().path("path").forEach(segment -> path.add(segment.asText()));
        return Optional.of(path);
    }

    private static Optional<List<String>> below(
            Optional<List<String>> base, Optional<List<String>> further) {
        return base.flatMap(start ->
                further.map(rest -> {
                    List<String> path = new ArrayList<>(start);
                    path.addAll(rest);
                    return path;
                }));
    }

    /** {@code data.events[0].target} and {@code data.events.0.target} are the same path. */
    private static List<String> split(String path) {
        return List.of(path.replaceAll("\\[(\\d+)]", ".$1").split("\\.", -1));
    }
}
