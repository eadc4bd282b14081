package io.hookline.server.event.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.access.Caller;
import io.hookline.server.event.log.EventIds;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventOrigin;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.event.log.Timestamps;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What we report about ourselves: an administrator's act or a failure, as a complete event. Append
 * {@link #json} with the source {@link #SOURCE}, in the unit that makes the change.
 *
 * <pre>{@code
 * AuditEvent.of("event_hook.created", "Create event hook")
 *         .by(caller)
 *         .target("EventHook", id, name)
 *         .json(clock.instant())
 * }</pre>
 *
 * @param actor who did it; empty for Hookline itself
 * @param reason why it ended so
 * @param debugData further facts, never secrets
 */
public record AuditEvent(
        String eventType,
        String displayMessage,
        Severity severity,
        Optional<Caller> actor,
        List<Target> targets,
        String result,
        Optional<String> reason,
        Map<String, String> debugData) {
    /** The source of our own events. */
    public static final String SOURCE = EventOrigin.OURS;

    /** How grave it is. */
    public enum Severity {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /**
     * What it was done to.
     *
     * @param type for example {@code EventHook}
     */
    public record Target(String type, String id, String displayName) {}

    public AuditEvent {
        targets = List.copyOf(targets);
        // Keeps the order in which the facts were added.
        debugData = Collections.unmodifiableMap(new LinkedHashMap<>(debugData));
    }

    /**
     * A successful act of Hookline itself.
     *
     * @param displayMessage what happened, in a few words
     */
    public static AuditEvent of(String eventType, String displayMessage) {
        return new AuditEvent(
                eventType,
                displayMessage,
                Severity.INFO,
                Optional.empty(),
                List.of(),
                "SUCCESS",
                Optional.empty(),
                Map.of());
    }

    /** The same, done by a caller. */
    public AuditEvent by(Caller caller) {
        return new AuditEvent(
                eventType,
                displayMessage,
                severity,
                Optional.of(caller),
                targets,
                result,
                reason,
                debugData);
    }

    /** The same, with one target more. */
    public AuditEvent target(String type, String id, String displayName) {
        List<Target> more = new ArrayList<>(targets);
        more.add(new Target(type, id, displayName));
        return new AuditEvent(
                eventType, displayMessage, severity, actor, more, result, reason, debugData);
    }

    /** The same, failed for that reason, as a warning. */
    public AuditEvent failed(String why) {
        return outcome("FAILURE", why).severity(Severity.WARN);
    }

    /** The same with another outcome, for example {@code DENY}. */
    public AuditEvent outcome(String outcome, String why) {
        return new AuditEvent(
                eventType,
                displayMessage,
                severity,
                actor,
                targets,
                outcome,
                Optional.of(why),
                debugData);
    }

    /** The same, with another severity. */
    public AuditEvent severity(Severity grave) {
        return new AuditEvent(
                eventType, displayMessage, grave, actor, targets, result, reason, debugData);
    }

    /** The same, as another type. */
    public AuditEvent retyped(String type) {
        return new AuditEvent(
                type, displayMessage, severity, actor, targets, result, reason, debugData);
    }

    /** The same, with one fact more. */
    public AuditEvent debug(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(debugData);
        more.put(key, value);
        return new AuditEvent(
                eventType, displayMessage, severity, actor, targets, result, reason, more);
    }

    /** The complete event, with a uuid of its own. */
    public ObjectNode json(Instant now) {
        ObjectNode event = Json.object();
        event.put("uuid", EventIds.next(now.toEpochMilli()));
        event.put("published", Timestamps.write(now.toEpochMilli()));
        event.put("eventType", eventType);
        event.put("version", "0");
        event.put("displayMessage", displayMessage);
        event.put("severity", severity.name());
        event.set("actor", actorJson());
        actor.ifPresent(caller -> event.putObject("client").put("ipAddress", caller.address()));
        event.putObject("outcome").put("result", result).put("reason", reason.orElse(null));
        event.set("target", targetsJson());
        event.set("transaction", transactionJson());
        ObjectNode debug = event.putObject("debugContext").putObject("debugData");
        debugData.forEach(debug::put);
        return event;
    }

    /** The complete event, written before the unit that appends it. */
    public NewEvent ready(Instant now) {
        try {
            return NewEvent.of(json(now));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends it in a unit of its own; returns when it is on disk. */
    public void append(Database database, EventLog log, Instant now) {
        List<NewEvent> ready = List.of(ready(now));
        database.write(transaction -> log.appendReady(transaction, SOURCE, ready, Lineage.NONE));
    }

    private ObjectNode actorJson() {
        return actor.map(caller ->
                        entity(
                                caller.id(),
                                switch (caller.kind()) {
                                    case USER -> "User";
                                    case TOKEN, SOURCE -> "Token";
                                    case CLIENT -> "PublicClientApp";
                                },
                                caller.name(),
                                caller.name()))
                .orElseGet(() -> entity(SOURCE, "SystemPrincipal", "unknown", "Hookline"));
    }

    private ArrayNode targetsJson() {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Target target : targets) {
            list.add(entity(target.id(), target.type(), "unknown", target.displayName()));
        }
        return list;
    }

    private ObjectNode transactionJson() {
        ObjectNode transaction = Json.object();
        transaction.put("type", actor.isPresent() ? "WEB" : "JOB");
        transaction.putNull("id");
        ObjectNode detail = transaction.putObject("detail");
        actor.filter(AuditEvent::isToken)
                .ifPresent(caller -> detail.put("requestApiTokenId", caller.id()));
        return transaction;
    }

    private static boolean isToken(Caller caller) {
        return caller.kind() == Caller.Kind.TOKEN || caller.kind() == Caller.Kind.SOURCE;
    }

    private static ObjectNode entity(
            String id, String type, String alternateId, String displayName) {
        return Json.object()
                .put("id", id)
                .put("type", type)
                .put("alternateId", alternateId)
                .put("displayName", displayName)
                .putNull("detailEntry");
    }
}
