package io.hookline.keycloak.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** One event of Hookline's log while it is put together. */
final class LogEvent {
    /** Hookline takes events of up to a million bytes. */
    private static final int MOST_BYTES = 256_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final ObjectNode event = Json.PLAIN.object();
    private final ObjectNode debugData;
    private final ArrayNode targets;

    /** Somebody or something: {@code alternateId} is what people call it, such as a user name. */
    record Entity(String id, String type, String alternateId, String displayName) {}

    LogEvent(String uuid, String type, long published, String message) {
        event.put("uuid", uuid);
        event.put("published", TIME.format(Instant.ofEpochMilli(published)));
        event.put("eventType", type);
        event.put("version", "0");
        event.put("displayMessage", message);
        targets = event.putArray("target");
        debugData = event.putObject("debugContext").putObject("debugData");
    }

    LogEvent type(String type) {
        event.put("eventType", type);
        return this;
    }

    LogEvent actor(Entity actor) {
        write(event.putObject("actor"), actor);
        return this;
    }

    ObjectNode target(Entity target) {
        return write(targets.addObject(), target);
    }

    private static ObjectNode write(ObjectNode into, Entity entity) {
        return into.put("id", entity.id())
                .put("type", entity.type())
                .put("alternateId", entity.alternateId())
                .put("displayName", entity.displayName());
    }

    LogEvent outcome(boolean success, Optional<String> reason) {
        ObjectNode outcome = event.putObject("outcome");
        outcome.put("result", success ? "SUCCESS" : "FAILURE");
        outcome.put("reason", reason.orElse(null));
        event.put("severity", success ? "INFO" : "WARN");
        return this;
    }

    LogEvent client(Optional<String> address, Optional<String> agent, Optional<String> id) {
        ObjectNode client = event.putObject("client");
        client.put("id", id.orElse(null));
        client.put("ipAddress", address.orElse(null));
        agent.ifPresent(raw -> client.putObject("userAgent").put("rawUserAgent", raw));
        ArrayNode chain = event.putObject("request").putArray("ipChain");
        address.ifPresent(ip ->
                chain.addObject().put("ip", ip).put("version", ip.contains(":") ? "V6" : "V4"));
        return this;
    }

    LogEvent session(Optional<String> session) {
        event.putObject("authenticationContext")
                .put("externalSessionId", session.orElse(null))
                .put("authenticationStep", 0);
        return this;
    }

    LogEvent transaction(Optional<String> id) {
        event.putObject("transaction").put("id", id.orElse(null)).put("type", "WEB");
        return this;
    }

    /** As the format has it, every value is a text. */
    LogEvent debug(String name, String value) {
        debugData.put(name, value);
        return this;
    }

    LogEvent debug(Map<String, String> details) {
        details.forEach((name, value) ->
                debugData.put(name, Secrets.isSecret(name) && !isId(name) ? "***" : value));
        return this;
    }

    /** Of tokens and credentials, ids and kinds are no secrets. */
    private static boolean isId(String name) {
        return name.endsWith("_id")
                || name.endsWith("_type")
                || name.endsWith("_label")
                || name.endsWith("_issued_for")
                || name.endsWith("_sub")
                || name.endsWith("_client_id")
                || name.endsWith("_time");
    }

    /** With what changed, unless that would make it too large; then the event says so. */
    byte[] bytes() {
        byte[] bytes = Json.PLAIN.bytes(event);
        if (bytes.length > MOST_BYTES) {
            for (JsonNode target : targets) {
                ((ObjectNode) target).remove("changeDetails");
            }
            debug("changeDetails", "left out: they are too large");
            bytes = Json.PLAIN.bytes(event);
        }
        return bytes;
    }
}
