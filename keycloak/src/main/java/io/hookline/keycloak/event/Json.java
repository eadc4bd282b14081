package io.hookline.keycloak.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** How events and Keycloak's representations become JSON. */
final class Json {
    static final Json PLAIN = new Json();

    private final ObjectMapper mapper =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private Json() {}

    ObjectNode object() {
        return mapper.createObjectNode();
    }

    Optional<ObjectNode> object(Object representation) {
        return mapper.valueToTree(representation) instanceof ObjectNode object
                ? Optional.of(object)
                : Optional.empty();
    }

    /** Empty when the text is no JSON. */
    Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(mapper.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    byte[] bytes(ObjectNode event) {
        try {
            return mapper.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event cannot be written as JSON", e);
        }
    }
}
