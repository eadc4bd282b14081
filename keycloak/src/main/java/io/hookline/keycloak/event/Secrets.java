package io.hookline.keycloak.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Set;

/**
 * Takes secrets out of what Keycloak says about its resources, by the names of their members. That
 * a secret changed can be seen, not what it was or is.
 */
final class Secrets {
    private static final String HIDDEN = "***";

    private static final List<String> WORDS =
            List.of("secret", "password", "credential", "privatekey", "apikey", "token");

    /** Names that hold such a word and no secret. */
    private static final Set<String> PLAIN =
            Set.of(
                    "passwordpolicy",
                    "credentialtype",
                    "disableablecredentialtypes",
                    "clientauthenticatortype",
                    "tokenurl",
                    "tokenendpointauthsigningalg",
                    "tokenexchangestandardenabled");

    private Secrets() {}

    static boolean isSecret(String name) {
        String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return !PLAIN.contains(word) && WORDS.stream().anyMatch(word::contains);
    }

    /** Of a member: hidden when its name says so, else with everything below it looked through. */
    static JsonNode masked(String name, JsonNode value) {
        if (!isSecret(name) || isHarmless(name, value)) {
            return masked(value);
        }
        return value.isContainerNode() && value.isEmpty() ? value : TextNode.valueOf(HIDDEN);
    }

    /** Switches and lifespans, such as {@code accessTokenLifespan}, are none. */
    private static boolean isHarmless(String name, JsonNode value) {
        boolean flag =
                value.isBoolean()
                        || value.isNull()
                        || value.asText().equals("true")
                        || value.asText().equals("false");
        boolean lifespan =
                name.toLowerCase(Locale.ROOT).contains("lifespan")
                        || name.toLowerCase(Locale.ROOT).contains("timeout");
        return flag || lifespan || value.isNumber();
    }

    private static JsonNode masked(JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (Entry<String, JsonNode> member : object.properties()) {
                member.setValue(masked(member.getKey(), member.getValue()));
            }
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, masked(list.get(i)));
            }
        }
        return value;
    }
}
