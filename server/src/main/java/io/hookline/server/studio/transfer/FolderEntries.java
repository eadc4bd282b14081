package io.hookline.server.studio.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlopackExport;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.table.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The folders of an exported file, and the tables in them.
 *
 * @param all all folders by id, also those outside
 * @param inside the ids of the exported ones
 * @param root the exported folder that holds the others
 * @param isImport whether an import made the root: then its own content lay in no folder
 */
record FolderEntries(Map<String, Folder> all, Set<String> inside, String root, boolean isImport) {
    /** Those of a file without folders. */
    static final FolderEntries NONE = new FolderEntries(Map.of(), Set.of(), "", false);

    /** Whether what lies in that folder lay in no folder of the file that was imported. */
    boolean isRootOfImport(String folder) {
        return isImport && folder.equals(root);
    }

    /**
     * The entries of the folders.
     *
     * @param documents what a file said of the folder of that id
     */
    List<ObjectNode> folders(Function<String, Optional<ObjectNode>> documents) {
        List<ObjectNode> entries = new ArrayList<>();
        for (Folder folder : all.values()) {
            if (inside.contains(folder.id()) && !isRootOfImport(folder.id())) {
                ObjectNode entry =
                        documents
                                .apply(folder.id())
                                .orElseGet(() -> FlopackExport.folder(folder.id()));
                show(folder, (ObjectNode) entry.get("data"));
                entries.add(entry);
            }
        }
        return entries;
    }

    private void show(Folder folder, ObjectNode data) {
        if (!folder.name().equals(data.path("name").asText())) {
            data.put("name", folder.name());
        }
        if (!folder.description().equals(data.path("description").asText(""))) {
            data.put("description", folder.description());
        }
        String path = path(folder);
        // A file may name ancestors that it does not hold; they stay until the folder moves.
        if (!known(data.path("path").asText("")).equals(path)) {
            data.put("path", path);
        }
    }

    /** The ancestors below the exported folder, outermost first. */
    private String path(Folder folder) {
        List<String> ancestors = new ArrayList<>();
        Folder at = folder;
        while (!at.id().equals(root)
                && at.parentId().filter(parent -> !isRootOfImport(parent)).isPresent()) {
            ancestors.addFirst(at.parentId().get());
            at = all.get(at.parentId().get());
        }
        return String.join(".", ancestors);
    }

    private String known(String path) {
        List<String> known = new ArrayList<>();
        for (String id : path.split("\\.", -1)) {
            if (all.containsKey(id)) {
                known.add(id);
            }
        }
        return String.join(".", known);
    }

    ObjectNode table(Table table) {
        ObjectNode entry = table.document();
        entry.put("name", table.name());
        if (!table.description().equals(entry.path("description").asText(""))) {
            entry.put("description", table.description());
        }
        if (!isRootOfImport(table.folder().id())) {
            ((ObjectNode) entry.get("data")).put("group_id", table.folder().id());
        }
        return entry;
    }
}
