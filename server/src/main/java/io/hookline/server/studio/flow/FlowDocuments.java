package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowComparison;
import io.hookline.flow.flopack.LeftValues;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.util.ArrayList;
import java.util.List;

/** The documents of flows, current and earlier ones. */
public final class FlowDocuments {
    /** What a document takes in memory, for each of its bytes: itself, its values, its copy. */
    private static final int READ = 8;

    private final Database database;
    private final FlowStore store;

    public FlowDocuments(Database database, FlowStore store) {
        this.database = database;
        this.store = store;
    }

    /** The current document, showing the settings as they are now. */
    public ObjectNode current(String id) {
        return database.read(transaction -> current(transaction, get(transaction, id)));
    }

    /** How many bytes the current document takes in memory when it is read and written. */
    public long memory(String id) {
        return READ * size(id);
    }

    /** The same for a version. */
    public long memory(String id, int version) {
        return READ * database.read(transaction -> FlowVersion.size(transaction, id, version));
    }

    private long size(String id) {
        return database.read(transaction ->
                store.find(transaction, id).map(flow -> size(transaction, flow)).orElse(0L));
    }

    /** How many bytes the current document of a flow has. */
    public static long size(Transaction transaction, FlowRow flow) {
        return FlowVersion.size(transaction, flow.id(), flow.version());
    }

    static ObjectNode current(Transaction transaction, FlowRow flow) {
        ObjectNode document = stored(transaction, flow.id(), flow.version());
        flow.settings().showIn(document);
        return document;
    }

    /** A saved document as it was saved. */
    public static ObjectNode stored(Transaction transaction, String id, int version) {
        return Flopack.storedFlow(bytes(transaction, id, version));
    }

    private static byte[] bytes(Transaction transaction, String id, int version) {
        return FlowVersion.document(transaction, id, version)
                .orElseThrow(() -> new Refusal.NotFound("version " + version + " of the flow", id));
    }

    public ObjectNode version(String id, int version) {
        return database.read(transaction -> {
            get(transaction, id);
            return stored(transaction, id, version);
        });
    }

    /**
     * What the author of the flow's file set for their own organisation and nobody has replaced.
     *
     * @param callers the ids of the flows that call it
     */
    public List<Finding> left(String id, List<String> callers) {
        List<ObjectNode> documents =
                database.read(transaction -> {
                    List<ObjectNode> all = new ArrayList<>();
                    all.add(current(transaction, get(transaction, id)));
                    all.add(stored(transaction, id, 1));
                    for (String caller : callers) {
                        all.add(current(transaction, get(transaction, caller)));
                    }
                    return all;
                });
        return LeftValues.of(
                documents.getFirst(), documents.get(1), documents.subList(2, documents.size()));
    }

    public List<FlowVersion> versions(String id) {
        return database.read(transaction -> {
            get(transaction, id);
            return FlowVersion.list(transaction, id);
        });
    }

    /** What differs between two versions. */
    public List<FlowComparison.Change> compare(String id, int from, int to) {
        List<byte[]> both =
                database.read(transaction -> {
                    get(transaction, id);
                    return List.of(bytes(transaction, id, from), bytes(transaction, id, to));
                });
        return FlowComparison.of(
                Flopack.storedFlow(both.getFirst()), Flopack.storedFlow(both.getLast()));
    }

    /** The cards of an earlier version, to be saved again; the settings are those of now. */
    public ObjectNode restorable(String id, int version) {
        return database.read(transaction -> {
            FlowRow now = get(transaction, id);
            ObjectNode document = stored(transaction, id, version);
            FlowSettings.copy(current(transaction, now), document);
            return document;
        });
    }

    private FlowRow get(Transaction transaction, String id) {
        return store.find(transaction, id).orElseThrow(() -> new Refusal.NotFound("flow", id));
    }
}
