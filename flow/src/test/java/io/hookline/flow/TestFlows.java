package io.hookline.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes flow documents tersely. Cards follow each other in the order in which they are added; an
 * input is linked by naming its source as {@code card.output} or {@code card.group/output}.
 */
public final class TestFlows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KERNEL =
            Set.of(
                    "boolean", "control", "crypto", "date", "http", "json", "jwt", "list", "math",
                    "object", "string", "url", "utility");

    private final ObjectNode document = JSON.createObjectNode();
    private final ObjectNode data;
    private final Map<String, CardWriter> cards = new LinkedHashMap<>();
    private String last = "";

    private TestFlows(String id, String name) {
        document.put("id", id).put("name", name).put("description", "");
        data = document.putObject("data");
        data.putNull("id");
        data.put("uuid", id).put("log", true).putObject("cron");
        data.putArray("methods");
        data.putObject("orderings");
    }

    /** A helper flow with these fields, each {@code key:type}. */
    public static TestFlows helper(String id, String... fields) {
        var flow = new TestFlows(id, id);
        flow.card("begin", "control.callable", card -> card.title("Helper Flow").mirror(fields));
        return flow;
    }

    /** An endpoint flow with these fields, each {@code group/key:type}. */
    public static TestFlows endpoint(String id, String... fields) {
        var flow = new TestFlows(id, id);
        flow.card("begin", "http.accept", card -> card.title("API Endpoint").mirror(fields));
        return flow;
    }

    /** A flow that begins with a card. */
    public static TestFlows first(String id, String card, Consumer<CardWriter> writing) {
        return new TestFlows(id, id).card("begin", card, writing);
    }

    /** A flow that nothing triggers. */
    public static TestFlows manual(String id) {
        var flow = new TestFlows(id, id);
        flow.card("begin", "control.noop", card -> {});
        return flow;
    }

    /** Adds a card behind the last one. */
    public TestFlows card(String uuid, String id, Consumer<CardWriter> writing) {
        add(uuid, id, writing);
        if (!last.isEmpty()) {
            order(last, uuid);
        }
        last = uuid;
        return this;
    }

    /**
     * Adds an If/Else whose operands are literals or sources ({@code =card.output}), with a join
     * that gives one output {@code key:type} or {@code key:type=literal} from a source on each
     * path.
     */
    public TestFlows ifElse(
            String uuid,
            String left,
            String operator,
            String right,
            Consumer<TestFlows> yes,
            Consumer<TestFlows> no,
            String output,
            String fromYes,
            String fromNo) {
        return ifElse(uuid, left, operator, right, yes, no, output, () -> fromYes, () -> fromNo);
    }

    /** The same, for sources that are known only when the paths are written. */
    public TestFlows ifElse(
            String uuid,
            String left,
            String operator,
            String right,
            Consumer<TestFlows> yes,
            Consumer<TestFlows> no,
            String output,
            Supplier<String> fromYes,
            Supplier<String> fromNo) {
        card(
                uuid,
                "control.if",
                card ->
                        card.operand("left-operand", left)
                                .in("operator:string", operator)
                                .operand("right-operand", right)
                                .out("result:boolean"));
        String join = uuid + "Join";
        add(join, "control.join", card -> {});
        CardWriter joining = cards.get(join);
        if (!output.isEmpty()) {
            String[] given = output.split("=", 2);
            joining.in(given[0], given.length == 2 ? given[1] : null);
            joining.out(given[0]);
            String input = joining.inputId(output);
            joining.method
                    .withObjectProperty("joins")
                    .withArrayProperty(input)
                    .addObject()
                    .put("output", joining.outputId(output));
        }
        body(uuid, uuid + "Yes", true, join, yes);
        body(uuid, uuid + "No", false, join, no);
        last = join;
        for (Supplier<String> source : List.of(fromYes, fromNo)) {
            if (!source.get().isEmpty()) {
                pin(source.get(), join, joining.inputId(output), null, false);
            }
        }
        return this;
    }

    private void body(
            String choice, String head, boolean when, String join, Consumer<TestFlows> body) {
        add(head, "control.noop", card -> card.hidden());
        cards.get(choice).method.withObjectProperty("branches").put(head, when);
        last = head;
        body.accept(this);
        order(head, join);
        if (!last.equals(head)) {
            order(last, join);
        }
    }

    private void add(String uuid, String id, Consumer<CardWriter> writing) {
        var card = new CardWriter(uuid, id);
        cards.put(uuid, card);
        ((ArrayNode) data.get("methods")).add(card.method);
        writing.accept(card);
    }

    private void order(String first, String then) {
        ArrayNode pair =
                data.withObjectProperty("orderings").putArray("o" + data.get("orderings").size());
        pair.add(first).add(then);
    }

    private void pin(String source, String card, String input, String convert, boolean force) {
        int dot = source.indexOf('.');
        CardWriter from = cards.get(source.substring(0, dot));
        String output = from.outputId(source.substring(dot + 1));
        ObjectNode link =
                from.method
                        .withObjectProperty("pins")
                        .withObjectProperty(output)
                        .withArrayProperty(card)
                        .addObject();
        link.put("input", input);
        link.putNull("transform");
        if (convert != null) {
            link.putObject("transform")
                    .putObject(output)
                    .put("convert", convert)
                    .put("dest", output)
                    .put("forceWrapArray", force);
        }
    }

    /** The document, as an entry of {@code data.flos}. */
    public ObjectNode document() {
        return document.deepCopy();
    }

    /** The document as it lies in a card. */
    ObjectNode nested() {
        return document.get("data").deepCopy();
    }

    /** The flow, read. */
    public Flow read() {
        return Flow.read(document());
    }

    /** Writes one card. */
    public final class CardWriter {
        private final ObjectNode method;
        private final String uuid;

        private CardWriter(String uuid, String id) {
            this.uuid = uuid;
            method = JSON.createObjectNode();
            String module = id.substring(0, id.indexOf('.'));
            String name = id.substring(id.indexOf('.') + 1);
            method.put("uuid", uuid);
            method.put(
                    "address",
                    KERNEL.contains(module)
                            ? "root:kernel:" + module + ":0.0.1:" + name
                            : "root:channels:http:" + module + ":1.0.0:" + name);
            method.putObject("branches");
            method.putObject("joins");
            method.putObject("pins");
            ObjectNode node = method.putObject("node");
            node.put("key", name).putObject("data").put("name", uuid);
            ObjectNode model = node.putObject("model");
            model.put("displayed", true);
            model.putObject("policy").putObject("error").put("type", "finish");
            model.putObject("inputs").putObject("data");
            model.putObject("outputs").putObject("data");
        }

        private ObjectNode model() {
            return (ObjectNode) method.path("node").path("model");
        }

        private ObjectNode field(String side, String spec, JsonNode literal) {
            String[] parts = spec.split(":");
            ObjectNode fields = (ObjectNode) model().path(side).path("data");
            ObjectNode field = fields.putObject(uuid + side.charAt(0) + fields.size());
            field.put("id", uuid + side.charAt(0) + (fields.size() - 1));
            int slash = parts[0].indexOf('/');
            field.put("key", parts[0].substring(slash + 1));
            if (slash < 0) {
                field.putNull("group");
            } else {
                field.put("group", parts[0].substring(0, slash));
            }
            boolean list = parts[1].endsWith("[]");
            field.putObject("value")
                    .put("type", list ? parts[1].substring(0, parts[1].length() - 2) : parts[1])
                    .put("collection", list)
                    .set("data", literal);
            field.putObject("metadata").put("index", fields.size() - 1);
            return field;
        }

        /** An input with a literal; {@code spec} is {@code key:type} or {@code group/key:type}. */
        public CardWriter in(String spec, Object literal) {
            field("inputs", spec, JSON.valueToTree(literal));
            return this;
        }

        /** An input that is linked. */
        public CardWriter from(String spec, String source) {
            return from(spec, source, null, false);
        }

        /** An input that is linked with a conversion. */
        public CardWriter from(String spec, String source, String convert, boolean force) {
            ObjectNode field = field("inputs", spec, null);
            pin(source, uuid, field.get("id").asText(), convert, force);
            return this;
        }

        private CardWriter operand(String key, String value) {
            return value.startsWith("=")
                    ? from(key + ":*", value.substring(1))
                    : in(key + ":*", value);
        }

        /** An input of a loop that is taken from each item. */
        public CardWriter item(String spec, String path) {
            ObjectNode field = field("inputs", spec, null);
            ((ObjectNode) field.get("value"))
                    .putObject("proxy")
                    .put("dynamic", true)
                    .put("path", path);
            return this;
        }

        /** An input that belongs to the error policy. */
        public CardWriter forError(String spec, Object literal) {
            ((ObjectNode) field("inputs", spec, JSON.valueToTree(literal)).get("value"))
                    .put("error", true);
            return this;
        }

        /** An output. */
        public CardWriter out(String spec) {
            field("outputs", spec, null);
            return this;
        }

        /** An output that takes a part, on generated cards. */
        public CardWriter part(String spec, String... path) {
            ((ObjectNode) field("outputs", spec, null).get("metadata"))
                    .set("path", JSON.valueToTree(List.of(path)));
            return this;
        }

        /** A nested flow in an input. */
        public CardWriter body(String spec, TestFlows flow) {
            return in(spec, flow.nested());
        }

        /** A nested flow as error handler. */
        public CardWriter handler(TestFlows flow) {
            ObjectNode error = model().withObjectProperty("policy").putObject("error");
            error.put("type", "handler").put("merge", "join").set("flo", flow.nested());
            return this;
        }

        /** Another error policy. */
        public CardWriter policy(String type, String flow) {
            model().withObjectProperty("policy")
                    .putObject("error")
                    .put("type", type)
                    .put("flo", flow);
            return this;
        }

        /** More of the error policy, as the members of a JSON object. */
        public CardWriter errorPolicy(String json) {
            try {
                model().withObjectProperty("policy")
                        .withObjectProperty("error")
                        .setAll((ObjectNode) JSON.readTree(json));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
            return this;
        }

        public CardWriter timeout(long millis) {
            model().put("timeout", millis);
            return this;
        }

        public CardWriter title(String title) {
            ((ObjectNode) method.path("node").path("data")).put("name", title);
            return this;
        }

        public CardWriter connection(String id) {
            model().put("config", id);
            return this;
        }

        /** Another spelling of the card. */
        public CardWriter address(String address) {
            method.put("address", address);
            return this;
        }

        /** Fails rather than repeats an effect that may have happened. */
        public CardWriter stopsWhenUncertain() {
            model().put("onUncertain", "stop");
            return this;
        }

        private CardWriter hidden() {
            model().put("displayed", false);
            return this;
        }

        private CardWriter mirror(String... fields) {
            for (String spec : fields) {
                String[] parts = spec.split("=", 2);
                in(parts[0], parts.length == 2 ? parts[1] : null);
                out(parts[0]);
            }
            return this;
        }

        private String inputId(String spec) {
            return id("inputs", spec);
        }

        private String outputId(String spec) {
            return id("outputs", spec);
        }

        private String id(String side, String spec) {
            String name = spec.split(":")[0];
            for (JsonNode field : model().path(side).path("data")) {
                String group = field.path("group").asText("");
                String key = field.path("key").asText();
                if ((group.isEmpty() || group.equals("null") ? key : group + "/" + key)
                        .equals(name)) {
                    return field.path("id").asText();
                }
            }
            throw new IllegalArgumentException(uuid + " has no " + spec);
        }
    }
}
