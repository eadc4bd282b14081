package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.FilterEvaluationException;
import io.hookline.filter.HookFilter;
import io.hookline.server.json.Json;
import io.hookline.server.template.Samples.Effect;
import io.hookline.server.template.Samples.Sample;
import io.hookline.server.template.TemplateInstaller.Choices;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries the samples of a template on a server that has nothing else to do: installs the template
 * for each sample, lets its events happen, and compares what follows. Each sample goes three ways:
 * its events enter the log one by one; the same events are delivered once more; and, to a fresh
 * installation, all of them are delivered in one request.
 */
public final class TemplateTester {
    private static final Set<String> ENDED = Set.of("SUCCESS", "FAILURE", "CANCELLED");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long OFTEN = 10_000_000;

    private final ApiClient api;
    private final SampleWorld world;
    private final TemplateInstaller installer;
    private final Set<String> seen = new HashSet<>();

    public TemplateTester(ApiClient api, SampleWorld world) {
        this.api = api;
        this.world = world;
        this.installer = new TemplateInstaller(api);
    }

    /**
     * How one sample went in one way.
     *
     * @param expected how many effects
     * @param decided which filter or card ended it, or that it acted
     * @param mistakes what is not as expected, in sentences; empty when all is
     */
    public record Outcome(
            String sample,
            String way,
            int expected,
            int happened,
            String decided,
            List<String> mistakes) {
        public boolean isRight() {
            return mistakes.isEmpty();
        }
    }

    /** Tries all samples of one variant. */
    public List<Outcome> test(TemplateFolder folder, Variant variant) {
        Template template = folder.template();
        Samples samples = folder.samples();
        Choices choices = choices(template, variant);
        List<Outcome> outcomes = new ArrayList<>();
        for (Sample sample : samples.samples()) {
            List<Effect> effects = sample.effects(variant);
            List<ObjectNode> events = fresh(samples, sample);
            List<ObjectNode> passing =
                    events.stream().filter(event -> refusal(template, event).isEmpty()).toList();
            world.begin(samples.answers());
            installer.install(folder, choices);
            Installed installed = Installed.find(api, template.title());
            ArrayNode body = Json.MAPPER.createArrayNode();
            events.forEach(body::add);
            api.call("POST", "/api/v1/logs", body);
            outcomes.add(
                    outcome(
                            new Run(
                                    template,
                                    sample,
                                    variant,
                                    "one by one",
                                    effects,
                                    events,
                                    count(passing)),
                            installed));
            if (!passing.isEmpty()) {
                world.begin(samples.answers());
                deliver(installed, passing);
                outcomes.add(
                        outcome(
                                new Run(
                                        template,
                                        sample,
                                        variant,
                                        "again",
                                        List.of(),
                                        passing,
                                        count(passing) + 1),
                                installed));
                installer.uninstall(folder);
                world.begin(samples.answers());
                installer.install(folder, choices);
                installed = Installed.find(api, template.title());
                deliver(installed, passing);
                outcomes.add(
                        outcome(
                                new Run(
                                        template,
                                        sample,
                                        variant,
                                        "one batch",
                                        effects,
                                        passing,
                                        1),
                                installed));
            }
            installer.uninstall(folder);
        }
        return outcomes;
    }

    /** Connections to the world around, made once, and values for what somebody must choose. */
    private Choices choices(Template template, Variant variant) {
        Map<String, String> connections = new HashMap<>();
        template.connections()
                .forEach((connector, needed) -> {
                    if (variant.includes(needed.only())) {
                        connections.put(connector, connection(connector));
                    }
                });
        Map<String, String> settings = new HashMap<>();
        template.settings()
                .forEach((name, setting) -> {
                    if (setting.usual().isEmpty()) {
                        settings.put(name, "C-samples");
                    }
                });
        return new Choices(variant, connections, settings, false);
    }

    private String connection(String connector) {
        String name = "Samples of " + connector;
        for (JsonNode there : api.list("/connections")) {
            if (there.path("name").asText().equals(name)) {
                return there.path("id").asText();
            }
        }
        ObjectNode connection = Json.object().put("name", name).put("connector", connector);
        connection.put("baseUrl", world.url(connector).toString());
        connection.putObject("auth").put("type", "token").put("token", "of-the-samples");
        return api.call("POST", "/connections", connection).path("id").asText();
    }

    /** The events with uuids of their own: a log takes each uuid once. */
    private static List<ObjectNode> fresh(Samples samples, Sample sample) {
        Map<String, String> uuids = new HashMap<>();
        List<ObjectNode> events = samples.eventsOf(sample);
        for (int i = 0; i < events.size(); i++) {
            String uuid =
                    uuids.computeIfAbsent(
                            sample.events().get(i), name -> UUID.randomUUID().toString());
            events.get(i).put("uuid", uuid);
        }
        return events;
    }

    /** Delivers events in one request, as an event hook of another server does. */
    private void deliver(Installed installed, List<ObjectNode> events) {
        ObjectNode envelope = Json.object().put("eventType", "com.okta.event_hook");
        envelope.put("eventTypeVersion", "1.0").put("cloudEventsVersion", "0.1");
        envelope.put("source", api.url() + "/api/v1/eventHooks/samples");
        envelope.put("eventId", UUID.randomUUID().toString());
        ArrayNode list = envelope.putObject("data").putArray("events");
        events.forEach(list::add);
        envelope.put("eventTime", "2026-01-01T00:00:00.000Z")
                .put("contentType", "application/json");
        String id = installed.endpoint().orElseThrow().path("id").asText();
        String invoke = api.get("/flows/" + id).path("invokeUrl").asText();
        api.call("POST", invoke.substring(api.url().toString().length()), envelope);
    }

    /**
     * A sample on one of its ways.
     *
     * @param effects what must follow now
     * @param roots how many executions of the endpoint there are afterwards
     */
    private record Run(
            Template template,
            Sample sample,
            Variant variant,
            String way,
            List<Effect> effects,
            List<ObjectNode> events,
            int roots) {}

    /** How many events there are; a log takes each uuid once. */
    private static int count(List<ObjectNode> events) {
        return (int) events.stream().map(event -> event.path("uuid").asText()).distinct().count();
    }

    private Outcome outcome(Run run, Installed installed) {
        List<JsonNode> executions = settled(installed, run.roots());
        List<String> mistakes = new ArrayList<>();
        List<SampleWorld.Call> left = new ArrayList<>(world.calls());
        int happened = left.size();
        for (Effect effect : run.effects()) {
            Optional<SampleWorld.Call> found =
                    left.stream().filter(call -> isOf(call, effect)).findFirst();
            found.ifPresent(left::remove);
            if (found.isEmpty()) {
                mistakes.add(
                        "expected %s%s"
                                .formatted(
                                        effect.call(),
                                        effect.says().isEmpty()
                                                ? ""
                                                : " that says " + effect.says()));
            }
        }
        left.forEach(call ->
                mistakes.add(
                        "did not expect " + call.line() + ": " + call.body().replace('\n', ' ')));
        mistakes.addAll(rows(run, installed));
        Set<String> decided = new LinkedHashSet<>();
        run.events().forEach(event -> refusal(run.template(), event).ifPresent(decided::add));
        for (JsonNode execution : executions) {
            String flow = execution.at("/flow/name").asText();
            if (!execution.path("status").asText().equals("SUCCESS")) {
                mistakes.add(
                        "the flow '%s' ended with %s: %s"
                                .formatted(
                                        flow,
                                        execution.path("status").asText(),
                                        execution.at("/error/message").asText()));
            } else if (execution.path("stoppedBy").isTextual()) {
                decided.add("'" + flow + "': " + stop(execution));
            }
        }
        if (happened > 0 || decided.isEmpty()) {
            decided.add(happened > 0 ? "acted" : "nothing stopped it, and nothing happened");
        }
        return new Outcome(
                run.sample().name(),
                run.way(),
                run.effects().size(),
                happened,
                String.join("; ", decided),
                mistakes);
    }

    /** The card that ended an execution, and what it says. */
    private String stop(JsonNode execution) {
        JsonNode steps = api.get("/executions/" + execution.path("id").asText()).path("steps");
        JsonNode last = steps.path(steps.size() - 1);
        String message = last.at("/inputs/otherwise/message").asText();
        return "card '"
                + last.path("title").asText()
                + "'"
                + (message.isEmpty() ? "" : ": " + message);
    }

    /** Whether the tables hold as many rows as the sample says. */
    private List<String> rows(Run run, Installed installed) {
        List<String> mistakes = new ArrayList<>();
        run.sample()
                .rows()
                .forEach((name, expected) -> {
                    Template.KeptTable table = run.template().tables().get(name);
                    if (table == null) {
                        throw new TemplateRefused(
                                "The sample '%s' names the table '%s'; known are %s."
                                        .formatted(
                                                run.sample().name(),
                                                name,
                                                String.join(
                                                        ", ", run.template().tables().keySet())));
                    }
                    int rows =
                            installed.tables().stream()
                                    .filter(one -> one.path("name").asText().equals(table.name()))
                                    .mapToInt(one ->
                                            api.get("/tables/" + id(one)).path("rowCount").asInt())
                                    .sum();
                    if (rows != expected) {
                        mistakes.add(
                                "the table '%s' has %d rows, not %d"
                                        .formatted(table.name(), rows, expected));
                    }
                });
        return mistakes;
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    private static boolean isOf(SampleWorld.Call call, Effect effect) {
        return call.line().equals(effect.call())
                && effect.says().stream().allMatch(text -> call.body().contains(text));
    }

    /** Why the hook does not deliver an event; empty when it does. */
    private static Optional<String> refusal(Template template, ObjectNode event) {
        String type = event.path("eventType").asText();
        String expression = template.hook().events().get(type);
        if (expression == null) {
            return Optional.of("hook: it does not ask for " + type);
        }
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        try {
            return HookFilter.parse(expression).matches(event)
                    ? Optional.empty()
                    : Optional.of("hook: filter of " + type);
        } catch (FilterEvaluationException e) {
            return Optional.of("hook: filter of " + type + " has no answer: " + e.getMessage());
        }
    }

    /** Waits until the hook has delivered and all has ended; what ended since the last time. */
    private List<JsonNode> settled(Installed installed, int roots) {
        String hook = id(installed.hooks().getFirst());
        String endpoint = id(installed.endpoint().orElseThrow());
        long began = System.nanoTime();
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            JsonNode delivery = api.get("/eventHooks/" + hook + "/delivery");
            if (delivery.at("/lag/events").asInt() == 0
                    && delivery.path("openBatches").asInt() == 0
                    && api.get("/executions?limit=200&flow=" + endpoint).size() >= roots) {
                List<JsonNode> fresh =
                        api.get("/executions?limit=200")
                                .valueStream()
                                .filter(one -> !seen.contains(one.path("id").asText()))
                                .toList()
                                .reversed();
                if (fresh.stream().allMatch(one -> ENDED.contains(one.path("status").asText()))) {
                    fresh.forEach(one -> seen.add(one.path("id").asText()));
                    return fresh;
                }
            }
            LockSupport.parkNanos(OFTEN);
        }
        throw new TemplateRefused(
                "The flows had not ended after " + PATIENCE.toSeconds() + " seconds.");
    }
}
