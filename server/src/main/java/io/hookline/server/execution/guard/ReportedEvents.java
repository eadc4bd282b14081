package io.hookline.server.execution.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.model.Payload;
import io.hookline.server.json.Json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The events that an execution was started with, as far as they may report what Hookline did
 * itself.
 */
public final class ReportedEvents {
    /** What calls of ours bear as their client, where the other system tells. */
    private static final String OURS = "hookline";

    private static final int MOST = 100;
    private static final int DEEPEST = 8;

    private final List<Event> events = new ArrayList<>();

    private ReportedEvents() {}

    /**
     * One event.
     *
     * @param at when it happened
     * @param about ids and names of its targets
     */
    record Event(Instant at, Set<String> about) {}

    /** Those of a payload; none when it holds none. */
    public static ReportedEvents of(Payload payload, Instant now) {
        ReportedEvents found = new ReportedEvents();
        switch (payload) {
            case Payload.Call call -> found.read(call, now);
            case Payload.Inputs inputs -> found.add(inputs.values(), now, 0);
            case Payload.HelperCall call -> found.add(call.fields(), now, 0);
        }
        return found;
    }

    List<Event> events() {
        return events;
    }

    private void read(Payload.Call call, Instant now) {
        try {
            add(Json.parse(call.body()), now, 0);
        } catch (JsonProcessingException e) {
            // no events then
        }
    }

    private void add(JsonNode value, Instant now, int depth) {
        if (events.size() >= MOST || depth > DEEPEST) {
            return;
        }
        JsonNode targets = value.path("target");
        if (targets.isArray() && value.path("actor").isObject()) {
            if (mayBeOurs(value)) {
                events.add(new Event(time(value, now), subjects(targets)));
            }
            return;
        }
        if (value.isContainerNode()) {
            value.forEach(part -> add(part, now, depth + 1));
        }
    }

    /**
     * The client says who it was. Where the event does not tell of a client, it was somebody else
     * than the target at least.
     */
    private static boolean mayBeOurs(JsonNode event) {
        String client = event.at("/client/userAgent/rawUserAgent").asText("");
        if (!client.isEmpty()) {
            return client.toLowerCase(Locale.ROOT).startsWith(OURS);
        }
        return !subjects(event.path("target")).contains(event.at("/actor/id").asText(""));
    }

    private static Set<String> subjects(JsonNode targets) {
        Set<String> subjects = new LinkedHashSet<>();
        for (JsonNode target : targets) {
            for (String name : List.of("id", "alternateId")) {
                String text = target.path(name).asText("");
                if (!text.isEmpty() && !text.equals("unknown")) {
                    subjects.add(text);
                }
            }
        }
        return subjects;
    }

    private static Instant time(JsonNode event, Instant now) {
        try {
            return Instant.parse(event.path("published").asText(""));
        } catch (DateTimeException e) {
            return now;
        }
    }
}
