package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a template that is installed up to date: flows and tables keep their ids, rows and
 * versions, and the hook its history. What a person changed in a flow of the template is replaced
 * by a new version of the flow; the one before can be restored.
 */
final class TemplateUpdate {
    private final ApiClient api;
    private final Installed before;
    private final ObjectNode file;
    private final Map<String, JsonNode> connections;
    private final List<String> lines = new ArrayList<>();

    /** What stands in the file for something, and what stands for it on the server. */
    private final Map<String, String> ids = new LinkedHashMap<>();

    /**
     * @param file the template as a flopack
     * @param connections those that its cards use, by connector
     */
    TemplateUpdate(
            ApiClient api, Installed before, ObjectNode file, Map<String, JsonNode> connections) {
        this.api = api;
        this.before = before;
        this.file = file;
        this.connections = connections;
    }

    /**
     * Does it.
     *
     * @param planned whether it is only said what would be done
     * @param hook name, event types and filters of the hook
     * @return what was done, a line each
     */
    List<String> run(TemplateFolder folder, boolean planned, ObjectNode hook) {
        requireWhole(folder);
        file.at("/data/configs")
                .properties()
                .forEach(stub -> {
                    String connector = stub.getValue().path("module").asText();
                    ids.put(stub.getKey(), connection(connector, planned));
                });
        file.at("/data/tables").properties().forEach(table -> table(table, planned));
        Map<String, JsonNode> flows = new LinkedHashMap<>();
        file.at("/data/flos")
                .properties()
                .forEach(flow ->
                        known(flow.getValue())
                                .ifPresent(there -> {
                                    ids.put(flow.getKey(), id(there));
                                    flows.put(flow.getKey(), there);
                                }));
        file.at("/data/flos").properties().forEach(flow -> create(flow, flows, planned));
        file.at("/data/flos").properties().forEach(flow -> save(flow, flows, planned));
        tellOthers();
        hook(hook, planned);
        return lines;
    }

    /** A part of it that is gone cannot be told from one that was renamed. */
    private void requireWhole(TemplateFolder folder) {
        if (before.folders().size() != 1
                || before.hooks().size() != 1
                || before.endpoint().isEmpty()) {
            throw new TemplateRefused(
                    "'%s' is installed in part, or more than once: %s. Nothing was changed. Remove it with 'template uninstall %s', which takes its tables with it, and install it anew."
                            .formatted(
                                    folder.template().title(), before.sentence(), folder.name()));
        }
    }

    /** The one that the cards have, which stands for the chosen one from now on. */
    private String connection(String connector, boolean planned) {
        String chosen = id(connections.get(connector));
        Optional<String> there = before.usedBy(api, connector);
        if (there.isEmpty() || there.get().equals(chosen)) {
            return chosen;
        }
        JsonNode stub = api.get("/connections/" + there.get());
        if (stub.path("filled").asBoolean() && stub.path("linkedTo").isEmpty()) {
            lines.add("connection  " + connector + ": another one");
            return chosen;
        }
        if (!stub.at("/linkedTo/id").asText().equals(chosen)) {
            lines.add(
                    "connection  %s stands for '%s'"
                            .formatted(
                                    connector, connections.get(connector).path("name").asText()));
            if (!planned) {
                api.call(
                        "PUT",
                        "/connections/" + there.get() + "/link",
                        Json.object().put("connection", chosen));
            }
        }
        return there.get();
    }

    private Optional<JsonNode> known(JsonNode flow) {
        String name = name(flow);
        return before.flows().stream()
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst();
    }

    private static String name(JsonNode flow) {
        return flow.at("/data/name").asText(flow.path("name").asText());
    }

    private void table(Map.Entry<String, JsonNode> table, boolean planned) {
        String name = table.getValue().path("name").asText();
        Optional<JsonNode> there =
                before.tables().stream()
                        .filter(one -> one.path("name").asText().equals(name))
                        .findFirst();
        ObjectNode wanted = Json.object().put("name", name);
        JsonNode content = table.getValue().path("data");
        ArrayNode columns = wanted.putArray("columns");
        content.path("structure")
                .forEach(column ->
                        columns.addObject()
                                .put("name", column.path("name").asText())
                                .put("type", type(column.path("type").asText()))
                                .put("index", column.path("index").asText("none")));
        if (content.has("keepDays")) {
            wanted.set("keepDays", content.get("keepDays"));
        }
        if (there.isEmpty()) {
            lines.add("table       " + name + ": new");
            wanted.putObject("folder").put("id", id(before.folders().getFirst()));
            ids.put(
                    table.getKey(),
                    planned ? table.getKey() : id(api.call("POST", "/tables", wanted)));
            return;
        }
        ids.put(table.getKey(), id(there.get()));
        ObjectNode changed = there.get().deepCopy();
        changed.set("columns", merged(there.get().path("columns"), columns));
        changed.set(
                "keepDays",
                wanted.path("keepDays").isMissingNode()
                        ? Json.MAPPER.nullNode()
                        : wanted.get("keepDays"));
        boolean same = changed.equals(there.get());
        lines.add("table       " + name + (same ? ": unchanged" : ": changed, rows stay"));
        if (!same && !planned) {
            api.call("PUT", "/tables/" + id(there.get()), changed);
        }
    }

    /** The columns of the template, and those that somebody added. */
    private static ArrayNode merged(JsonNode there, ArrayNode wanted) {
        ArrayNode columns = Json.MAPPER.createArrayNode();
        for (JsonNode column : there) {
            ObjectNode kept = column.deepCopy();
            wanted.valueStream()
                    .filter(one -> one.path("name").equals(column.path("name")))
                    .findFirst()
                    .ifPresent(one -> kept.set("index", one.get("index")));
            columns.add(kept);
        }
        wanted.valueStream()
                .filter(one ->
                        there.valueStream()
                                .noneMatch(known -> known.path("name").equals(one.path("name"))))
                .forEach(columns::add);
        return columns;
    }

    private static String type(String word) {
        return switch (word) {
            case "dec" -> "number";
            case "bln" -> "boolean";
            case "dte" -> "date";
            default -> "text";
        };
    }

    private void create(
            Map.Entry<String, JsonNode> flow, Map<String, JsonNode> flows, boolean planned) {
        if (flows.containsKey(flow.getKey())) {
            return;
        }
        lines.add("flow        " + name(flow.getValue()) + ": new");
        if (planned) {
            return;
        }
        ObjectNode body = Json.object().put("name", name(flow.getValue()));
        body.putObject("folder").put("id", id(before.folders().getFirst()));
        body.set("document", here(flow.getValue()));
        JsonNode made = api.call("POST", "/flows", body);
        ids.put(flow.getKey(), id(made));
    }

    /** The flow of the file with the ids of this server. */
    private JsonNode here(JsonNode flow) {
        String text = flow.toString();
        for (Map.Entry<String, String> id : ids.entrySet()) {
            text = text.replace(id.getKey(), id.getValue());
        }
        try {
            return Json.MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException("an id is no JSON", impossible);
        }
    }

    private void save(
            Map.Entry<String, JsonNode> flow, Map<String, JsonNode> flows, boolean planned) {
        JsonNode there = flows.get(flow.getKey());
        JsonNode wanted = here(flow.getValue());
        if (there != null) {
            JsonNode now = api.get("/flows/" + id(there) + "/document");
            boolean same = cards(now).equals(cards(wanted));
            lines.add(
                    "flow        "
                            + name(flow.getValue())
                            + (same ? ": unchanged" : ": a new version"));
            if (same) {
                return;
            }
        }
        if (!planned) {
            String id = ids.get(flow.getKey());
            api.call("PUT", "/flows/" + id + "/document", wanted);
            if (there == null || there.path("mode").asText().equals("on")) {
                api.post("/flows/" + id + "/on?helpers=true");
            }
        }
    }

    private static JsonNode cards(JsonNode flow) {
        return flow.path("data").path("data").isMissingNode()
                ? flow.path("data").path("methods")
                : flow.path("data").path("data").path("methods");
    }

    /**
     * Says which flows of the folder stay as they are: those of the other variant, and a person's
     * own.
     */
    private void tellOthers() {
        for (JsonNode flow : before.flows()) {
            boolean wanted = ids.containsValue(id(flow));
            if (!wanted) {
                lines.add(
                        "flow        "
                                + flow.path("name").asText()
                                + ": not in this template, left as it is ("
                                + flow.path("mode").asText()
                                + ")");
            }
        }
    }

    private void hook(ObjectNode wanted, boolean planned) {
        JsonNode there = before.hooks().getFirst();
        JsonNode now =
                api.call("GET", "/api/v1/eventHooks/" + id(there), Json.MAPPER.missingNode());
        ObjectNode changed = now.deepCopy();
        changed.set("events", wanted.get("events"));
        boolean same = types(now).equals(types(changed)) && filters(now).equals(filters(changed));
        lines.add(
                "event hook  "
                        + id(there)
                        + (same
                                ? ": unchanged"
                                : ": other event types or filters, from the next event on"));
        if (!same && !planned) {
            api.call("PUT", "/api/v1/eventHooks/" + id(there), changed);
        }
    }

    private static List<String> types(JsonNode hook) {
        return hook.at("/events/items").valueStream().map(JsonNode::asText).sorted().toList();
    }

    private static List<String> filters(JsonNode hook) {
        return hook.at("/events/filter/eventFilterMap")
                .valueStream()
                .map(one ->
                        one.path("event").asText() + " " + one.at("/condition/expression").asText())
                .sorted()
                .toList();
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }
}
