package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowComparison;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.server.access.Caller;
import io.hookline.server.http.Problem;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.InUse;
import io.hookline.server.studio.StoredBytes;
import io.hookline.server.studio.StudioLog;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.folder.Folders;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What people do with flows: make, change, save, delete; switching is {@link FlowSwitch}'s. */
public final class Flows {
    private final Database database;
    private final Folders folders;
    private final FlowStore store;
    private final FlowRegistry registry;
    private final NewFlows newFlows;
    private final StudioLog log;
    private final InstantSource clock;

    public Flows(
            Database database,
            Folders folders,
            FlowStore store,
            FlowRegistry registry,
            StudioLog log,
            InstantSource clock) {
        this.database = database;
        this.folders = folders;
        this.store = store;
        this.registry = registry;
        this.newFlows = new NewFlows(store);
        this.log = log;
        this.clock = clock;
    }

    /**
     * What a person says about a flow; what is empty stays.
     *
     * @param security {@code OPEN} also confirms that anyone may call it
     */
    public record Settings(
            Optional<String> name,
            Optional<String> description,
            Optional<String> folder,
            Optional<Boolean> saveData,
            Optional<PublishedFlow.SecurityLevel> security,
            Optional<Boolean> oneExecutionPerEvent) {}

    public FlowRow get(String id) {
        return registry.row(id).orElseThrow(() -> Problem.notFound("flow", id));
    }

    private FlowRow get(Transaction transaction, String id) throws Exception {
        return store.find(transaction, id).orElseThrow(() -> Problem.notFound("flow", id));
    }

    /**
     * @param security empty for the level of the document
     * @param perEvent whether each event of an event hook envelope is an execution of its own
     */
    public FlowRow create(
            Caller caller,
            ObjectNode document,
            String folder,
            Optional<PublishedFlow.SecurityLevel> security,
            boolean perEvent) {
        FlowStore.NewFlow flow = newFlows.of(document, folder).secured(security).perEvent(perEvent);
        String id = flow.row().id();
        database.write(transaction -> {
            folders.named(transaction, "folder", folder);
            store.insert(transaction, flow, clock.instant(), caller.name());
            registry.changed(transaction, id);
            tell(transaction, caller, "create", "Create flow", flow.row(), Map.of());
            return id;
        });
        return get(id);
    }

    public FlowRow change(Caller caller, String id, Settings settings) {
        database.write(transaction -> {
            FlowRow before = get(transaction, id);
            if (settings.folder().isPresent()) {
                folders.named(transaction, "folder", settings.folder().get());
            }
            FlowRow after = with(before, settings);
            if (!after.equals(before)) {
                store.update(transaction, after, clock.instant());
                registry.changed(transaction, id);
                tellSettings(transaction, caller, before, after);
            }
            return id;
        });
        return get(id);
    }

    private static FlowRow with(FlowRow flow, Settings settings) {
        return flow.with(
                        settings.name().orElse(flow.name()),
                        settings.description().orElse(flow.description()),
                        settings.folder().orElse(flow.folder()),
                        settings.saveData().orElse(flow.saveData()),
                        settings.security())
                .perEvent(settings.oneExecutionPerEvent().orElse(flow.oneExecutionPerEvent()));
    }

    private void tellSettings(
            Transaction transaction, Caller caller, FlowRow before, FlowRow after) {
        if (!before.folder().equals(after.folder())) {
            tell(transaction, caller, "move", "Move flow", after, Map.of());
        }
        if (before.saveData() != after.saveData()) {
            FlowSwitch.tellSaving(log, transaction, caller, after);
        }
        if (!before.name().equals(after.name())
                || !before.description().equals(after.description())
                || before.security() != after.security()
                || before.oneExecutionPerEvent() != after.oneExecutionPerEvent()) {
            tell(
                    transaction,
                    caller,
                    "save",
                    "Change flow",
                    after,
                    Map.of(
                            "securityLevelFrom",
                            SecurityWords.word(before.security()),
                            "securityLevelTo",
                            SecurityWords.word(after.security()),
                            "oneExecutionPerEvent",
                            String.valueOf(after.oneExecutionPerEvent())));
        }
    }

    /** The current document, showing the settings as they are now. */
    public ObjectNode document(FlowRow flow) {
        return database.read(transaction ->
                document(transaction, store.find(transaction, flow.id()).orElse(flow)));
    }

    public ObjectNode document(Transaction transaction, FlowRow flow) throws Exception {
        ObjectNode document = stored(transaction, flow.id(), flow.version());
        document.put("name", flow.name());
        if (!flow.description().equals(document.path("description").asText(""))) {
            document.put("description", flow.description());
        }
        ObjectNode data = (ObjectNode) document.get("data");
        data.put("group", flow.folder());
        setIfDifferent(data, "log", data.path("log").asBoolean(true), flow.saveData());
        if (!flow.level().equals(NewFlows.level(document))) {
            data.put("security_level", flow.level().orElse(null));
        }
        return document;
    }

    private static void setIfDifferent(ObjectNode data, String key, boolean shown, boolean value) {
        if (shown != value) {
            data.put(key, value);
        }
    }

    /** A saved document as it was saved. */
    public ObjectNode stored(Transaction transaction, String id, int version) throws Exception {
        return store.document(transaction, id, version)
                .map(Flopack::read)
                .orElseThrow(() -> Problem.notFound("version " + version + " of the flow", id));
    }

    public ObjectNode version(String id, int version) {
        get(id);
        return database.read(transaction -> stored(transaction, id, version));
    }

    public List<FlowStore.Version> versions(String id) {
        get(id);
        return database.read(transaction -> store.versions(transaction, id));
    }

    /**
     * Saves a document as a new version.
     *
     * @param document checked; its id is the flow's
     * @param revision the one that the editor started from; empty to save over whatever is there
     */
    public FlowRow save(Caller caller, String id, ObjectNode document, Optional<Integer> revision) {
        Flow read = NewFlows.readable(document);
        FlowOutline outline = FlowOutline.of(document);
        FlowRow saved =
                database.write(transaction -> {
                    FlowRow before = get(transaction, id);
                    if (revision.isPresent() && revision.get() != before.revision()) {
                        throw new Problem(
                                412,
                                "Changed meanwhile",
                                "The flow \""
                                        + before.name()
                                        + "\" was changed since you read it; read it again and"
                                        + " repeat your change.");
                    }
                    if (document.equals(document(transaction, before))) {
                        return before;
                    }
                    keepGroup(transaction, before, document);
                    FlowRow after = before.saved(document, read.trigger(), outline);
                    store.update(transaction, after, clock.instant());
                    store.addVersion(
                            transaction,
                            after,
                            new StoredBytes(Flopack.bytes(document)),
                            clock.instant(),
                            caller.name());
                    registry.changed(transaction, id);
                    tellSaved(transaction, caller, before, after);
                    return after;
                });
        registry.keep(id, saved.version(), read);
        return saved;
    }

    /**
     * The cards of an earlier version as a new version; what people set beside them stays as it is
     * now.
     */
    public ObjectNode restorable(String id, int version) {
        return database.read(transaction -> {
            FlowRow now = get(transaction, id);
            ObjectNode document = stored(transaction, id, version);
            ObjectNode current = document(transaction, now);
            copy(current, document, List.of("name", "description"));
            copy(
                    (ObjectNode) current.get("data"),
                    (ObjectNode) document.get("data"),
                    List.of("group", "log", "security_level"));
            return document;
        });
    }

    private static void copy(ObjectNode from, ObjectNode to, List<String> keys) {
        for (String key : keys) {
            if (from.has(key)) {
                to.set(key, from.get(key));
            } else {
                to.remove(key);
            }
        }
    }

    /** What differs between two versions. */
    public List<FlowComparison.Change> compare(String id, int from, int to) {
        get(id);
        return database.read(transaction ->
                FlowComparison.of(stored(transaction, id, from), stored(transaction, id, to)));
    }

    /** The folder is a setting; the document keeps what its file said. */
    private void keepGroup(Transaction transaction, FlowRow before, ObjectNode document)
            throws Exception {
        JsonNode group =
                stored(transaction, before.id(), before.version()).get("data").path("group");
        if (group.isMissingNode()) {
            ((ObjectNode) document.get("data")).remove("group");
        } else {
            ((ObjectNode) document.get("data")).set("group", group);
        }
    }

    private void tellSaved(Transaction transaction, Caller caller, FlowRow before, FlowRow after) {
        tell(
                transaction,
                caller,
                "save",
                "Save flow",
                after,
                Map.of(
                        "versionFrom", String.valueOf(before.version()),
                        "versionTo", String.valueOf(after.version())));
    }

    /** Gives the endpoint a new client token; the old one opens nothing any more. */
    public FlowRow rotate(Caller caller, String id) {
        Secret token = NewFlows.token();
        StoredBytes sealed = store.seal(id, token);
        database.write(transaction -> {
            FlowRow flow = get(transaction, id);
            store.updateToken(transaction, id, sealed);
            registry.changed(transaction, id);
            log.tell(
                    transaction,
                    caller,
                    "hookline.flow.client_token.rotate",
                    "New client token for a flow",
                    target(flow),
                    Map.of());
            return id;
        });
        return get(id);
    }

    /** Reading a client token is told before it is answered. */
    public void tellTokenRead(Caller caller, FlowRow flow) {
        database.write(transaction -> {
            log.tell(
                    transaction,
                    caller,
                    "hookline.flow.client_token.read",
                    "Client token of a flow was read",
                    target(flow),
                    Map.of());
            return flow.id();
        });
    }

    /** Deletes a flow that is off and that no other flow calls. */
    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            FlowRow flow = get(transaction, id);
            if (flow.mode() != FlowMode.OFF) {
                throw new Problem(
                        409,
                        "Flow is on",
                        "The flow \""
                                + flow.name()
                                + "\" is on; switch it off before you delete it.");
            }
            InUse.refuse(
                    "flow",
                    flow.name(),
                    Stream.of(Use.Kind.FLOW, Use.Kind.NAMED_FLOW)
                            .flatMap(kind -> store.usersOf(transaction, kind, id).stream())
                            .filter(user -> !user.id().equals(id))
                            .distinct()
                            .toList());
            store.delete(transaction, id, clock.instant());
            registry.deleted(transaction, id);
            tell(transaction, caller, "delete", "Delete flow", flow, Map.of());
            return id;
        });
    }

    private void tell(
            Transaction transaction,
            Caller caller,
            String verb,
            String message,
            FlowRow flow,
            Map<String, String> details) {
        log.tell(
                transaction, caller, "workflows.user.flow." + verb, message, target(flow), details);
    }

    static StudioLog.Target target(FlowRow flow) {
        return new StudioLog.Target("Flow", flow.id(), flow.name());
    }
}
