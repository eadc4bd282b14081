package io.hookline.server.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.template.ApiClient;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is on a server, as files. Ids become references by name, so that the files of two servers
 * are the same; secrets, switches and counts stay away.
 */
final class ServerState {
    /** What stands for a secret. */
    static final String HIDDEN = "***";

    private static final List<String> OF_CONNECTION =
            List.of(
                    "connector",
                    "baseUrl",
                    "auth",
                    "standIn",
                    "standInForAll",
                    "allowedOrigins",
                    "caCertificates",
                    "rateLimit",
                    "protected",
                    "destructivePerHour");
    private static final List<String> OF_TABLE =
            List.of("description", "columns", "uniqueKeys", "keepDays");
    private static final List<String> OF_FLOW =
            List.of("type", "description", "saveData", "securityLevel", "oneExecutionPerEvent");
    private static final List<String> OF_HOOK = List.of("description", "events", "delivery");

    private final ApiClient api;
    private final SortedMap<String, ObjectNode> files = new TreeMap<>();
    private final Map<String, JsonNode> originals = new HashMap<>();
    private final Map<String, String> references = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> invokeUrls = new HashMap<>();

    private ServerState(ApiClient api) {
        this.api = api;
    }

    /** Asks for everything that the token may read. */
    static ServerState read(ApiClient api) {
        ServerState state = new ServerState(api);
        state.connections();
        state.folders();
        state.tables();
        state.flows();
        state.hooks();
        return state;
    }

    /** Content by file. */
    SortedMap<String, ObjectNode> files() {
        return files;
    }

    /** What the server says of the thing in a file. */
    Optional<JsonNode> original(String file) {
        return Optional.ofNullable(originals.get(file));
    }

    Optional<String> id(String reference) {
        return Optional.ofNullable(ids.get(reference));
    }

    Optional<String> invokeUrl(String reference) {
        return Optional.ofNullable(invokeUrls.get(reference));
    }

    private void connections() {
        Map<String, String> links = new HashMap<>();
        for (JsonNode connection : byId(api.list("/connections"))) {
            if (connection.path("linkedTo").isObject()) {
                links.put(id(connection), id(connection.path("linkedTo")));
            } else if (connection.path("linkedTo").isTextual()) {
                links.put(id(connection), connection.path("linkedTo").asText());
            } else {
                ObjectNode content = chosen(connection, OF_CONNECTION);
                add(Kind.CONNECTION, FileName.of(name(connection)), connection, content);
            }
        }
        // An empty one that stands for another is not a thing of its own.
        links.forEach((id, target) ->
                Optional.ofNullable(references.get(target))
                        .ifPresent(reference -> references.put(id, reference)));
    }

    private void folders() {
        List<JsonNode> all = byId(api.list("/folders"));
        Map<String, JsonNode> known = new HashMap<>();
        all.forEach(folder -> known.put(id(folder), folder));
        for (JsonNode folder : all) {
            add(Kind.FOLDER, path(folder, known), folder, chosen(folder, List.of("description")));
        }
    }

    private static String path(JsonNode folder, Map<String, JsonNode> known) {
        String own = FileName.of(name(folder));
        return Optional.ofNullable(known.get(folder.at("/parent/id").asText()))
                .map(parent -> path(parent, known) + "/" + own)
                .orElse(own);
    }

    private void tables() {
        for (JsonNode table : byId(api.list("/tables"))) {
            add(Kind.TABLE, within(table), table, chosen(table, OF_TABLE));
        }
    }

    private void flows() {
        List<JsonNode> flows = byId(api.list("/flows"));
        Map<String, String> added = new TreeMap<>();
        for (JsonNode flow : flows) {
            String file = add(Kind.FLOW, within(flow), flow, chosen(flow, OF_FLOW));
            added.put(file, id(flow));
            String url = flow.path("invokeUrl").asText();
            if (!url.isEmpty()) {
                invokeUrls.put(Kind.FLOW.reference(file), url);
            }
        }
        // A flow may call any other one, so all must be known first.
        added.forEach((file, id) -> {
            ObjectNode document = (ObjectNode) api.get("/flows/" + id + "/document");
            document.remove(List.of("id", "name", "description"));
            // What the place of the file and its other members say.
            if (document.path("data") instanceof ObjectNode data) {
                data.remove(List.of("uuid", "group", "log"));
            }
            files.get(file).set("document", named(document));
        });
    }

    private void hooks() {
        Map<String, String> flows = new HashMap<>();
        invokeUrls.forEach((reference, url) -> flows.put(withoutQuery(url), reference));
        for (JsonNode hook : byId(api.list("/api/v1/eventHooks"))) {
            ObjectNode content = chosen(hook, OF_HOOK);
            content.set("channel", channel(hook.path("channel").path("config"), flows));
            content.path("events")
                    .path("filter")
                    .path("eventFilterMap")
                    .forEach(one -> ((ObjectNode) one.path("condition")).remove("version"));
            add(Kind.HOOK, FileName.of(name(hook)), hook, content);
        }
    }

    /** Addresses may carry a token behind their question mark, and headers a password. */
    private static ObjectNode channel(JsonNode config, Map<String, String> flows) {
        String uri = config.path("uri").asText();
        String plain = withoutQuery(uri);
        ObjectNode channel = Json.object();
        channel.put(
                "uri",
                Optional.ofNullable(flows.get(plain))
                        .orElse(plain.equals(uri) ? uri : plain + "?" + HIDDEN));
        var headers = channel.putArray("headers");
        config.path("headers")
                .forEach(header ->
                        headers.addObject()
                                .put("key", header.path("key").asText())
                                .put("value", HIDDEN));
        if (config.path("authScheme").isObject()) {
            channel.putObject("authScheme")
                    .put("key", config.at("/authScheme/key").asText())
                    .put("value", HIDDEN);
        }
        return channel;
    }

    private static String withoutQuery(String uri) {
        return uri.replaceFirst("\\?.*$", "");
    }

    private String within(JsonNode thing) {
        String own = FileName.of(name(thing));
        return Optional.ofNullable(references.get(thing.at("/folder/id").asText()))
                .map(folder -> folder.substring("hookline://folder/".length()) + "/" + own)
                .orElse(own);
    }

    /** Of several with one name the later ones get a number. */
    private String add(Kind kind, String name, JsonNode original, ObjectNode content) {
        String file = kind.file(name);
        for (int i = 2; files.containsKey(file); i++) {
            file = kind.file(name + " (" + i + ")");
        }
        files.put(file, content);
        originals.put(file, original);
        references.put(id(original), kind.reference(file));
        ids.put(kind.reference(file), id(original));
        return file;
    }

    /** With references in place of ids. */
    private JsonNode named(JsonNode content) {
        return Stable.mapped(content, text -> references.getOrDefault(text, text));
    }

    private static ObjectNode chosen(JsonNode thing, List<String> members) {
        ObjectNode chosen = Json.object();
        for (String member : members) {
            JsonNode value = thing.path(member);
            boolean blank = value.isTextual() && value.asText().isEmpty();
            if (!value.isMissingNode() && !value.isNull() && !blank) {
                chosen.set(member, value);
            }
        }
        return chosen;
    }

    private static List<JsonNode> byId(JsonNode list) {
        return list.valueStream().sorted(Comparator.comparing(ServerState::id)).toList();
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    private static String name(JsonNode thing) {
        return thing.path("name").asText();
    }
}
