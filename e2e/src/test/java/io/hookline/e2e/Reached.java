package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which cards of a flow an execution reached, those of nested flows included, and why not the
 * others.
 */
final class Reached {
    private final Map<String, Integer> unreached = new TreeMap<>();
    private int cards;

    /** The steps that ran in one flow or nested flow: by place, a card by what it is called. */
    private record Frame(String prefix, Map<String, JsonNode> steps) {}

    private Reached() {}

    /**
     * Compares.
     *
     * @param data of the flow's document
     * @param executions the execution, and those that ran nested flows of its loops
     */
    static Reached of(JsonNode data, JsonNode execution, Collection<JsonNode> loops) {
        Reached reached = new Reached();
        Map<String, JsonNode> steps = steps(List.of(execution));
        reached.flow(data, new Frame("", steps), steps(loops), "");
        return reached;
    }

    int cards() {
        return cards;
    }

    /** How many cards were not reached, by reason. */
    Map<String, Integer> unreached() {
        return unreached;
    }

    private static Map<String, JsonNode> steps(Collection<JsonNode> executions) {
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        for (JsonNode execution : executions) {
            execution.path("steps").forEach(step -> steps.put(step.path("path").asText(), step));
        }
        return steps;
    }

    private void flow(JsonNode data, Frame frame, Map<String, JsonNode> loops, String outer) {
        Map<String, List<String>> ran = new HashMap<>();
        String why = outer.isEmpty() ? "on a path not taken" : outer;
        for (Map.Entry<String, JsonNode> entry : frame.steps().entrySet()) {
            String path = entry.getKey();
            if (path.startsWith(frame.prefix()) && path.indexOf('/', frame.prefix().length()) < 0) {
                JsonNode step = entry.getValue();
                ran.computeIfAbsent(key(step), known -> new ArrayList<>()).add(path);
                why =
                        switch (step.path("status").asText()) {
                            case "FAILURE" -> "after an error";
                            case "STOPPED" -> "after a stop";
                            default -> why;
                        };
            }
        }
        for (JsonNode card : data.path("methods")) {
            if (card.path("address").asText().endsWith(":control:0.0.1:comment")) {
                continue;
            }
            cards++;
            List<String> paths = ran.getOrDefault(key(card, id(card)), new ArrayList<>());
            if (paths.isEmpty()) {
                unreached.merge(why, 1, Integer::sum);
                nested(card, frame, "", loops, why);
            } else {
                nested(card, frame, paths.removeFirst(), loops, "");
            }
        }
    }

    /**
     * The flows that a card holds.
     *
     * @param path where the card ran; empty when it did not, for the reason that is given
     */
    private void nested(
            JsonNode card, Frame frame, String path, Map<String, JsonNode> loops, String why) {
        boolean loop = id(card).startsWith("list.") || id(card).equals("object.map");
        int alternative = 0;
        for (JsonNode input : card.at("/node/model/inputs/data")) {
            JsonNode body = input.at("/value/data");
            if (!body.path("methods").isArray()) {
                continue;
            }
            String group = input.path("group").asText("");
            String place =
                    group.equals("else")
                            ? "else"
                            : id(card).equals("control.tryCatch")
                                    ? "try"
                                    : "if[" + alternative++ + "]";
            if (loop) {
                inside(body, new Frame("", loops), loops, why, "in a loop over nothing");
            } else {
                inside(
                        body,
                        new Frame(path + "/" + place + "/", frame.steps()),
                        loops,
                        why,
                        "on a path not taken");
            }
        }
        JsonNode handler = card.at("/node/model/policy/error/flo");
        if (handler.path("methods").isArray()) {
            inside(
                    handler,
                    new Frame(path + "/catch/", frame.steps()),
                    loops,
                    why,
                    "for an error that did not occur");
        }
    }

    private void inside(
            JsonNode body, Frame frame, Map<String, JsonNode> loops, String why, String notRun) {
        boolean ran =
                why.isEmpty()
                        && frame.steps().keySet().stream()
                                .anyMatch(path -> path.startsWith(frame.prefix()));
        Frame inner = ran ? frame : new Frame("never", Map.of());
        flow(body, inner, loops, ran ? "" : why.isEmpty() ? notRun : why);
    }

    private static String key(JsonNode step) {
        return step.path("card").asText() + " " + step.path("title").asText();
    }

    private static String key(JsonNode card, String id) {
        return id + " " + card.at("/node/data/name").asText();
    }

    private static String id(JsonNode card) {
        String[] address = card.path("address").asText().split(":");
        return (address.length == 5 ? address[2] : address[3]) + "." + address[address.length - 1];
    }
}
