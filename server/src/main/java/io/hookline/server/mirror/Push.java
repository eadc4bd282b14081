package io.hookline.server.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.template.ApiClient;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * One push. What can be refused without the server is refused before the first change; when the
 * server refuses one later, what was changed by then is changed back.
 */
final class Push {
    private static final String OURS = "hookline://";
    private static final JsonNode NOTHING = Json.MAPPER.missingNode();

    private final ApiClient api;
    private final ServerState state;
    private final SortedMap<String, ObjectNode> files;
    private final Map<String, String> made = new HashMap<>();
    private final Map<String, String> madeUrls = new HashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    Push(ApiClient api, ServerState state, SortedMap<String, ObjectNode> files) {
        this.api = api;
        this.state = state;
        this.files = files;
    }

    void apply(Plan plan) {
        requirePossible(plan);
        try {
            for (Kind kind : Kind.values()) {
                of(kind, plan.created()).forEach(file -> create(kind, file));
                if (kind == Kind.FLOW) {
                    // Once all are there: they may call each other.
                    of(kind, plan.created())
                            .forEach(file -> save(id(kind.reference(file)), file, files.get(file)));
                }
            }
            for (Kind kind : Kind.values()) {
                of(kind, plan.changed()).forEach(file -> change(kind, file, files.get(file)));
            }
        } catch (RuntimeException e) {
            throw undone(e);
        }
    }

    private static List<String> of(Kind kind, List<String> all) {
        return all.stream().filter(kind::isOf).toList();
    }

    private RuntimeException undone(RuntimeException cause) {
        List<String> left = new ArrayList<>();
        int before;
        do {
            // A flow goes after those that call it, so what is refused is tried again.
            before = undo.size();
            left.clear();
            List<Runnable> round = new ArrayList<>(undo);
            undo.clear();
            for (Runnable step : round) {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    left.add(e.getMessage());
                    undo.addLast(step);
                }
            }
        } while (!undo.isEmpty() && undo.size() < before);
        return new MirrorRefused(
                cause.getMessage()
                        + (left.isEmpty()
                                ? " Nothing was pushed: what had been changed by then was changed"
                                        + " back."
                                : " What had been changed by then could not all be changed back: "
                                        + String.join(" ", left)));
    }

    // --- what can be known before ---------------------------------------------------------------

    private void requirePossible(Plan plan) {
        List<String> problems = new ArrayList<>();
        List<String> all = new ArrayList<>(plan.created());
        all.addAll(plan.changed());
        for (String file : all) {
            for (String reference : references(files.get(file))) {
                if (!isKnown(reference)) {
                    problems.add(
                            "%s refers to %s, which is neither a file nor on the server."
                                    .formatted(file, reference));
                }
            }
        }
        for (String file : of(Kind.CONNECTION, plan.created())) {
            problems.add(
                    "%s is not on the server. Its secret is in no file: create it there, with this name, first."
                            .formatted(file));
        }
        for (String file : of(Kind.CONNECTION, plan.changed())) {
            for (String member : List.of("connector", "auth")) {
                if (!files.get(file).path(member).equals(state.files().get(file).path(member))) {
                    problems.add(
                            "%s changes '%s', which goes with its secret; change it on the server."
                                    .formatted(file, member));
                }
            }
        }
        for (String file : of(Kind.FLOW, plan.changed())) {
            if (!files.get(file).path("type").equals(state.files().get(file).path("type"))) {
                problems.add(file + " changes 'type', which follows from the first card.");
            }
        }
        for (String file : of(Kind.FLOW, all)) {
            if (!files.get(file).at("/document/data").isObject()) {
                problems.add(file + " has no 'document' with the 'data' of the flow's cards.");
            }
        }
        for (String file : of(Kind.HOOK, all)) {
            boolean same =
                    state.files().containsKey(file)
                            && files.get(file)
                                    .path("channel")
                                    .equals(state.files().get(file).path("channel"));
            JsonNode channel = files.get(file).path("channel");
            boolean secret =
                    channel.toString().contains(ServerState.HIDDEN)
                            || !channel.path("headers").isEmpty()
                            || channel.has("authScheme");
            if (!same && secret) {
                problems.add(
                        "%s changes a channel with secrets, which are in no file; create it, or change its channel, on the server."
                                .formatted(file));
            }
        }
        for (String file : of(Kind.TABLE, all)) {
            requireFolder(Kind.TABLE, file, problems);
            requireColumns(file, problems);
        }
        for (String file : of(Kind.FLOW, all)) {
            requireFolder(Kind.FLOW, file, problems);
        }
        if (!problems.isEmpty()) {
            throw new MirrorRefused("Nothing was pushed.\n" + String.join("\n", problems));
        }
    }

    /** Values that went with a column could not be brought back. */
    private void requireColumns(String file, List<String> problems) {
        JsonNode original = state.original(file).orElse(NOTHING);
        List<String> kept = files.get(file).path("columns").findValuesAsText("name");
        for (String column : original.path("columns").findValuesAsText("name")) {
            if (original.path("rowCount").asLong() > 0 && !kept.contains(column)) {
                problems.add(
                        "%s leaves out the column '%s' of a table with rows; remove it on the server."
                                .formatted(file, column));
            }
        }
    }

    private void requireFolder(Kind kind, String file, List<String> problems) {
        Optional<String> folder = folder(kind, file);
        if (folder.isEmpty() || !isKnown(folder.get())) {
            problems.add("%s lies in a folder without folder.json.".formatted(file));
        }
    }

    private boolean isKnown(String reference) {
        return state.id(reference).isPresent()
                || files.keySet().stream()
                        .anyMatch(file ->
                                MirrorFolder.kind(file)
                                        .filter(kind -> kind.reference(file).equals(reference))
                                        .isPresent());
    }

    private static TreeSet<String> references(JsonNode content) {
        TreeSet<String> found = new TreeSet<>();
        Stable.mapped(
                content,
                text -> {
                    if (text.startsWith(OURS)) {
                        found.add(text);
                    }
                    return text;
                });
        return found;
    }

    // --- doing it -------------------------------------------------------------------------------

    private String id(String reference) {
        return Optional.ofNullable(made.get(reference))
                .or(() -> state.id(reference))
                .orElseThrow(() -> new MirrorRefused(reference + " is not known."));
    }

    private JsonNode resolved(JsonNode content) {
        return Stable.mapped(content, text -> text.startsWith(OURS) ? id(text) : text);
    }

    private void create(Kind kind, String file) {
        ObjectNode content = files.get(file);
        ObjectNode body = Json.object().put("name", name(kind, file));
        String path =
                switch (kind) {
                    case CONNECTION -> throw new MirrorRefused(file + " cannot be created.");
                    case FOLDER -> {
                        parent(file)
                                .ifPresent(
                                        parent -> body.putObject("parent").put("id", id(parent)));
                        body.setAll(content);
                        yield "/folders";
                    }
                    case TABLE -> {
                        body.setAll((ObjectNode) resolved(content));
                        body.putObject("folder").put("id", id(folder(kind, file).orElseThrow()));
                        yield "/tables";
                    }
                    case FLOW -> {
                        body.putObject("folder").put("id", id(folder(kind, file).orElseThrow()));
                        body.set("type", content.path("type"));
                        yield "/flows";
                    }
                    case HOOK -> {
                        body.setAll(hook(content, NOTHING, NOTHING));
                        yield "/api/v1/eventHooks";
                    }
                };
        JsonNode created = api.call("POST", path, body);
        String id = created.path("id").asText();
        undo.push(() -> delete(kind, path + "/" + id));
        made.put(kind.reference(file), id);
        if (kind == Kind.FLOW) {
            madeUrls.put(kind.reference(file), created.path("invokeUrl").asText());
        }
    }

    private void delete(Kind kind, String path) {
        if (kind == Kind.HOOK) {
            api.post(path + "/lifecycle/deactivate");
        }
        api.call("DELETE", path, NOTHING);
    }

    private void change(Kind kind, String file, ObjectNode content) {
        String id = id(kind.reference(file));
        JsonNode original = state.original(file).orElseThrow();
        ObjectNode before = state.files().get(file);
        switch (kind) {
            case CONNECTION ->
                    put("/connections/" + id, without(content, "auth", "connector"), before);
            case FOLDER -> put("/folders/" + id, content, before);
            case TABLE -> put("/tables/" + id, (ObjectNode) resolved(content), before);
            case FLOW -> {
                undo.push(() -> save(id, file, before));
                save(id, file, content);
            }
            case HOOK -> {
                String path = "/api/v1/eventHooks/" + id;
                ObjectNode body = hook(content, before, original);
                body.put("name", name(kind, file));
                ObjectNode old = hook(before, before, original);
                old.put("name", name(kind, file));
                undo.push(() -> api.call("PUT", path, old));
                api.call("PUT", path, body);
            }
        }
    }

    /** What a file leaves out is as the server has it when nothing is said. */
    private void put(String path, ObjectNode content, ObjectNode before) {
        ObjectNode body = content.deepCopy();
        before.fieldNames()
                .forEachRemaining(member -> {
                    if (!body.has(member) && !List.of("auth", "connector").contains(member)) {
                        body.putNull(member);
                    }
                });
        ObjectNode old = without(before, "auth", "connector");
        undo.push(() -> api.call("PUT", path, resolved(old)));
        api.call("PUT", path, body);
    }

    private static ObjectNode without(ObjectNode content, String... members) {
        ObjectNode copy = content.deepCopy();
        copy.remove(List.of(members));
        return copy;
    }

    private void save(String id, String file, ObjectNode content) {
        ObjectNode document = (ObjectNode) resolved(content.path("document"));
        document.put("id", id);
        document.withObject("/data")
                .put("uuid", id)
                .put("group", folder(Kind.FLOW, file).map(this::id).orElse(""))
                .put("log", content.path("saveData").asBoolean(true));
        document.put("name", name(Kind.FLOW, file));
        document.set(
                "description",
                content.path("description").isTextual()
                        ? content.path("description")
                        : Json.object().nullNode());
        api.call("PUT", "/flows/" + id + "/document", document);
        ObjectNode settings = without(content, "document", "type");
        if (!settings.has("description")) {
            settings.putNull("description");
        }
        api.call("PUT", "/flows/" + id, settings);
    }

    /** As the Okta-compatible API takes it; a channel that is as it was goes back as it came. */
    private ObjectNode hook(ObjectNode content, JsonNode before, JsonNode original) {
        ObjectNode body = content.deepCopy();
        JsonNode channel = content.path("channel");
        body.set(
                "channel",
                channel.equals(before.path("channel"))
                        ? original.path("channel")
                        : channel(channel));
        return body;
    }

    private ObjectNode channel(JsonNode channel) {
        ObjectNode body = Json.object().put("type", "HTTP").put("version", "1.0.0");
        ObjectNode config = body.putObject("config");
        String uri = channel.path("uri").asText();
        config.put("uri", uri.startsWith(OURS) ? invokeUrl(uri) : uri);
        return body;
    }

    private String invokeUrl(String reference) {
        return Optional.ofNullable(madeUrls.get(reference))
                .or(() -> state.invokeUrl(reference))
                .filter(url -> !url.isEmpty())
                .orElseThrow(() ->
                        new MirrorRefused(reference + " is no endpoint, so no hook can call it."));
    }

    private static Optional<String> folder(Kind kind, String file) {
        String name = kind.name(file);
        int end = name.lastIndexOf('/');
        return end < 0 ? Optional.empty() : Optional.of(OURS + "folder/" + name.substring(0, end));
    }

    private static Optional<String> parent(String file) {
        return folder(Kind.FOLDER, file);
    }

    private static String name(Kind kind, String file) {
        String name = kind.name(file);
        return FileName.name(name.substring(name.lastIndexOf('/') + 1));
    }
}
