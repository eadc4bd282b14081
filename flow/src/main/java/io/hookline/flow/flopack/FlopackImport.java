package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A file prepared for a workspace: every id is new, and every card that needs a connection names
 * one of the stubs.
 *
 * @param envelope what surrounds the entries: version, flags and unknown keys
 * @param folders the file's folders, in its order
 * @param tables the file's tables
 * @param flows the file's flows
 * @param stubs the connections to fill
 */
public record FlopackImport(
        ObjectNode envelope,
        List<Folder> folders,
        List<ObjectNode> tables,
        List<ObjectNode> flows,
        List<Stub> stubs) {
    private static final int MAX_FOLDER_DEPTH = 50;

    public FlopackImport {
        folders = List.copyOf(folders);
        tables = List.copyOf(tables);
        flows = List.copyOf(flows);
        stubs = List.copyOf(stubs);
    }

    /**
     * A folder of the file.
     *
     * @param parent the folder it lies in; empty at the file's top
     * @param document its entry
     */
    public record Folder(Optional<String> parent, ObjectNode document) {
        /** Its id. */
        public String id() {
            return document.get("id").textValue();
        }

        /** Its name. */
        public String name() {
            return document.get("data").get("name").textValue();
        }
    }

    /**
     * Reads a file and gives it fresh ids.
     *
     * @throws InvalidFlopack when it is no flopack
     */
    public static FlopackImport read(byte[] file, Supplier<UUID> ids) {
        Flopack pack = Flopack.parse(file);
        // refuses folders that lie inside themselves while they still have the file's ids
        folders(pack);
        FreshIds.apply(pack, ids);
        pack.entries("flos").forEach(EarlierCards::renamed);
        return new FlopackImport(
                envelope(pack),
                folders(pack),
                pack.entries("tables"),
                pack.entries("flos"),
                stubs(pack, ids));
    }

    /**
     * What must be set in the imported flows, by the flow's id: constants of the author's
     * organisation and placeholders.
     */
    public Map<String, List<Finding>> authorValues() {
        FlowCalls calls = new FlowCalls(flows);
        Map<String, List<Finding>> findings = new LinkedHashMap<>();
        for (ObjectNode flow : flows) {
            String id = flow.get("id").textValue();
            findings.put(id, AuthorValues.of(FlowJson.of(flow), calls.suppliedAlways(id)));
        }
        return findings;
    }

    /** The file without its entries, without what belongs to one export only. */
    private static ObjectNode envelope(Flopack pack) {
        ObjectNode envelope = Flopack.object();
        envelope.setAll(pack.document());
        envelope.remove(List.of("created", "checksum"));
        ObjectNode data = Flopack.object();
        data.setAll((ObjectNode) pack.document().get("data"));
        data.remove(List.of("flos", "configs", "tables", "groups"));
        envelope.set("data", data);
        return envelope;
    }

    private static List<Folder> folders(Flopack pack) {
        Map<String, Folder> folders = new LinkedHashMap<>();
        List<ObjectNode> documents = pack.entries("groups");
        Map<String, Optional<String>> parents = new HashMap<>();
        documents.forEach(
                document -> parents.put(document.get("id").textValue(), parent(document)));
        for (ObjectNode document : documents) {
            String id = document.get("id").textValue();
            folders.put(id, new Folder(parents.get(id).filter(parents::containsKey), document));
        }
        folders.values().forEach(folder -> checkDepth(folder, folders));
        return List.copyOf(folders.values());
    }

    /** The innermost of the ancestors that the folder's path lists. */
    private static Optional<String> parent(ObjectNode folder) {
        String path = folder.path("data").path("path").asText("");
        return Optional.of(path.substring(path.lastIndexOf('.') + 1));
    }

    private static void checkDepth(Folder folder, Map<String, Folder> folders) {
        int depth = 0;
        for (Optional<String> up = folder.parent();
                up.isPresent();
                up = folders.get(up.get()).parent()) {
            if (++depth > MAX_FOLDER_DEPTH) {
                throw new InvalidFlopack(
                        "data.groups." + folder.id() + ".data.path",
                        "The folder lies inside itself, or more than "
                                + MAX_FOLDER_DEPTH
                                + " deep.");
            }
        }
    }

    /**
     * One stub for each connection of the file, for each that cards name without it being listed,
     * and for each pair of connector and {@code configRef}.
     */
    private static List<Stub> stubs(Flopack pack, Supplier<UUID> ids) {
        Map<String, Stub> byId = new LinkedHashMap<>();
        for (ObjectNode config : pack.entries("configs")) {
            String id = config.get("id").textValue();
            byId.put(
                    id,
                    new Stub(
                            id,
                            config.get("name").textValue(),
                            config.get("module").textValue(),
                            new Stub.Origin.Listed(config)));
        }
        Map<List<String>, Stub> removed = new LinkedHashMap<>();
        for (ObjectNode flow : pack.entries("flos")) {
            FlowJson.of(flow).visit(card -> bind(card, byId, removed, ids));
        }
        List<Stub> stubs = new ArrayList<>(byId.values());
        stubs.addAll(removed.values());
        return stubs;
    }

    private static void bind(
            CardJson card,
            Map<String, Stub> byId,
            Map<List<String>, Stub> removed,
            Supplier<UUID> ids) {
        if (!card.needsConnection()) {
            return;
        }
        String connector = card.module();
        if (card.config().isPresent()) {
            byId.computeIfAbsent(
                    card.config().get(),
                    id -> new Stub(id, name(connector), connector, new Stub.Origin.Unlisted()));
        } else if (card.configRef().isPresent()) {
            String ref = card.configRef().get();
            Stub stub =
                    removed.computeIfAbsent(
                            List.of(connector, ref),
                            pair ->
                                    new Stub(
                                            ids.get().toString(),
                                            name(connector),
                                            connector,
                                            new Stub.Origin.Removed(ref)));
            card.config(stub.id());
        }
    }

    /**
     * A name for a connection that has none: the connector's, without a custom connector's suffix.
     */
    private static String name(String connector) {
        String plain = connector.replaceFirst("_[0-9a-f]{16,}$", "");
        return plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
    }
}
