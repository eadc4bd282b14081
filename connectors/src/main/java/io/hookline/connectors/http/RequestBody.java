package io.hookline.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;

import java.util.Locale;
import java.util.Optional;

/**
 * What a request carries, and the headers that tell so. The value and the header Content-Type
 * decide together: an object is a form where the header says form, and JSON otherwise.
 *
 * @param bytes empty for none
 */
public record RequestBody(RequestHeaders headers, byte[] bytes) {
    private static final String TYPE = "Content-Type";
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    public static RequestBody of(RequestHeaders headers, Optional<JsonNode> body) {
        if (body.isEmpty()) {
            return new RequestBody(headers, NOTHING);
        }
        JsonNode value = body.get();
        String type = headers.find(TYPE).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data") && !value.isTextual()) {
            return multipart(headers, value);
        }
        if (type.startsWith("application/x-www-form-urlencoded")
                && value instanceof ObjectNode fields) {
            return new RequestBody(headers, RequestAddress.form(fields).getBytes(UTF_8));
        }
        Optional<FileContent> file = type.startsWith(JSON) ? Optional.empty() : file(value);
        if (file.isPresent()) {
            return new RequestBody(
                    headers.orElse(TYPE, file.get().contentType()), file.get().bytes());
        }
        if (value.isTextual()) {
            return text(headers, value.textValue());
        }
        return new RequestBody(headers.orElse(TYPE, JSON), JsonText.write(value).getBytes(UTF_8));
    }

    /** The value as a file, where it is one. */
    static Optional<FileContent> file(JsonNode value) {
        if (!value.isObject() || value.size() != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileContent.read(value));
        } catch (TypeMismatch anotherObject) {
            return Optional.empty();
        }
    }

    /** Sent as it is; without a type it is JSON when it spells JSON. */
    private static RequestBody text(RequestHeaders headers, String text) {
        return new RequestBody(
                headers.orElse(TYPE, isJson(text) ? JSON : "text/plain; charset=utf-8"),
                text.getBytes(UTF_8));
    }

    private static boolean isJson(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return false;
        }
        try {
            JsonText.read(text);
            return true;
        } catch (TypeMismatch plainText) {
            return false;
        }
    }

    private static RequestBody multipart(RequestHeaders headers, JsonNode value) {
        Optional<FileContent> alone = file(value);
        MultipartBody parts = new MultipartBody();
        if (alone.isPresent()) {
            parts.add("file", alone.get());
        } else if (value instanceof ObjectNode fields) {
            fields.properties().forEach(field -> add(parts, field.getKey(), field.getValue()));
        } else {
            throw new CardFailure.Invalid(
                    "A body of the type multipart/form-data must be an object of fields or a file,"
                            + " not a list.");
        }
        return new RequestBody(
                headers.with(TYPE, "multipart/form-data; boundary=" + parts.boundary()),
                parts.bytes());
    }

    private static void add(MultipartBody parts, String name, JsonNode value) {
        Optional<FileContent> file = file(value);
        if (file.isPresent()) {
            parts.add(name, file.get());
        } else if (value.isArray()) {
            value.forEach(item -> add(parts, name, item));
        } else {
            RequestAddress.values(value).forEach(text -> parts.add(name, text));
        }
    }
}
