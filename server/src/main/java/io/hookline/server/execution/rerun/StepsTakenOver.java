package io.hookline.server.execution.rerun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The steps that an execution takes over from the one that it goes on from: those of cards that it
 * does not come to, because the other had waited after them and it begins where that went on.
 */
public final class StepsTakenOver {
    /** Where a stored step says which execution called its helpers, when it is another one. */
    public static final String HELPERS_OF = "helpersOf";

    private static final String FRAME = "frame";
    private static final String RETRY = "/retry[";

    private StepsTakenOver() {}

    /**
     * Where a flow, or one nested in a card of it, goes on.
     *
     * @param prefix what the paths of its cards begin with
     * @param card the card at which it goes on, by its number in the flow
     * @param attempt the attempt of that card
     */
    private record Place(String prefix, int card, int attempt) {
        /** Whether a step was over when the flow was suspended here. */
        boolean isBehind(JsonNode step) {
            String path = step.path("path").asText();
            if (!path.startsWith(prefix)) {
                return false;
            }
            int end = prefix.length();
            while (end < path.length() && Character.isDigit(path.charAt(end))) {
                end++;
            }
            if (end == prefix.length()) {
                return false;
            }
            int number = Integer.parseInt(path, prefix.length(), end, 10);
            return number < card || number == card && attempt(path.substring(end), step) < attempt;
        }

        /** Of which attempt of the card a step is that belongs to it or to a flow nested in it. */
        private static int attempt(String within, JsonNode step) {
            if (within.isEmpty()) {
                return step.path("attempt").asInt(1);
            }
            return within.startsWith(RETRY)
                    ? Integer.parseInt(within, RETRY.length(), within.indexOf(']'), 10)
                    : 1;
        }
    }

    /**
     * @param steps of the execution that failed
     * @param taken what the new one begins with in its journal
     * @param failed the execution that failed
     */
    public static List<ObjectNode> of(
            ArrayNode steps, Map<String, Journal.Entry> taken, UUID failed) {
        List<Place> places = new ArrayList<>();
        taken.forEach((path, entry) -> {
            if (path.equals(FRAME) || path.endsWith("/" + FRAME)) {
                String prefix = path.substring(0, path.length() - FRAME.length());
                JsonNode state = entry.value();
                int attempt = state.at("/progress/attempt").asInt(1);
                places.add(new Place(prefix, state.path("card").asInt(), attempt));
            }
        });
        List<ObjectNode> behind = new ArrayList<>();
        for (JsonNode step : steps) {
            if (places.stream().anyMatch(place -> place.isBehind(step))) {
                behind.add(marked((ObjectNode) step, failed));
            }
        }
        return behind;
    }

    private static ObjectNode marked(ObjectNode step, UUID failed) {
        if (step.has("helpers") && !step.has(HELPERS_OF)) {
            step.put(HELPERS_OF, failed.toString());
        }
        String mark = "Taken over from execution ";
        String note = step.path("note").asText("");
        return note.contains(mark)
                ? step
                : step.put("note", (note.isEmpty() ? "" : note + " ") + mark + failed + ".");
    }
}
