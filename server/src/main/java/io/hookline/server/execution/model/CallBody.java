package io.hookline.server.execution.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.value.FormText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.Weight;
import io.hookline.server.json.Json;

/**
 * What the body of a call says, by its type: the fields of a form, or JSON whatever the type is.
 * Many clients send JSON as if it were a form; a form hardly begins with a brace.
 */
public final class CallBody {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SLACK = "x-slack-request-timestamp";
    private static final String PAYLOAD = "payload";
    private static final String MULTIPART = "multipart/form-data";

    /** What its fields take at the most beside their letters. */
    private static final long FIELDS = 200L * FormText.MOST_FIELDS;

    /** Of the letters of a form: decoded, as Base64, on the way there. */
    private static final int COPIES = 4;

    private CallBody() {}

    /** A form that is none. */
    public static final class Unreadable extends Exception {
        /**
         * @param why as the end of a sentence about the body
         */
        public Unreadable(String why) {
            super(why);
        }
    }

    /**
     * The fields of a form, or the value of JSON; missing when the body is empty.
     *
     * @throws JsonProcessingException when it is to be JSON and is none
     * @throws Unreadable when it is to be a form and is none
     */
    public static JsonNode read(Payload.Call call) throws JsonProcessingException, Unreadable {
        if (call.body().length == 0) {
            return MissingNode.getInstance();
        }
        return isForm(call) ? form(call) : Json.parse(call.body());
    }

    /** Whether the body is to be read as a form. */
    static boolean isForm(Payload.Call call) {
        String type = type(call).value();
        return type.equals(MULTIPART) || (type.equals(FORM) && !beginsAsJson(call.body()));
    }

    /** About how many bytes of memory it takes once it is read. */
    public static long weight(Payload.Call call) {
        byte[] body = call.body();
        return isForm(call)
                ? (long) COPIES * body.length + Math.min(FIELDS, 100L * body.length)
                : Weight.read(body);
    }

    static BodyType type(Payload.Call call) {
        return BodyType.of(call.headers().getOrDefault("content-type", ""));
    }

    /**
     * Slack sends what was pressed as JSON in the field {@code payload} of a form; that is its
     * value, so that a flow has it as an object.
     */
    private static JsonNode form(Payload.Call call) throws Unreadable {
        JsonNode fields = fields(call);
        if (call.headers().containsKey(SLACK)
                && fields instanceof ObjectNode form
                && form.path(PAYLOAD).asText().startsWith("{")) {
            try {
                form.set(PAYLOAD, Json.parse(form.get(PAYLOAD).asText().getBytes(UTF_8)));
            } catch (JsonProcessingException noJson) {
                // Then it is the text that it is.
            }
        }
        return fields;
    }

    private static JsonNode fields(Payload.Call call) throws Unreadable {
        BodyType type = type(call);
        if (type.value().equals(MULTIPART)) {
            return Multipart.fields(call.body(), type);
        }
        try {
            return FormText.fields(new String(call.body(), type.charset()), type.charset());
        } catch (TypeMismatch tooMany) {
            throw new Unreadable("it is " + tooMany.getMessage());
        }
    }

    private static boolean beginsAsJson(byte[] body) {
        for (byte one : body) {
            if (one > ' ' || one < 0) {
                return one == '{' || one == '[' || one == (byte) 0xef;
            }
        }
        return false;
    }
}
