package io.hookline.keycloak.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an admin changed: the members that differ, before and after, without secrets.
 *
 * @param attributes the paths that differ, such as {@code config.syncMode}
 * @param from empty when the resource is new
 * @param to empty when it was deleted
 */
record Change(List<String> attributes, ObjectNode from, ObjectNode to) {

    /** Of one whole state or the difference of two. Secrets are compared before they are hidden. */
    static Change between(Optional<ObjectNode> before, Optional<ObjectNode> after, Json json) {
        ObjectNode from = json.object();
        ObjectNode to = json.object();
        List<String> attributes = new ArrayList<>();
        if (before.isPresent() && after.isPresent()) {
            differ("", before.get(), after.get(), new Change(attributes, from, to));
        } else {
            before.ifPresent(state -> copy(state, from));
            after.ifPresent(state -> copy(state, to));
        }
        return new Change(List.copyOf(attributes), from, to);
    }

    private static void copy(ObjectNode state, ObjectNode into) {
        for (Entry<String, JsonNode> member : state.properties()) {
            into.set(member.getKey(), Secrets.masked(member.getKey(), member.getValue()));
        }
    }

    private static void differ(String path, ObjectNode before, ObjectNode after, Change change) {
        TreeSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode old = before.path(name);
            JsonNode now = after.path(name);
            if (old.equals(now)) {
                continue;
            }
            String place = path.isEmpty() ? name : path + "." + name;
            if (old instanceof ObjectNode oldObject
                    && now instanceof ObjectNode nowObject
                    && !Secrets.isSecret(name)) {
                differ(place, oldObject, nowObject, change);
            } else {
                change.attributes.add(place);
                put(change.from, place, name, old);
                put(change.to, place, name, now);
            }
        }
    }

    private static void put(ObjectNode into, String place, String name, JsonNode value) {
        if (!(value instanceof MissingNode)) {
            into.set(place, Secrets.masked(name, value.deepCopy()));
        }
    }

    boolean isEmpty() {
        return from.isEmpty() && to.isEmpty();
    }

    /** When the resource was switched on or off by it, which of the two. */
    Optional<Boolean> switched() {
        return attributes.contains("enabled") && to.path("enabled").isBoolean()
                ? Optional.of(to.path("enabled").booleanValue())
                : Optional.empty();
    }
}
