package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.value.TypeMismatch;

import java.util.Base64;

/**
 * A file as flows pass it on: an object of name, content type and bytes.
 *
 * @param name its name with the ending
 * @param contentType what its bytes are, for example {@code application/json}
 * @param base64 its bytes
 */
public record FileContent(String name, String contentType, String base64) {
    /** A file of these bytes. */
    public static FileContent of(String name, String contentType, byte[] bytes) {
        return new FileContent(name, contentType, Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * Reads a value that flows pass on.
     *
     * @throws TypeMismatch when it is no file
     */
    public static FileContent read(JsonNode value) {
        if (value.path("name").isTextual()
                && value.path("contentType").isTextual()
                && value.path("base64").isTextual()) {
            return new FileContent(
                    value.get("name").textValue(),
                    value.get("contentType").textValue(),
                    value.get("base64").textValue());
        }
        throw new TypeMismatch(
                "the value is no File, which is an object of name, contentType and base64");
    }

    /**
     * Its bytes.
     *
     * @throws TypeMismatch when they are not written as Base64
     */
    public byte[] bytes() {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException mistake) {
            throw new TypeMismatch("the content of the file \"" + name + "\" is not Base64");
        }
    }

    /** As a value of a flow. */
    public JsonNode value() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("contentType", contentType)
                .put("base64", base64);
    }
}
