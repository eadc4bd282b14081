package io.hookline.server.event.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/**
 * The two forms in which readers see a stored event: that of the system log API and that inside a
 * hook's delivery. Both have every documented member, null when it is not known, in the documented
 * order; what is not documented follows as it was sent. The stored event is never changed, and
 * unchanged parts of it are shared.
 */
public final class LogEventForms {
    private static final List<String> LOG_ORDER =
            List.of(
                    "actor",
                    "client",
                    "device",
                    "authenticationContext",
                    "displayMessage",
                    "eventType",
                    "outcome",
                    "published",
                    "securityContext",
                    "severity",
                    "debugContext",
                    "legacyEventType",
                    "transaction",
                    "uuid",
                    "version",
                    "request",
                    "target");

    private static final List<String> HOOK_ORDER =
            List.of(
                    "uuid",
                    "published",
                    "eventType",
                    "version",
                    "displayMessage",
                    "severity",
                    "client",
                    "device",
                    "actor",
                    "outcome",
                    "target",
                    "transaction",
                    "debugContext",
                    "legacyEventType",
                    "authenticationContext",
                    "securityContext",
                    "insertionTimestamp");

    /** Members that exist in only one of the forms, or that are placed by hand. */
    private static final Set<String> KNOWN = Set.of("request", "insertionTimestamp");

    private static final List<String> ENTITY =
            List.of("id", "type", "alternateId", "displayName", "detailEntry");
    private static final List<String> PLACE =
            List.of("city", "state", "country", "postalCode", "geolocation");
    private static final List<String> IP =
            List.of("ip", "geographicalContext", "version", "source");
    private static final List<String> CLIENT =
            List.of("userAgent", "zone", "device", "id", "ipAddress", "geographicalContext");
    private static final List<String> USER_AGENT = List.of("rawUserAgent", "os", "browser");

    /**
     * What each object must have, as far as it is there at all; newer members come only when they
     * were sent.
     */
    private static final Map<String, List<String>> PARTS =
            Map.of(
                    "actor", ENTITY,
                    "device",
                            List.of(
                                    "id",
                                    "name",
                                    "os_platform",
                                    "os_version",
                                    "managed",
                                    "registered",
                                    "device_integrator",
                                    "disk_encryption_type",
                                    "screen_lock_type",
                                    "jailbreak",
                                    "secure_hardware_present"),
                    "authenticationContext",
                            List.of(
                                    "authenticationProvider",
                                    "credentialProvider",
                                    "credentialType",
                                    "issuer",
                                    "interface",
                                    "authenticationStep",
                                    "rootSessionId",
                                    "externalSessionId"),
                    "outcome", List.of("result", "reason"),
                    "securityContext", List.of("asNumber", "asOrg", "isp", "domain", "isProxy"),
                    "debugContext", List.of("debugData"),
                    "transaction", List.of("type", "id", "detail"));

    private LogEventForms() {}

    /** As {@code GET /api/v1/logs} answers it. */
    public static ObjectNode forLog(ObjectNode stored) {
        ObjectNode form = Json.object();
        for (String name : LOG_ORDER) {
            switch (name) {
                case "client" -> form.set(name, client(stored));
                case "request" -> form.set(name, request(stored));
                case "device" -> {
                    if (stored.path(name).isObject()) {
                        form.set(name, part(stored, name));
                    }
                }
                default -> form.set(name, part(stored, name));
            }
        }
        return withTheRest(form, stored, LOG_ORDER);
    }

    /**
     * As {@code data.events} of a delivery holds it (the chain of addresses lies in {@code client}
     * there).
     */
    public static ObjectNode forHook(ObjectNode stored) {
        ObjectNode form = Json.object();
        for (String name : HOOK_ORDER) {
            form.set(name, name.equals("client") ? clientWithChain(stored) : part(stored, name));
        }
        return withTheRest(form, stored, HOOK_ORDER);
    }

    private static ObjectNode withTheRest(ObjectNode form, ObjectNode stored, List<String> order) {
        for (Entry<String, JsonNode> member : stored.properties()) {
            if (!form.has(member.getKey())
                    && !order.contains(member.getKey())
                    && !KNOWN.contains(member.getKey())) {
                form.set(member.getKey(), member.getValue());
            }
        }
        return form;
    }

    private static JsonNode part(ObjectNode stored, String name) {
        JsonNode value = stored.get(name);
        if (value == null || value.isNull()) {
            return switch (name) {
                case "version" -> Json.MAPPER.getNodeFactory().textNode("0");
                case "severity" -> Json.MAPPER.getNodeFactory().textNode("INFO");
                default -> Json.MAPPER.nullNode();
            };
        }
        if (name.equals("version") && value.isNumber()) {
            return Json.MAPPER.getNodeFactory().textNode(value.asText());
        }
        if (name.equals("target") && value instanceof ArrayNode targets) {
            return each(targets, ENTITY);
        }
        return value instanceof ObjectNode object && PARTS.containsKey(name)
                ? complete(object, PARTS.get(name))
                : value;
    }

    /** The client without the chain of addresses, which the log has in {@code request}. */
    private static JsonNode client(ObjectNode stored) {
        if (!(stored.get("client") instanceof ObjectNode sent)) {
            return Json.MAPPER.nullNode();
        }
        ObjectNode client = completeClient(sent);
        if (!client.has("ipChain")) {
            return client;
        }
        ObjectNode without = Json.object();
        without.setAll(client);
        without.remove("ipChain");
        return without;
    }

    private static JsonNode clientWithChain(ObjectNode stored) {
        JsonNode chain = chain(stored);
        JsonNode sent = stored.get("client");
        if (!(sent instanceof ObjectNode) && chain.isEmpty()) {
            return Json.MAPPER.nullNode();
        }
        ObjectNode client = Json.object();
        client.setAll(completeClient(sent instanceof ObjectNode object ? object : client));
        client.set("ipChain", chain);
        return client;
    }

    private static ObjectNode completeClient(ObjectNode sent) {
        ObjectNode client = complete(sent, CLIENT);
        client = inside(client, "userAgent", USER_AGENT);
        return inside(client, "geographicalContext", PLACE);
    }

    private static ObjectNode request(ObjectNode stored) {
        ObjectNode request = Json.object();
        request.set("ipChain", chain(stored));
        if (stored.get("request") instanceof ObjectNode sent) {
            for (Entry<String, JsonNode> member : sent.properties()) {
                if (!request.has(member.getKey())) {
                    request.set(member.getKey(), member.getValue());
                }
            }
        }
        return request;
    }

    private static JsonNode chain(ObjectNode stored) {
        JsonNode chain = stored.path("request").path("ipChain");
        if (!chain.isArray()) {
            chain = stored.path("client").path("ipChain");
        }
        return chain instanceof ArrayNode addresses
                ? each(addresses, IP)
                : Json.MAPPER.createArrayNode();
    }

    private static ArrayNode each(ArrayNode items, List<String> members) {
        ArrayNode completed = Json.MAPPER.createArrayNode();
        for (JsonNode item : items) {
            completed.add(
                    item instanceof ObjectNode object
                            ? inside(complete(object, members), "geographicalContext", PLACE)
                            : item);
        }
        return completed;
    }

    /** The same object with one of its members completed. */
    private static ObjectNode inside(ObjectNode object, String name, List<String> members) {
        if (!(object.get(name) instanceof ObjectNode inner)) {
            return object;
        }
        ObjectNode completed = complete(inner, members);
        if (completed == inner) {
            return object;
        }
        ObjectNode copy = Json.object();
        copy.setAll(object);
        copy.set(name, completed);
        return copy;
    }

    /**
     * The object itself when it has all of the members, else a copy with the others as nulls at the
     * end.
     */
    private static ObjectNode complete(ObjectNode object, List<String> members) {
        ObjectNode completed = object;
        for (String name : members) {
            if (!object.has(name)) {
                if (completed == object) {
                    completed = Json.object();
                    completed.setAll(object);
                }
                completed.putNull(name);
            }
        }
        return completed;
    }
}
