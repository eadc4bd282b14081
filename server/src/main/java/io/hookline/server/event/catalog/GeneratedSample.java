package io.hookline.server.event.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.catalog.EventCatalog.EventType;
import io.hookline.server.json.Json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A plausible event for a type of which only the name is known. */
final class GeneratedSample {
    private static final Pattern FAILURE =
            Pattern.compile(
                    "fail|error|denied|deny|violation|blocked|invalid|not_found|unavailable");

    /** What an id begins with, and what such events are about; the first that fits counts. */
    private static final Map<String, Entity> TARGETS = targets();

    private GeneratedSample() {}

    /**
     * @param type of an actor or target
     * @param prefix of its id
     */
    private record Entity(String type, String prefix, String name, String alternateId) {
        Entity(String type, String prefix, String name) {
            this(type, prefix, name, "unknown");
        }

        ObjectNode json() {
            return Json.object()
                    .put("id", prefix + "sample00000000000")
                    .put("type", type)
                    .put("alternateId", alternateId)
                    .put("displayName", name)
                    .putNull("detailEntry");
        }
    }

    private static Map<String, Entity> targets() {
        Map<String, Entity> targets = new LinkedHashMap<>();
        Entity application = new Entity("AppInstance", "0oa", "Sample Application");
        targets.put("user.", new Entity("User", "00u", "Sample User", "user@example.com"));
        targets.put("group.", new Entity("UserGroup", "00g", "Sample Group"));
        targets.put("application.", application);
        targets.put("app.", application);
        targets.put("policy.", new Entity("PolicyEntity", "00p", "Sample Policy"));
        targets.put("zone.", new Entity("NetworkZone", "nzo", "Sample Zone"));
        targets.put(
                "system.idp.", new Entity("IdentityProvider", "0oi", "Sample Identity Provider"));
        targets.put("system.api_token.", new Entity("Token", "00T", "Sample Token"));
        targets.put("system.log_stream.", new Entity("LogStream", "0oa", "Sample Log Stream"));
        targets.put("device.", new Entity("Device", "guo", "Sample Device"));
        targets.put("iam.role.", new Entity("CustomRole", "cr0", "Sample Role"));
        targets.put("iam.resourceset.", new Entity("ResourceSet", "iam", "Sample Resource Set"));
        targets.put("event_hook.", new Entity("EventHook", "who", "Sample Hook"));
        targets.put("inline_hook.", new Entity("InlineHook", "cal", "Sample Inline Hook"));
        targets.put("workflows.user.flow.", new Entity("Flow", "", "Sample Flow"));
        return targets;
    }

    static ObjectNode of(EventType type) {
        boolean fails = FAILURE.matcher(type.id()).find();
        ObjectNode event = Json.object();
        event.set(
                "actor",
                new Entity("User", "00u", "Sample Administrator", "admin@example.com").json());
        event.putObject("client").put("ipAddress", "198.51.100.23");
        event.put("displayMessage", type.title());
        event.put("eventType", type.id());
        event.putObject("outcome").put("result", fails ? "FAILURE" : "SUCCESS").putNull("reason");
        event.put("severity", fails ? "WARN" : "INFO");
        event.putObject("debugContext").putObject("debugData");
        event.putObject("transaction").put("type", "WEB").putNull("id").putObject("detail");
        event.put("version", "0");
        target(type)
                .ifPresentOrElse(
                        entity -> event.putArray("target").add(entity.json()),
                        () -> event.putNull("target"));
        return event;
    }

    private static Optional<Entity> target(EventType type) {
        return TARGETS.entrySet().stream()
                .filter(target -> type.id().startsWith(target.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
