package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts a {@code .flopack} together. */
public final class FlopackExport {
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private FlopackExport() {}

    /** What surrounds the entries of a file that was not imported. */
    public static ObjectNode envelope() {
        ObjectNode envelope = Flopack.object();
        envelope.put("type", "flopack").put("version", "1.5.0");
        envelope.putObject("flags")
                .put("auto-transform", true)
                .put("looseBooleans", true)
                .put("looseStrings", true)
                .put("looseNulls", true);
        envelope.putObject("data");
        return envelope;
    }

    /**
     * A whole file.
     *
     * @param envelope from {@link #envelope} or {@link FlopackImport#envelope}
     */
    public static ObjectNode file(
            ObjectNode envelope,
            Instant created,
            List<ObjectNode> folders,
            List<ObjectNode> configs,
            List<ObjectNode> tables,
            List<ObjectNode> flows) {
        ObjectNode file = Flopack.object();
        for (Map.Entry<String, JsonNode> entry : envelope.properties()) {
            file.set(entry.getKey(), entry.getValue());
            if (entry.getKey().equals("version")) {
                file.put("created", CREATED.format(created));
            }
        }
        ObjectNode data = Flopack.object();
        data.set("flos", entries(flows));
        data.set("configs", entries(configs));
        data.set("tables", entries(tables));
        data.set("groups", entries(folders));
        data.setAll((ObjectNode) envelope.get("data"));
        file.set("data", data);
        return file;
    }

    private static ObjectNode entries(List<ObjectNode> entries) {
        ObjectNode map = Flopack.object();
        entries.forEach(entry -> map.set(entry.get("id").textValue(), entry));
        return map;
    }

    /** The entry of a connection that no file listed. */
    public static ObjectNode config(String id, String name, String connector) {
        return Flopack.object()
                .put("id", id)
                .put("name", name)
                .put("module", connector)
                .putNull("data");
    }

    /** The entry of a folder that no file listed. */
    public static ObjectNode folder(String id) {
        ObjectNode folder = Flopack.object().put("id", id);
        folder.putObject("data")
                .put("name", "")
                .put("description", "")
                .put("media_uri", "")
                .put("path", "");
        return folder;
    }

    /**
     * Takes the connections off the cards that came without them.
     *
     * @param removed {@code configRef} by the id of the stub that stands for it
     */
    public static void unbind(ObjectNode flow, Map<String, String> removed) {
        FlowJson.of(flow)
                .visit(card ->
                        card.config()
                                .filter(removed::containsKey)
                                .filter(id ->
                                        card.configRef()
                                                .filter(removed.get(id)::equals)
                                                .isPresent())
                                .ifPresent(id -> card.model().putNull("config")));
    }
}
