package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code samples.yaml} says: events that a detection must notice, events that it must not,
 * and what follows.
 *
 * @param answers what the systems around answer, by method and path; without an entry a call that
 *     reads finds nothing, and any other one succeeds
 * @param events by name
 */
public record Samples(
        Map<String, JsonNode> answers, Map<String, EventSource> events, List<Sample> samples) {
    public Samples {
        answers = answers == null ? Map.of() : Map.copyOf(answers);
        events = events == null ? Map.of() : Map.copyOf(events);
        if (samples == null || samples.isEmpty()) {
            throw new TemplateRefused("The member 'samples' is missing or empty.");
        }
        samples = List.copyOf(samples);
        for (Sample sample : samples) {
            for (String event : sample.events()) {
                if (!events.containsKey(event)) {
                    throw new TemplateRefused(
                            "The sample '%s' names the event '%s'; known are %s."
                                    .formatted(
                                            sample.name(),
                                            event,
                                            String.join(", ", events.keySet())));
                }
            }
        }
    }

    /**
     * An event, whole or as a change of another one.
     *
     * @param like the event that it is like, null when {@code set} is all
     * @param set members by path, with dots; null as value empties a member
     */
    public record EventSource(String like, LinkedHashMap<String, JsonNode> set) {}

    /**
     * Events that come one after the other, and what follows of all of them together.
     *
     * @param effects calls that change or tell something; in any order, and no others
     * @param rows how many rows tables hold in the end, by the template's names for the tables
     */
    public record Sample(
            String name, List<String> events, List<Effect> effects, Map<String, Integer> rows) {
        public Sample {
            if (name == null || events == null || events.isEmpty()) {
                throw new TemplateRefused("A sample needs a 'name' and 'events'.");
            }
            events = List.copyOf(events);
            effects = effects == null ? List.of() : List.copyOf(effects);
            rows = rows == null ? Map.of() : Map.copyOf(rows);
        }

        List<Effect> effects(Variant variant) {
            return effects.stream().filter(effect -> variant.includes(effect.only())).toList();
        }
    }

    /**
     * A call that follows.
     *
     * @param call method and path
     * @param says texts that its body contains
     * @param only the variant that does it, null for all
     */
    public record Effect(String call, List<String> says, Variant only) {
        public Effect {
            if (call == null) {
                throw new TemplateRefused("An effect needs a 'call', such as POST /api/v1/….");
            }
            says = says == null ? List.of() : List.copyOf(says);
        }
    }

    /** The events of a sample, complete. */
    List<ObjectNode> eventsOf(Sample sample) {
        return sample.events().stream().map(name -> event(name, List.of())).toList();
    }

    private ObjectNode event(String name, List<String> followed) {
        if (followed.contains(name) || !events.containsKey(name)) {
            throw new TemplateRefused(
                    "The event '%s' is like '%s', which %s."
                            .formatted(
                                    followed.isEmpty() ? name : followed.getLast(),
                                    name,
                                    followed.contains(name) ? "leads back to it" : "is not there"));
        }
        EventSource source = events.get(name);
        List<String> more = new ArrayList<>(followed);
        more.add(name);
        ObjectNode event = source.like() == null ? Json.object() : event(source.like(), more);
        if (source.set() != null) {
            source.set().forEach((path, value) -> set(event, path, value));
        }
        return event;
    }

    private static void set(ObjectNode event, String path, JsonNode value) {
        ObjectNode parent = event;
        String[] keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            parent = parent.withObjectProperty(keys[i]);
        }
        parent.set(keys[keys.length - 1], value);
    }
}
