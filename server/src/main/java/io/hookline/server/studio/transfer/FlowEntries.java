package io.hookline.server.studio.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlopackExport;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.StoredConnection;
import io.hookline.server.studio.flow.FlowDocuments;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.table.Tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flows of an exported file, and the connections and tables that they use. */
final class FlowEntries {
    private final Transaction transaction;
    private final List<FlowRow> rows;
    private final FolderEntries folders;
    private final Map<String, StoredConnection> used;

    FlowEntries(
            Transaction transaction,
            Connections connections,
            List<FlowRow> rows,
            FolderEntries folders) {
        this.transaction = transaction;
        this.rows = rows;
        this.folders = folders;
        this.used = used(connections);
    }

    /** The connections of the file that was imported, and those that the flows use. */
    private Map<String, StoredConnection> used(Connections connections) {
        Map<String, StoredConnection> all = new LinkedHashMap<>();
        if (folders.isImport()) {
            connections
                    .ofImport(transaction, folders.root())
                    .forEach(stub -> all.put(stub.id(), stub));
        }
        for (FlowRow row : rows) {
            row.uses(Use.Kind.CONNECTION)
                    .map(Use::target)
                    .filter(id -> !all.containsKey(id))
                    .flatMap(id -> connections.find(transaction, id).stream())
                    .forEach(connection -> all.put(connection.id(), connection));
        }
        return all;
    }

    /** The flows with the settings that they have now, off the connections that the file omits. */
    List<ObjectNode> flows() {
        Map<String, String> removed = new HashMap<>();
        for (StoredConnection connection : used.values()) {
            connection.configRef().ifPresent(ref -> removed.put(connection.id(), ref));
        }
        List<ObjectNode> entries = new ArrayList<>();
        for (FlowRow row : rows) {
            ObjectNode entry = FlowDocuments.stored(transaction, row.id(), row.version());
            if (folders.isRootOfImport(row.folder())) {
                row.settings().showButFolderIn(entry);
            } else {
                row.settings().showIn(entry);
            }
            FlopackExport.unbind(entry, removed);
            entries.add(entry);
        }
        return entries;
    }

    List<ObjectNode> connections() {
        return used.values().stream()
                .filter(StoredConnection::isListed)
                .map(FlowEntries::entry)
                .toList();
    }

    private static ObjectNode entry(StoredConnection connection) {
        ObjectNode entry =
                connection
                        .document()
                        .orElseGet(() ->
                                FlopackExport.config(
                                        connection.id(),
                                        connection.name(),
                                        connection.connector()));
        return entry.put("name", connection.name());
    }

    List<ObjectNode> usedTables(Tables tables) {
        return rows.stream()
                .flatMap(row -> row.uses(Use.Kind.TABLE))
                .map(Use::target)
                .distinct()
                .flatMap(id -> tables.find(transaction, id).stream())
                .map(folders::table)
                .toList();
    }
}
