package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.compute.Turn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gives everything in a file that has a name of its own in a workspace a new id, at every place
 * where it is mentioned ({@code docs/reference/flopack.md#import}). Ids of cards and fields stay;
 * so do links to flows and tables that the file does not hold.
 */
final class FreshIds {
    private final Supplier<UUID> source;
    private final Map<String, String> flows = new HashMap<>();
    private final Map<String, String> tables = new HashMap<>();
    private final Map<String, String> folders = new HashMap<>();
    private final Map<String, String> configs = new HashMap<>();
    private final Map<String, String> configRefs = new HashMap<>();

    private FreshIds(Supplier<UUID> source) {
        this.source = source;
    }

    /** Renames in place. */
    static void apply(Flopack file, Supplier<UUID> source) {
        FreshIds ids = new FreshIds(source);
        file.entries("groups").forEach(folder -> ids.fresh(ids.folders, folder.get("id")));
        file.entries("configs").forEach(config -> ids.fresh(ids.configs, config.get("id")));
        file.entries("tables").forEach(table -> ids.fresh(ids.tables, table.get("id")));
        file.entries("flos").forEach(flow -> ids.fresh(ids.flows, flow.get("id")));
        file.entries("groups").forEach(ids::folder);
        file.entries("configs").forEach(config -> ids.replace(config, "id", ids.configs));
        file.entries("tables").forEach(ids::table);
        file.entries("flos").forEach(ids::flow);
        ObjectNode data = (ObjectNode) file.document().get("data");
        rekey(data, "groups");
        rekey(data, "configs");
        rekey(data, "tables");
        rekey(data, "flos");
    }

    private String fresh(Map<String, String> known, JsonNode old) {
        return known.computeIfAbsent(old.textValue(), id -> source.get().toString());
    }

    private static void rekey(ObjectNode data, String map) {
        if (data.get(map) instanceof ObjectNode entries) {
            ObjectNode renamed = Flopack.object();
            entries.forEach(entry -> renamed.set(entry.get("id").textValue(), entry));
            data.set(map, renamed);
        }
    }

    private void folder(ObjectNode folder) {
        replace(folder, "id", folders);
        ObjectNode data = (ObjectNode) folder.get("data");
        String path = data.path("path").asText("");
        if (!path.isEmpty()) {
            data.put(
                    "path",
                    Arrays.stream(path.split("\\.", -1))
                            .map(id -> fresh(folders, TextNode.valueOf(id)))
                            .collect(Collectors.joining(".")));
        }
    }

    private void table(ObjectNode table) {
        replace(table, "id", tables);
        dangling((ObjectNode) table.get("data"), "group_id", folders);
    }

    private void flow(ObjectNode flow) {
        replace(flow, "id", flows);
        ObjectNode data = (ObjectNode) flow.get("data");
        replace(data, "uuid", flows);
        dangling(data, "group", folders);
        new FlowJson(data).visit(this::card);
    }

    private void card(CardJson card) {
        Turn.check();
        ObjectNode model = card.model();
        dangling(model, "config", configs);
        if (model.get("display") instanceof ObjectNode display) {
            dangling(display, "configRef", configRefs);
        }
        if (card.errorPolicy() instanceof ObjectNode policy) {
            replace(policy, "flo", flows);
        }
        for (FlowJson nested : card.nested()) {
            nested(nested.data());
        }
        card.inputs().forEach(this::field);
    }

    /** A nested flow is known by an id of its own; nothing else mentions it. */
    private void nested(ObjectNode data) {
        dangling(data, "id", flows);
        dangling(data, "uuid", flows);
        dangling(data, "group", folders);
    }

    private void field(FieldJson field) {
        Map<String, String> known =
                field.isFlow()
                        ? flows
                        : field.isTable() ? tables : field.isFolder() ? folders : Map.of();
        if (known.isEmpty()) {
            return;
        }
        if (field.literal() instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isTextual() && known.containsKey(list.get(i).textValue())) {
                    list.set(i, TextNode.valueOf(known.get(list.get(i).textValue())));
                }
            }
        } else if (field.literal().isTextual() && known.containsKey(field.literal().textValue())) {
            field.literal(known.get(field.literal().textValue()));
        }
    }

    /** Renames what the file defines, and leaves what it does not. */
    private void replace(ObjectNode parent, String key, Map<String, String> known) {
        JsonNode old = parent.path(key);
        if (old.isTextual() && known.containsKey(old.textValue())) {
            parent.put(key, known.get(old.textValue()));
        }
    }

    /** Renames also what the file only mentions, so that nothing here is taken for it. */
    private void dangling(ObjectNode parent, String key, Map<String, String> known) {
        JsonNode old = parent.path(key);
        if (old.isTextual() && !old.textValue().isEmpty()) {
            parent.put(key, fresh(known, old));
        }
    }
}
