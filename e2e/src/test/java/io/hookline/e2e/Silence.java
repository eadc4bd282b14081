package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an execution that succeeded does not say: a card that calls a helper for each item of a list
 * that has some, and called none; or an output that is null although a later card takes it.
 *
 * @param card by id and title
 * @param what as in a sentence
 */
record Silence(String card, String what) {
    /**
     * The cards that ran in the flow itself, by id and title; those that are there twice left out.
     */
    private record Cards(Map<String, JsonNode> declared, Map<String, JsonNode> ran) {}

    /**
     * Looks at the cards of the flow and at those of the blocks in it, whose loops ran in
     * executions of their own.
     *
     * @param data of the flow's document
     * @param loops executions of the flow that ran blocks of loops
     */
    static List<Silence> of(JsonNode data, JsonNode execution, List<JsonNode> loops) {
        List<Silence> found = new ArrayList<>();
        if (!execution.path("status").asText().equals("SUCCESS")) {
            return found;
        }
        List<JsonNode> steps = new ArrayList<>();
        execution.path("steps").forEach(steps::add);
        loops.forEach(loop -> loop.path("steps").forEach(steps::add));
        Cards cards = cards(data, steps);
        for (Map.Entry<String, JsonNode> ran : cards.ran().entrySet()) {
            helpers(ran.getKey(), cards, found);
            nulls(ran.getKey(), cards, found);
        }
        return found;
    }

    /** Whether a file says that this is right, word for word, by flow. */
    boolean isAccepted(JsonNode file, String flow) {
        for (JsonNode accepted : file.path(flow)) {
            if (toString().equals(accepted.path("silence").asText("?"))) {
                return true;
            }
        }
        return false;
    }

    private static Cards cards(JsonNode data, List<JsonNode> steps) {
        Map<String, JsonNode> declared = new LinkedHashMap<>();
        Map<String, Integer> times = new HashMap<>();
        declare(data, declared, times);
        Map<String, JsonNode> ran = new LinkedHashMap<>();
        for (JsonNode step : steps) {
            String key = step.path("card").asText() + " " + step.path("title").asText();
            boolean good = step.path("status").asText().equals("SUCCESS");
            if (good && times.getOrDefault(key, 0) == 1) {
                ran.putIfAbsent(key, step);
            }
        }
        return new Cards(declared, ran);
    }

    /** The cards of a flow, and those of the blocks in its inputs and error handling. */
    private static void declare(
            JsonNode data, Map<String, JsonNode> declared, Map<String, Integer> times) {
        for (JsonNode card : data.path("methods")) {
            String key = key(card);
            times.merge(key, 1, Integer::sum);
            declared.put(key, card);
            for (JsonNode input : card.at("/node/model/inputs/data")) {
                declare(input.at("/value/data"), declared, times);
            }
            declare(card.at("/node/model/policy/error/flo"), declared, times);
        }
    }

    private static void helpers(String key, Cards cards, List<Silence> found) {
        JsonNode step = cards.ran().get(key);
        boolean calls = false;
        for (JsonNode input : cards.declared().get(key).at("/node/model/inputs/data")) {
            calls |=
                    input.at("/value/type").asText().equals("flo")
                            && !input.at("/value/data").asText().isEmpty();
        }
        JsonNode list = step.at("/inputs/list");
        boolean one = key.startsWith("control.spawn") || key.startsWith("control.run");
        boolean some = list.isArray() && !list.isEmpty();
        boolean streamed =
                step.path("outputs").findValues("Records Streamed").stream()
                        .anyMatch(count -> count.asInt() > 0);
        if (calls && (one || some || streamed) && step.at("/helpers/count").asInt() == 0) {
            found.add(new Silence(key, "called no helper"));
        }
    }

    private static void nulls(String key, Cards cards, List<Silence> found) {
        JsonNode card = cards.declared().get(key);
        JsonNode outputs = cards.ran().get(key).path("outputs");
        for (JsonNode output : card.at("/node/model/outputs/data")) {
            JsonNode value = value(outputs, output);
            if (value.isNull() || value.isMissingNode()) {
                card.path("pins")
                        .path(output.path("id").asText())
                        .fieldNames()
                        .forEachRemaining(uuid ->
                                taken(uuid, cards)
                                        .ifPresent(taker ->
                                                found.add(
                                                        new Silence(
                                                                key,
                                                                "gave null for "
                                                                        + output.path("key")
                                                                                .asText()
                                                                        + ", which "
                                                                        + taker
                                                                        + " takes"))));
            }
        }
    }

    private static JsonNode value(JsonNode outputs, JsonNode field) {
        String group = field.path("group").asText("");
        boolean grouped = !field.path("group").isNull() && !group.isEmpty();
        return (grouped ? outputs.path(group) : outputs).path(field.path("key").asText());
    }

    /** The card with that id, when it ran. */
    private static Optional<String> taken(String uuid, Cards cards) {
        return cards.declared().entrySet().stream()
                .filter(card -> card.getValue().path("uuid").asText().equals(uuid))
                .map(Map.Entry::getKey)
                .filter(cards.ran()::containsKey)
                .findFirst();
    }

    private static String key(JsonNode card) {
        String[] address = card.path("address").asText().split(":");
        return (address.length == 5 ? address[2] : address[3])
                + "."
                + address[address.length - 1]
                + " "
                + card.at("/node/data/name").asText();
    }

    @Override
    public String toString() {
        return card + " " + what;
    }
}
