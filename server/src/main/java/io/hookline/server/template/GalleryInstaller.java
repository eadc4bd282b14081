package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.template.Gallery.Detection;
import io.hookline.server.template.Gallery.Entry;
import io.hookline.server.template.Gallery.FlowFile;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Installs what the gallery offers. Either all of it is there afterwards, or nothing. */
public final class GalleryInstaller {
    private static final String UNCHOSEN = "…";
    private final ApiClient api;

    public GalleryInstaller(ApiClient api) {
        this.api = api;
    }

    /**
     * What was made.
     *
     * @param said what was done, a line each; none for a file of flows
     */
    public record Made(JsonNode folder, List<JsonNode> flows, List<String> said) {}

    /** What an import would make, as {@code /flows/import/check} says it. */
    public JsonNode check(Entry entry, Variant variant) {
        return api.call("POST", "/flows/import/check", file(entry, variant));
    }

    private JsonNode file(Entry entry, Variant variant) {
        return switch (entry) {
            case FlowFile file -> file.content();
            case Detection detection -> {
                Map<String, JsonNode> settings = new HashMap<>();
                detection
                        .template()
                        .settings()
                        .forEach((name, known) -> {
                            if (known.usual().isEmpty()) {
                                settings.put(name, Json.MAPPER.getNodeFactory().textNode(UNCHOSEN));
                            }
                        });
                yield new FlopackBuilder(api.get("/cards"))
                        .build(detection.template(), variant, settings, false);
            }
        };
    }

    /** Whether the detection is on the server; a file of flows is never looked for. */
    public boolean isInstalled(Entry entry) {
        return entry instanceof Detection detection
                && !Installed.find(api, detection.title()).isEmpty();
    }

    /** Installs a detection, or brings the one that is there up to date. */
    public Made install(
            Detection detection,
            Variant variant,
            Map<String, String> connections,
            Map<String, String> values) {
        List<String> said =
                new TemplateInstaller(api)
                        .install(
                                detection.files(),
                                new TemplateInstaller.Choices(variant, connections, values, false));
        Installed found = Installed.find(api, detection.title());
        return new Made(found.folders().getFirst(), found.flows(), said);
    }

    /**
     * Imports a file into a folder of that name and gives its cards the chosen connections. Its
     * flows stay off: what its author left in it is looked at first.
     *
     * @param connections ids by connector; a connector without one keeps its empty connection
     */
    public Made install(FlowFile file, String folder, Map<String, String> connections) {
        JsonNode imported =
                api.call(
                        "POST",
                        "/flows/import?folder=" + URLEncoder.encode(folder, StandardCharsets.UTF_8),
                        file.content());
        try {
            for (JsonNode stub : imported.path("connections")) {
                Optional<String> chosen =
                        Optional.ofNullable(connections.get(stub.path("connector").asText()));
                chosen.ifPresent(id -> link(stub, id));
            }
        } catch (RuntimeException e) {
            undo(imported, e);
            throw e;
        }
        return new Made(
                imported.path("folder"), imported.path("flows").valueStream().toList(), List.of());
    }

    private void link(JsonNode stub, String connection) {
        ObjectNode to = Json.object().put("connection", connection);
        api.call("PUT", "/connections/" + stub.path("id").asText() + "/link", to);
    }

    private void undo(JsonNode imported, RuntimeException cause) {
        try {
            remove("/flows/", imported.path("flows").valueStream().toList());
            remove("/tables/", imported.path("tables").valueStream().toList());
            remove("/connections/", imported.path("connections").valueStream().toList());
            remove("/folders/", folders(imported.at("/folder/id").asText()));
        } catch (TemplateRefused e) {
            throw new TemplateRefused(
                    cause.getMessage()
                            + " What had been made by then could not be removed: "
                            + e.getMessage());
        }
    }

    /** A folder and those in it, however deep. */
    private List<JsonNode> folders(String top) {
        List<JsonNode> all = api.list("/folders").valueStream().toList();
        Set<String> inside = new HashSet<>(Set.of(top));
        int before;
        do {
            before = inside.size();
            all.stream()
                    .filter(folder -> inside.contains(folder.at("/parent/id").asText()))
                    .forEach(folder -> inside.add(folder.path("id").asText()));
        } while (inside.size() > before);
        return all.stream().filter(folder -> inside.contains(folder.path("id").asText())).toList();
    }

    /** A thing goes before those that it needs, and nobody knows which needs which: try again. */
    private void remove(String path, List<JsonNode> things) {
        List<JsonNode> left = things;
        TemplateRefused last = null;
        while (!left.isEmpty()) {
            int before = left.size();
            List<JsonNode> still = new ArrayList<>();
            for (JsonNode thing : left) {
                try {
                    api.call("DELETE", path + thing.path("id").asText(), Json.MAPPER.missingNode());
                } catch (TemplateRefused e) {
                    last = e;
                    still.add(thing);
                }
            }
            if (still.size() == before) {
                throw last;
            }
            left = still;
        }
    }
}
