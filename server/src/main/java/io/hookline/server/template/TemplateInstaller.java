package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sets a template up on a server, and takes it away again. Either all of it is there afterwards, or
 * nothing.
 */
public final class TemplateInstaller {
    private final ApiClient api;
    private Optional<FlopackBuilder> builder = Optional.empty();

    public TemplateInstaller(ApiClient api) {
        this.api = api;
    }

    /**
     * What whoever installs it chose.
     *
     * @param connections ids or names of connections of the server, by connector
     * @param settings values by name
     * @param planned whether it is only said what would be done
     */
    public record Choices(
            Variant variant,
            Map<String, String> connections,
            Map<String, String> settings,
            boolean planned) {
        public Choices {
            connections = Map.copyOf(connections);
            settings = Map.copyOf(settings);
        }
    }

    /**
     * Imports the flows, connects them, switches them on, and creates the event hook. What is there
     * already is brought up to date where it is.
     *
     * @return what was set up, a line each
     */
    public List<String> install(TemplateFolder folder, Choices choices) {
        Template template = folder.template();
        Installed before = Installed.find(api, template.title());
        Map<String, JsonNode> settings = settings(template, choices);
        Map<String, JsonNode> connections = connections(template, choices, before);
        ObjectNode file = builder().build(template, choices.variant(), settings, false);
        if (!before.isEmpty()) {
            return new TemplateUpdate(api, before, file, connections)
                    .run(folder, choices.planned(), hookOf(template));
        }
        if (choices.planned()) {
            return planned(template, choices.variant(), connections);
        }
        JsonNode imported =
                api.call(
                        "POST",
                        "/flows/import?folder="
                                + URLEncoder.encode(template.title(), StandardCharsets.UTF_8),
                        file);
        try {
            return setUp(template, imported, connections);
        } catch (RuntimeException e) {
            undo(template, e);
            throw e;
        }
    }

    private static List<String> planned(
            Template template, Variant variant, Map<String, JsonNode> connections) {
        List<String> lines = new ArrayList<>();
        lines.add("folder      " + template.title() + ": new");
        connections.forEach((connector, chosen) ->
                lines.add(
                        "connection  %s stands for '%s'"
                                .formatted(connector, chosen.path("name").asText())));
        template.tables()
                .values()
                .forEach(table -> lines.add("table       " + table.name() + ": new"));
        template.flows().values().stream()
                .filter(flow -> variant.includes(flow.only()))
                .forEach(flow -> lines.add("flow        " + flow.name() + ": new"));
        lines.add("event hook  " + template.title() + ": new");
        return lines;
    }

    private void undo(Template template, RuntimeException cause) {
        try {
            takeAway(Installed.find(api, template.title()));
        } catch (TemplateRefused e) {
            throw new TemplateRefused(
                    cause.getMessage()
                            + " What had been made by then could not be removed: "
                            + e.getMessage());
        }
    }

    /** Knows the server's cards, which are asked for once. */
    private FlopackBuilder builder() {
        builder = builder.or(() -> Optional.of(new FlopackBuilder(api.get("/cards"))));
        return builder.orElseThrow();
    }

    private List<String> setUp(
            Template template, JsonNode imported, Map<String, JsonNode> connections) {
        List<String> lines = new ArrayList<>();
        lines.add("folder      " + imported.at("/folder/name").asText());
        for (JsonNode stub : imported.path("connections")) {
            JsonNode chosen = connections.get(stub.path("connector").asText());
            api.call(
                    "PUT",
                    "/connections/" + id(stub) + "/link",
                    Json.object().put("connection", id(chosen)));
            lines.add(
                    "connection  %s stands for '%s'"
                            .formatted(
                                    stub.path("connector").asText(), chosen.path("name").asText()));
        }
        imported.path("tables")
                .forEach(table -> lines.add("table       " + table.path("name").asText()));
        JsonNode endpoint = flow(imported, template.flows().get(template.hook().flow()).name());
        // What it remembers is looked up and written by cards of their own, one event after
        // another.
        api.call(
                "PUT",
                "/flows/" + id(endpoint) + "/concurrency",
                Json.object().put("mostAtOnce", 1));
        api.post("/flows/" + id(endpoint) + "/on?helpers=true");
        for (JsonNode flow : imported.path("flows")) {
            JsonNode now = api.get("/flows/" + id(flow));
            if (!now.path("mode").asText().equals("on")) {
                now = api.post("/flows/" + id(flow) + "/on");
            }
            lines.add("flow        %s (on)".formatted(now.path("name").asText()));
            now.path("problems")
                    .forEach(problem ->
                            lines.add("  problem   " + problem.path("message").asText()));
        }
        JsonNode hook = api.call("POST", "/api/v1/eventHooks", hook(template, endpoint));
        if (!hook.path("verificationStatus").asText().equals("VERIFIED")) {
            throw new TemplateRefused(
                    "The event hook was not verified: " + hook.path("verificationFailure") + ".");
        }
        lines.add(
                "event hook  %s (%s, %s), %s"
                        .formatted(
                                id(hook),
                                hook.path("status").asText(),
                                hook.path("verificationStatus").asText(),
                                String.join(", ", template.hook().events().keySet())));
        return lines;
    }

    /** The hook as the Okta-compatible API takes it. */
    private static ObjectNode hook(Template template, JsonNode endpoint) {
        ObjectNode hook = hookOf(template);
        hook.putObject("channel")
                .put("type", "HTTP")
                .put("version", "1.0.0")
                .putObject("config")
                .put("uri", endpoint.path("invokeUrl").asText());
        return hook;
    }

    /** Its name, event types and filters. */
    private static ObjectNode hookOf(Template template) {
        ObjectNode hook = Json.object().put("name", template.title());
        ObjectNode events = hook.putObject("events").put("type", "EVENT_TYPE");
        var items = events.putArray("items");
        template.hook().events().keySet().forEach(items::add);
        var filters = Json.MAPPER.createArrayNode();
        template.hook()
                .events()
                .forEach((type, expression) -> {
                    if (!expression.isEmpty()) {
                        filters.addObject()
                                .put("event", type)
                                .putObject("condition")
                                .put("expression", expression);
                    }
                });
        if (!filters.isEmpty()) {
            events.putObject("filter")
                    .put("type", "EXPRESSION_LANGUAGE")
                    .set("eventFilterMap", filters);
        }
        return hook;
    }

    /**
     * Removes what {@link #install} made, and what its tables hold.
     *
     * @return what was removed, in a sentence
     */
    public String uninstall(TemplateFolder folder) {
        Installed found = Installed.find(api, folder.template().title());
        if (found.isEmpty()) {
            throw new TemplateRefused(
                    "'%s' is not installed on %s.".formatted(folder.template().title(), api.url()));
        }
        takeAway(found);
        return found.sentence();
    }

    private void takeAway(Installed found) {
        for (JsonNode hook : found.hooks()) {
            if (hook.path("status").asText().equals("ACTIVE")) {
                api.post("/api/v1/eventHooks/" + id(hook) + "/lifecycle/deactivate");
            }
            api.call("DELETE", "/api/v1/eventHooks/" + id(hook), Json.MAPPER.missingNode());
        }
        List<JsonNode> stubs = stubs(found);
        // A flow goes before those that it calls, and nobody knows which calls which: try again.
        List<JsonNode> left = new ArrayList<>(found.flows());
        TemplateRefused last = null;
        for (int round = 0; round < found.flows().size() && !left.isEmpty(); round++) {
            List<JsonNode> still = new ArrayList<>();
            for (JsonNode flow : left) {
                try {
                    api.post("/flows/" + id(flow) + "/off");
                    api.call("DELETE", "/flows/" + id(flow), Json.MAPPER.missingNode());
                } catch (TemplateRefused e) {
                    last = e;
                    still.add(flow);
                }
            }
            left = still;
        }
        if (last != null && !left.isEmpty()) {
            throw last;
        }
        List<String> refusals = new ArrayList<>();
        found.tables().forEach(table -> delete("/tables/" + id(table), refusals));
        stubs.forEach(stub -> delete("/connections/" + id(stub), refusals));
        found.folders().forEach(folder -> delete("/folders/" + id(folder), refusals));
        if (!refusals.isEmpty()) {
            throw new TemplateRefused(
                    "The rest is removed, but not all: " + String.join(" ", refusals));
        }
    }

    /** Deletes what nothing depends on any more; what is refused keeps back nothing else. */
    private void delete(String path, List<String> refusals) {
        try {
            api.call("DELETE", path, Json.MAPPER.missingNode());
        } catch (TemplateRefused e) {
            refusals.add(e.getMessage());
        }
    }

    /** The empty connections of the import, which no other flow uses. */
    private List<JsonNode> stubs(Installed found) {
        List<String> ours = found.flows().stream().map(TemplateInstaller::id).toList();
        return api.list("/connections")
                .valueStream()
                .filter(connection -> !connection.path("filled").asBoolean())
                .filter(connection -> {
                    JsonNode users = api.get("/connections/" + id(connection) + "/usedBy");
                    return !users.isEmpty()
                            && users.valueStream().allMatch(flow -> ours.contains(id(flow)));
                })
                .toList();
    }

    private Map<String, JsonNode> connections(
            Template template, Choices choices, Installed before) {
        choices.connections().keySet().stream()
                .filter(connector -> !template.connections().containsKey(connector))
                .findFirst()
                .ifPresent(connector -> {
                    throw new TemplateRefused(
                            "'%s' uses no connection of the connector '%s'; it uses %s."
                                    .formatted(
                                            template.title(),
                                            connector,
                                            String.join(", ", template.connections().keySet())));
                });
        Map<String, JsonNode> found = new LinkedHashMap<>();
        JsonNode all = api.list("/connections");
        template.connections()
                .forEach((connector, needed) -> {
                    if (choices.variant().includes(needed.only())) {
                        found.put(
                                connector,
                                Optional.ofNullable(choices.connections().get(connector))
                                                .isPresent()
                                        ? connection(all, connector, choices)
                                        : before.connection(api, all, connector)
                                                .orElseGet(
                                                        () -> connection(all, connector, choices)));
                    }
                });
        return found;
    }

    private JsonNode connection(JsonNode all, String connector, Choices choices) {
        List<JsonNode> there =
                all.valueStream()
                        .filter(one -> one.path("connector").asText().equals(connector))
                        .filter(one -> one.path("filled").asBoolean())
                        .toList();
        String known =
                there.isEmpty()
                        ? "the server has none yet"
                        : "the server has "
                                + there.stream()
                                        .map(one -> "'" + one.path("name").asText() + "'")
                                        .collect(Collectors.joining(", "));
        String wanted = choices.connections().get(connector);
        if (wanted == null) {
            throw new TemplateRefused(
                    "The variant %s needs a connection of the connector %s: --connection %s=NAME; %s."
                            .formatted(choices.variant().word(), connector, connector, known));
        }
        List<JsonNode> matching =
                there.stream()
                        .filter(one ->
                                id(one).equals(wanted) || one.path("name").asText().equals(wanted))
                        .toList();
        if (matching.size() != 1) {
            throw new TemplateRefused(
                    "%s connection of the connector %s is called '%s'; %s%s."
                            .formatted(
                                    matching.isEmpty() ? "No" : "More than one",
                                    connector,
                                    wanted,
                                    known,
                                    matching.isEmpty() ? "" : "; name it by its id"));
        }
        return matching.getFirst();
    }

    private static Map<String, JsonNode> settings(Template template, Choices choices) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        choices.settings()
                .forEach((name, text) -> {
                    Template.ChosenValue known = template.settings().get(name);
                    if (known == null) {
                        throw new TemplateRefused(
                                "'%s' has no setting '%s'; it has %s."
                                        .formatted(
                                                template.title(),
                                                name,
                                                String.join(", ", template.settings().keySet())));
                    }
                    values.put(name, value(name, known, text));
                });
        template.settings()
                .forEach((name, known) -> {
                    if (choices.variant().includes(known.only())
                            && known.usual().isEmpty()
                            && !values.containsKey(name)) {
                        throw new TemplateRefused(
                                "The setting '%s' is needed: --set %s=VALUE. %s."
                                        .formatted(name, name, known.about()));
                    }
                });
        return values;
    }

    /** A setting that is usually a number takes a number. */
    private static JsonNode value(String name, Template.ChosenValue known, String text) {
        if (text.isBlank()) {
            throw new TemplateRefused(
                    "The setting '%s' has no value. %s.".formatted(name, known.about()));
        }
        if (known.usual().filter(JsonNode::isNumber).isPresent()) {
            if (!text.matches("[0-9]{1,9}")) {
                throw new TemplateRefused(
                        "The setting '%s' takes a whole number, not '%s'. %s."
                                .formatted(name, text, known.about()));
            }
            if (known.most() != null && Integer.parseInt(text) > known.most()) {
                throw new TemplateRefused(
                        "The setting '%s' is %s; at most %d. %s."
                                .formatted(name, text, known.most(), known.about()));
            }
            return Json.MAPPER.getNodeFactory().numberNode(Integer.parseInt(text));
        }
        return Json.MAPPER.getNodeFactory().textNode(text);
    }

    private static JsonNode flow(JsonNode imported, String name) {
        return imported.path("flows")
                .valueStream()
                .filter(flow -> flow.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new TemplateRefused("The import has no flow '" + name + "'."));
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }
}
