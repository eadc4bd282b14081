package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The schemas of profiles: the attributes that every profile has, and whatever else those of this
 * org hold.
 */
final class OrgSchemas {
    private static final List<String> USER =
            List.of(
                    "login",
                    "email",
                    "firstName",
                    "lastName",
                    "secondEmail",
                    "mobilePhone",
                    "displayName",
                    "title",
                    "department",
                    "manager",
                    "city",
                    "countryCode");
    private static final Set<String> NEEDED_OF_USERS =
            Set.of("login", "email", "firstName", "lastName");
    private static final List<String> GROUP = List.of("name", "description");

    private final OrgUsers users;
    private final OrgGroups groups;

    OrgSchemas(OrgUsers users, OrgGroups groups) {
        this.users = users;
        this.groups = groups;
    }

    OrgAnswer answer(OrgRequest request) {
        List<String> path = request.path();
        String kind = path.size() > 5 && path.get(3).equals("schemas") ? path.get(4) : "";
        return switch (kind) {
            case "user" -> OrgAnswer.ok(schema("user", USER, NEEDED_OF_USERS, users.profiles()));
            case "group" -> OrgAnswer.ok(schema("group", GROUP, Set.of("name"), groups.profiles()));
            case "apps" -> OrgAnswer.ok(schema("app_user", List.of("email"), Set.of(), List.of()));
            default -> OrgAnswer.notFound(request.rawPath(), "Resource");
        };
    }

    private static ObjectNode schema(
            String name, List<String> base, Set<String> needed, Collection<JsonNode> profiles) {
        ObjectNode schema = Org.JSON.objectNode();
        schema.put("name", name).put("type", "object");
        ObjectNode definitions = schema.putObject("definitions");
        ObjectNode part = part(definitions, "base");
        base.forEach(key -> attribute(part, key, Org.JSON.textNode(""), needed.contains(key)));
        ObjectNode added = part(definitions, "custom");
        for (JsonNode profile : profiles) {
            profile.properties()
                    .forEach(attribute -> {
                        boolean known = base.contains(attribute.getKey());
                        if (!known && !added.has(attribute.getKey())) {
                            attribute(added, attribute.getKey(), attribute.getValue(), false);
                        }
                    });
        }
        return schema;
    }

    private static ObjectNode part(ObjectNode definitions, String name) {
        ObjectNode part = definitions.putObject(name);
        part.put("id", "#" + name).put("type", "object");
        return part.putObject("properties");
    }

    private static void attribute(ObjectNode part, String key, JsonNode value, boolean needed) {
        ObjectNode attribute = part.putObject(key);
        attribute.put("title", key).put("type", type(value));
        if (value.isArray()) {
            attribute.putObject("items").put("type", type(value.path(0)));
        }
        if (needed) {
            attribute.put("required", true);
        }
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case ARRAY -> "array";
            default -> "string";
        };
    }
}
