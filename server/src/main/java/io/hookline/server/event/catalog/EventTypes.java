package io.hookline.server.event.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventJson;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.task.OneAtATime;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The catalog of this installation: what comes with Hookline, and the types registered here. */
public final class EventTypes implements EventCatalog {
    private static final int MOST = 1_000;

    private static final Sql ALL =
            Sql.of("SELECT id, title, description, sample FROM registered_event_type");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO registered_event_type (id, title, description, sample, created, updated)
                    VALUES (:id, :title, :description, :sample, :now, :now)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE registered_event_type SET title = :title, description = :description,
                        sample = :sample, updated = :now
                    WHERE id = :id\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM registered_event_type WHERE id = :id");

    private final EventCatalog bundled;
    private final Database database;
    private final EventLog log;
    private final Eligibility eligibility;
    private final InstantSource clock;
    private final OneAtATime changes = new OneAtATime();
    private volatile Known known;

    public EventTypes(
            Database database, EventLog log, Eligibility eligibility, InstantSource clock) {
        this.bundled = EventCatalog.bundled();
        this.database = database;
        this.log = log;
        this.eligibility = eligibility;
        this.clock = clock;
        this.known = new Known(bundled, database.read(EventTypes::load));
    }

    /** A type as it was registered. */
    public record Registered(EventType type, Optional<ObjectNode> sample) {}

    /** All types in one order. Replaced as a whole, so that readers never wait. */
    private record Known(
            NavigableMap<String, EventType> types, NavigableMap<String, Registered> registered) {
        Known(EventCatalog bundled, NavigableMap<String, Registered> registered) {
            this(new TreeMap<>(), registered);
            bundled.all().forEach(type -> types.put(type.id(), type));
            registered.forEach((id, type) -> types.put(id, type.type()));
        }
    }

    @Override
    public Optional<EventType> find(String id) {
        return Optional.ofNullable(known.types().get(id));
    }

    @Override
    public Collection<EventType> all() {
        return Collections.unmodifiableCollection(known.types().values());
    }

    @Override
    public List<EventType> search(String text) {
        return EventTypeSearch.search(known.types().values(), text);
    }

    @Override
    public Optional<Sample> sample(String id) {
        Registered registered = known.registered().get(id);
        return registered == null
                ? bundled.sample(id)
                : Optional.of(
                        registered
                                .sample()
                                .map(sample -> new Sample(sample.deepCopy(), false))
                                .orElseGet(() ->
                                        new Sample(GeneratedSample.of(registered.type()), true)));
    }

    @Override
    public Optional<String> refusal(String id) {
        Optional<String> unknown = EventCatalog.super.refusal(id);
        return unknown.isEmpty()
                        && eligibility == Eligibility.COMPATIBLE
                        && find(id).filter(EventType::eligible).isEmpty()
                ? Optional.of("is not eligible for event hooks")
                : unknown;
    }

    /**
     * Adds a type.
     *
     * @throws Refusal.Conflict when there is one with that id, or there are too many
     */
    public void register(Caller caller, Registered type) {
        changes.change(() -> {
            if (find(type.type().id()).isPresent()) {
                throw new Refusal.Conflict(
                        "There is an event type " + type.type().id() + " already.");
            }
            if (known.registered().size() >= MOST) {
                throw new Refusal.Conflict(
                        "There are %,d registered event types, which is the most.".formatted(MOST));
            }
            return keep(
                    caller,
                    type,
                    INSERT,
                    AuditEvent.of("hookline.event_type.created", "Register event type"));
        });
    }

    /**
     * Changes a registered type.
     *
     * @throws Refusal.NotFound when it is not registered
     */
    public void update(Caller caller, Registered type) {
        changes.change(() -> {
            requireRegistered(type.type().id());
            return keep(
                    caller,
                    type,
                    UPDATE,
                    AuditEvent.of("hookline.event_type.updated", "Change event type"));
        });
    }

    private Registered keep(Caller caller, Registered type, Sql statement, AuditEvent act) {
        NavigableMap<String, Registered> registered = new TreeMap<>(known.registered());
        registered.put(type.type().id(), type);
        Known after = new Known(bundled, registered);
        Optional<byte[]> sample = type.sample().map(Json::bytes);
        return database.write(transaction -> {
            transaction
                    .prepare(statement)
                    .text("id", type.type().id())
                    .text("title", type.type().title())
                    .text("description", type.type().description())
                    .bytes("sample", sample)
                    .instant("now", clock.instant())
                    .update();
            changed(transaction, caller, type.type(), act, after);
            return type;
        });
    }

    /**
     * Takes a registered type out of the catalog; hooks that ask for it keep it.
     *
     * @throws Refusal.NotFound when it is not registered
     */
    public void remove(Caller caller, String id) {
        changes.change(() -> {
            EventType type = requireRegistered(id);
            NavigableMap<String, Registered> registered = new TreeMap<>(known.registered());
            registered.remove(id);
            Known after = new Known(bundled, registered);
            return database.write(transaction -> {
                transaction.prepare(DELETE).text("id", id).update();
                changed(
                        transaction,
                        caller,
                        type,
                        AuditEvent.of("hookline.event_type.deleted", "Remove event type"),
                        after);
                return type;
            });
        });
    }

    /** The registered type of that id. */
    public EventType requireRegistered(String id) {
        Registered registered = known.registered().get(id);
        if (registered != null) {
            return registered.type();
        }
        throw find(id).isPresent()
                ? new Refusal.Conflict(
                        "The event type " + id + " comes with Hookline and cannot be changed.")
                : new Refusal.NotFound("event type", id);
    }

    private void changed(
            Transaction transaction, Caller caller, EventType type, AuditEvent act, Known after) {
        AuditEvent event = act.by(caller).target("EventType", type.id(), type.title());
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
        transaction.afterCommit(() -> known = after);
    }

    private static NavigableMap<String, Registered> load(Transaction transaction) {
        NavigableMap<String, Registered> registered = new TreeMap<>();
        transaction
                .prepare(ALL)
                .each(row -> {
                    String id = row.text("id");
                    EventType type =
                            new EventType(
                                    id, row.text("title"), row.text("description"), true, "", true);
                    registered.put(
                            id,
                            new Registered(
                                    type, row.optionalBytes("sample").map(EventJson::stored)));
                });
        return registered;
    }
}
