package io.hookline.server.execution.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.engine.TriggerInput;
import io.hookline.flow.value.FormText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;
import io.hookline.server.url.QueryString;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The trigger card's fields of a payload ({@code docs/reference/api-endpoint.md#trigger-fields}).
 * Each is made once, when it is first read, so that cards and history share it.
 */
public abstract sealed class PayloadInput implements TriggerInput {
    private final TextNode id;
    private final long weight;

    private PayloadInput(UUID execution, Payload payload) {
        this.weight = payload.size();
        this.id = TextNode.valueOf(execution.toString());
    }

    public static PayloadInput of(UUID execution, Payload payload) {
        return switch (payload) {
            case Payload.Call call -> new OfCall(execution, call);
            case Payload.Inputs inputs -> new OfInputs(execution, inputs);
            case Payload.HelperCall call -> new OfHelper(execution, call);
        };
    }

    @Override
    public JsonNode value(String group, String key) {
        return group.equals("context") && key.equals("execution_id") ? id : field(group, key);
    }

    @Override
    public long weight() {
        return weight;
    }

    abstract JsonNode field(String group, String key);

    /** What history keeps of the payload. */
    public abstract ObjectNode record();

    /** Whether the record, when nothing in it was masked or cut, gives the same payload again. */
    public abstract boolean isExact();

    /** The payload of an exact record. */
    public static Payload payload(JsonNode record) {
        if (record.has("inputs")) {
            return new Payload.Inputs((ObjectNode) record.get("inputs"));
        }
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : record.path("headers").properties()) {
            headers.put(header.getKey(), header.getValue().asText());
        }
        return new Payload.Call(
                headers,
                record.path("query").asText(),
                record.path("body").asText().getBytes(StandardCharsets.UTF_8));
    }

    /** The parameters of a call by name; one that is there more than once has a list. */
    public static ObjectNode query(Payload.Call call) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        for (QueryString.Pair pair : QueryString.parse(call.query()).pairs()) {
            FormText.add(query, pair.name(), TextNode.valueOf(pair.value()));
        }
        return query;
    }

    /** The fields of the body of a call, when it is a form or a JSON object; else none. */
    public static ObjectNode body(Payload.Call call) {
        return read(call) instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode read(Payload.Call call) {
        try {
            return CallBody.read(call);
        } catch (JsonProcessingException | CallBody.Unreadable e) {
            // Refused before acceptance where the flow declares fields of the body; else the raw
            // body says what was sent.
            return MissingNode.getInstance();
        }
    }

    private static final class OfHelper extends PayloadInput {
        private final Payload.HelperCall call;

        OfHelper(UUID execution, Payload.HelperCall call) {
            super(execution, call);
            this.call = call;
        }

        @Override
        JsonNode field(String group, String key) {
            return switch (group) {
                case "" -> call.fields().path(key);
                case "context" -> call.context().path(key);
                default -> MissingNode.getInstance();
            };
        }

        @Override
        public ObjectNode record() {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public boolean isExact() {
            return false;
        }
    }

    private static final class OfInputs extends PayloadInput {
        private final ObjectNode values;

        OfInputs(UUID execution, Payload.Inputs inputs) {
            super(execution, inputs);
            this.values = inputs.values();
        }

        @Override
        JsonNode field(String group, String key) {
            return group.isEmpty() ? values.path(key) : values.path(group).path(key);
        }

        @Override
        public ObjectNode record() {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            record.set("inputs", values);
            return record;
        }

        @Override
        public boolean isExact() {
            return true;
        }
    }

    private static final class OfCall extends PayloadInput {
        private final Payload.Call call;
        private JsonNode rawHeaders = MissingNode.getInstance();
        private JsonNode rawBody = MissingNode.getInstance();
        private final JsonNode rawQuery;
        private JsonNode body = MissingNode.getInstance();
        private boolean bodyRead;
        private QueryString query = QueryString.parse("");
        private boolean queryRead;

        OfCall(UUID execution, Payload.Call call) {
            super(execution, call);
            this.call = call;
            this.rawQuery = TextNode.valueOf(call.query());
        }

        @Override
        JsonNode field(String group, String key) {
            return switch (group) {
                case "raw" ->
                        switch (key) {
                            case "headers" -> rawHeaders();
                            case "body" -> rawBody();
                            case "query" -> rawQuery;
                            default -> MissingNode.getInstance();
                        };
                case "headers" -> text(call.headers().get(key.toLowerCase(Locale.ROOT)));
                case "query" -> text(query().first(key).orElse(null));
                case "body" -> body().path(key);
                default -> MissingNode.getInstance();
            };
        }

        /** Text is a form's fields for whom wants an object, and all of a name for a list. */
        @Override
        public JsonNode value(String group, String key, ValueType type) {
            boolean object = type.kind() == ValueType.Kind.OBJECT && !type.list();
            return switch (group) {
                case "raw" ->
                        switch (key) {
                            case "body" ->
                                    object && CallBody.isForm(call) && body().isObject()
                                            ? body()
                                            : rawBody();
                            case "query" -> object ? queryFields() : rawQuery;
                            default -> super.value(group, key, type);
                        };
                case "query" -> type.list() ? all(key) : super.value(group, key, type);
                default -> super.value(group, key, type);
            };
        }

        private JsonNode queryFields() {
            try {
                return FormText.fields(call.query());
            } catch (TypeMismatch tooMany) {
                return rawQuery;
            }
        }

        private JsonNode all(String name) {
            List<String> values = query().all(name);
            if (values.size() < 2) {
                // One text may spell a list itself.
                return text(values.isEmpty() ? null : values.getFirst());
            }
            ArrayNode list = JsonNodeFactory.instance.arrayNode(values.size());
            values.forEach(list::add);
            return list;
        }

        @Override
        public ObjectNode record() {
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            record.set("headers", rawHeaders());
            record.set("query", rawQuery);
            record.set("body", rawBody());
            return record;
        }

        @Override
        public boolean isExact() {
            return charset() == StandardCharsets.UTF_8
                    && rawBody().textValue().indexOf('\uFFFD') < 0;
        }

        /** With the body's values, once they were read. */
        @Override
        public long weight() {
            return super.weight() + (bodyRead ? CallBody.weight(call) : 0);
        }

        private JsonNode rawHeaders() {
            if (rawHeaders.isMissingNode()) {
                ObjectNode headers = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, String> header : call.headers().entrySet()) {
                    headers.put(header.getKey(), header.getValue());
                }
                rawHeaders = headers;
            }
            return rawHeaders;
        }

        private JsonNode rawBody() {
            if (rawBody.isMissingNode()) {
                rawBody = TextNode.valueOf(new String(call.body(), charset()));
            }
            return rawBody;
        }

        private JsonNode body() {
            if (!bodyRead) {
                bodyRead = true;
                body = read(call);
            }
            return body;
        }

        private QueryString query() {
            if (!queryRead) {
                queryRead = true;
                query = QueryString.parse(call.query());
            }
            return query;
        }

        private static JsonNode text(String value) {
            return value == null ? MissingNode.getInstance() : TextNode.valueOf(value);
        }

        private Charset charset() {
            return CallBody.type(call).charset();
        }
    }
}
