package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Output;

import java.time.Instant;
import java.util.Optional;

/**
 * A frame as it is saved when its execution is suspended: outputs, paths taken, and the progress of
 * the current card. Resuming from it computes nothing again.
 */
final class FrameState {
    private FrameState() {}

    static Entry save(Frame frame, Planned planned, Progress progress) {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("card", planned.card.index());
        ArrayNode ran = state.putArray("ran");
        ArrayNode took = state.putArray("took");
        ObjectNode slots = state.putObject("slots");
        int last = frame.lastCard();
        for (Planned earlier : frame.plan.cards) {
            int card = earlier.card.index();
            if (!frame.ran[card]) {
                continue;
            }
            ran.add(card);
            if (frame.took[card]) {
                took.add(card);
            }
            for (Output output : earlier.outputs) {
                JsonNode value = frame.slot(output.slot());
                boolean needed = output.used() || card == last;
                if (needed && !value.isNull()) {
                    slots.set(Integer.toString(output.slot()), value);
                }
            }
        }
        state.set("progress", progress(progress));
        return new Entry(Kind.RESULT, planned.card.id(), "", state);
    }

    private static ObjectNode progress(Progress progress) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("attempt", progress.attempt);
        json.put("startedAt", progress.startedAt.toString());
        json.put("helpers", progress.helpers);
        json.put("choice", progress.choice);
        progress.until.ifPresent(until -> json.put("until", until.toString()));
        progress.note.ifPresent(note -> json.put("note", note));
        if (progress.postponed > 0) {
            json.put("postponed", progress.postponed);
        }
        progress.limitedSince.ifPresent(since -> json.put("limitedSince", since.toString()));
        progress.failure.ifPresent(failed -> {
            json.set("failure", JournalValues.failure(failed.failure()));
            json.set("failedAt", JournalValues.failedAt(failed.at()));
        });
        if (!progress.error.isMissingNode()) {
            json.set("error", progress.error);
        }
        if (progress.resolved) {
            ArrayNode values = json.putArray("values");
            for (JsonNode value : progress.values) {
                values.add(value);
            }
        }
        return json;
    }

    /** Restores the frame; returns the progress of the card to continue with. */
    static Progress restore(Frame frame, Planned planned, JsonNode state) {
        state.path("ran").forEach(card -> frame.ran[card.intValue()] = true);
        state.path("took").forEach(card -> frame.took[card.intValue()] = true);
        for (var slot : state.path("slots").properties()) {
            frame.restore(Integer.parseInt(slot.getKey()), slot.getValue());
        }
        JsonNode json = state.path("progress");
        var progress =
                new Progress(
                        planned.sources.length, Instant.parse(json.path("startedAt").asText()));
        progress.resumed = true;
        progress.attempt = json.path("attempt").asInt(1);
        progress.helpers = json.path("helpers").asInt();
        progress.choice = json.path("choice").asText();
        progress.until = text(json, "until").map(Instant::parse);
        progress.note = text(json, "note");
        progress.postponed = json.path("postponed").asInt();
        progress.limitedSince = text(json, "limitedSince").map(Instant::parse);
        progress.failure = json.has("failure") ? Optional.of(failed(json)) : Optional.empty();
        progress.error = json.path("error");
        progress.resolved = json.has("values");
        for (int i = 0; progress.resolved && i < progress.values.length; i++) {
            JsonNode value = json.path("values").path(i);
            progress.values[i] = value.isMissingNode() ? NullNode.getInstance() : value;
        }
        return progress;
    }

    private static Outcome.Failed failed(JsonNode progress) {
        return new Outcome.Failed(
                JournalValues.failure(progress.path("failure")),
                JournalValues.failedAt(progress.path("failedAt")));
    }

    /** Whether the saved state is that of the current card and its progress. */
    static boolean isAt(Entry state, Progress progress) {
        JsonNode saved = state.value().path("progress");
        ObjectNode now = JsonNodeFactory.instance.objectNode();
        now.put("attempt", progress.attempt);
        now.put("choice", progress.choice);
        progress.until.ifPresent(until -> now.put("until", until.toString()));
        return progress.failure.isPresent() == saved.has("failure")
                && progress.resolved == saved.has("values")
                && now.path("attempt").equals(saved.path("attempt"))
                && now.path("choice").equals(saved.path("choice"))
                && now.path("until").equals(saved.path("until"));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }
}
