package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.server.access.Caller;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.draft.DraftRows;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.use.FlowName;
import io.hookline.server.studio.use.FlowUses;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What people do with flows: create, change, save, delete. {@link FlowSwitch} switches them. */
public final class Flows {
    private final Database database;
    private final FlowStore store;
    private final FlowRegistry registry;
    private final NewFlows newFlows;
    private final FlowAudit audit;
    private final InstantSource clock;

    public Flows(
            Database database,
            FlowStore store,
            FlowRegistry registry,
            StudioAudit audit,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.newFlows = new NewFlows(store);
        this.audit = new FlowAudit(audit);
        this.clock = clock;
    }

    public FlowRow get(String id) {
        return registry.row(id).orElseThrow(() -> new Refusal.NotFound("flow", id));
    }

    /** As it is in the database. */
    private FlowRow stored(String id) {
        return database.read(transaction -> store.find(transaction, id))
                .orElseThrow(() -> new Refusal.NotFound("flow", id));
    }

    /**
     * Makes a flow of a checked document.
     *
     * @param change what its maker says of it beside the document
     */
    public FlowRow create(Caller caller, ObjectNode document, String folder, FlowChange change) {
        NewFlow flow = newFlows.of(document, folder).changed(change, store);
        database.write(transaction -> {
            Folders.named(transaction, "folder", folder);
            FlowRow made = store.insert(transaction, flow, clock.instant(), caller.name());
            registry.changed(transaction, made);
            audit.created(transaction, caller, made);
            return made;
        });
        return get(flow.id());
    }

    public FlowRow change(Caller caller, String id, FlowChange change) {
        store.change(() -> {
            FlowRow before = stored(id);
            FlowRow after = before.changed(change);
            Optional<byte[]> sealed = store.sealSigning(after);
            return database.write(transaction -> {
                if (change.folder().isPresent()) {
                    Folders.named(transaction, "folder", change.folder().get());
                }
                if (!after.equals(before)) {
                    store.update(transaction, after, clock.instant());
                    store.updateSigning(transaction, id, sealed);
                    registry.changed(transaction, after);
                    audit.changed(transaction, caller, before, after);
                }
                return id;
            });
        });
        return get(id);
    }

    /**
     * Saves a document as a new version.
     *
     * @param document checked; its id is the flow's
     * @param revision the one that the editor started from; empty to save over whatever is there
     * @throws Refusal.Outdated when the flow has another revision now
     */
    public FlowRow save(Caller caller, String id, ObjectNode document, Optional<Integer> revision) {
        Flow read = NewFlows.readable(document);
        FlowOutline outline = FlowOutline.of(document);
        FlowRow saved =
                store.change(() -> {
                    FlowRow before = stored(id);
                    requireRevision(before, revision);
                    if (document.equals(current(before))) {
                        return before;
                    }
                    keepFolderOfFile(before, document);
                    FlowRow after = before.saved(document, read.trigger(), outline);
                    byte[] stored = Flopack.bytes(document);
                    byte[] findings = FlowStore.findings(after.contents());
                    return database.write(transaction -> {
                        store.save(
                                transaction,
                                after,
                                stored,
                                findings,
                                clock.instant(),
                                caller.name());
                        registry.changed(transaction, after);
                        audit.saved(transaction, caller, before, after);
                        return after;
                    });
                });
        registry.keep(id, saved.version(), read);
        return saved;
    }

    private static void requireRevision(FlowRow flow, Optional<Integer> revision) {
        if (revision.isPresent() && revision.get() != flow.revision()) {
            throw new Refusal.Outdated(
                    "Changed meanwhile",
                    "The flow \""
                            + flow.name()
                            + "\" was changed since you read it; read it again and"
                            + " repeat your change.");
        }
    }

    /** The folder is a setting; the document keeps what its file said. */
    private void keepFolderOfFile(FlowRow before, ObjectNode document) {
        ObjectNode last =
                database.read(transaction ->
                        FlowDocuments.stored(transaction, before.id(), before.version()));
        FlowSettings.copyFolder(last, document);
    }

    private ObjectNode current(FlowRow flow) {
        return database.read(transaction -> FlowDocuments.current(transaction, flow));
    }

    /** Gives the endpoint a new client token; the old one is not accepted any more. */
    public FlowRow rotate(Caller caller, String id) {
        Secret token = NewFlows.token();
        byte[] sealed = store.seal(id, token);
        store.change(() -> {
            FlowRow flow = stored(id).with(token);
            return database.write(transaction -> {
                store.updateToken(transaction, id, sealed);
                registry.changed(transaction, flow);
                audit.tokenRotated(transaction, caller, flow);
                return id;
            });
        });
        return get(id);
    }

    /** Appends to the log that somebody reads a client token; to be called before the answer. */
    public void tokenRead(Caller caller, FlowRow flow) {
        database.write(transaction -> {
            audit.tokenRead(transaction, caller, flow);
            return flow.id();
        });
    }

    /** Deletes a flow that is off and that no other flow needs. */
    public void delete(Caller caller, String id) {
        store.change(() -> {
            FlowRow flow = stored(id);
            if (flow.mode() != FlowMode.OFF) {
                throw new Refusal.Conflict(
                        "Flow is on",
                        "The flow \""
                                + flow.name()
                                + "\" is on; switch it off before you delete it.");
            }
            return database.write(transaction -> {
                FlowUses.requireUnused("flow", flow.name(), otherUsers(transaction, id));
                store.delete(transaction, id, clock.instant());
                DraftRows.deleteOfFlow(transaction, id);
                registry.deleted(transaction, id);
                audit.deleted(transaction, caller, flow);
                return id;
            });
        });
    }

    private static List<FlowName> otherUsers(Transaction transaction, String id) {
        return Stream.of(Use.Kind.FLOW, Use.Kind.NAMED_FLOW)
                .flatMap(kind -> FlowUses.users(transaction, kind, id).stream())
                .filter(user -> !user.id().equals(id))
                .distinct()
                .toList();
    }

    /** The flows that call it. */
    public List<FlowName> callers(String id) {
        return database.read(transaction -> FlowUses.users(transaction, Use.Kind.FLOW, id));
    }
}
