package io.hookline.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Flow;
import io.hookline.testing.WrittenCard;
import io.hookline.testing.WrittenCard.WrittenField;

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
            joining.written.join(joining.input(output), joining.output(output));
        }
        body(uuid, uuid + "Yes", true, join, yes);
        body(uuid, uuid + "No", false, join, no);
        last = join;
        for (Supplier<String> source : List.of(fromYes, fromNo)) {
            if (!source.get().isEmpty()) {
                link(source.get(), joining, joining.input(output));
            }
        }
        return this;
    }

    private void body(
            String choice, String head, boolean when, String join, Consumer<TestFlows> body) {
        add(head, "control.noop", card -> card.hidden());
        cards.get(choice).written.json().withObjectProperty("branches").put(head, when);
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
        ((ArrayNode) data.get("methods")).add(card.written.json());
        writing.accept(card);
    }

    private void order(String first, String then) {
        ArrayNode pair =
                data.withObjectProperty("orderings").putArray("o" + data.get("orderings").size());
        pair.add(first).add(then);
    }

    private void link(String source, CardWriter to, WrittenField input) {
        int dot = source.indexOf('.');
        CardWriter from = cards.get(source.substring(0, dot));
        from.written.link(from.output(source.substring(dot + 1)).id(), to.written, input);
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
        private final WrittenCard written;

        private CardWriter(String uuid, String id) {
            String module = id.substring(0, id.indexOf('.'));
            String name = id.substring(id.indexOf('.') + 1);
            String address =
                    KERNEL.contains(module)
                            ? WrittenCard.kernel(module, name)
                            : WrittenCard.connector(module, name);
            written = new WrittenCard(uuid, address, uuid);
        }

        private ObjectNode model() {
            return written.model();
        }

        private WrittenField input(String spec, Object literal) {
            String[] parts = spec.split(":");
            String id = written.uuid() + "i" + written.inputs();
            WrittenField field = written.input(id, group(parts[0]), key(parts[0]), parts[1]);
            field.literal(JSON.valueToTree(literal));
            return field;
        }

        private static String group(String name) {
            return name.substring(0, Math.max(0, name.indexOf('/')));
        }

        private static String key(String name) {
            return name.substring(name.indexOf('/') + 1);
        }

        /** An input with a literal; {@code spec} is {@code key:type} or {@code group/key:type}. */
        public CardWriter in(String spec, Object literal) {
            input(spec, literal);
            return this;
        }

        /** An input that is linked. */
        public CardWriter from(String spec, String source) {
            link(source, this, input(spec, null));
            return this;
        }

        /** An input that is linked with a conversion, if there is one. */
        public CardWriter from(String spec, String source, String convert, boolean force) {
            if (convert == null) {
                return from(spec, source);
            }
            int dot = source.indexOf('.');
            CardWriter from = cards.get(source.substring(0, dot));
            String output = from.output(source.substring(dot + 1)).id();
            from.written.link(output, written, input(spec, null), convert, force);
            return this;
        }

        private CardWriter operand(String key, String value) {
            return value.startsWith("=")
                    ? from(key + ":*", value.substring(1))
                    : in(key + ":*", value);
        }

        /** An input of a loop that is taken from each item. */
        public CardWriter item(String spec, String path) {
            input(spec, null).item(path);
            return this;
        }

        /** An input that belongs to the error policy. */
        public CardWriter forError(String spec, Object literal) {
            input(spec, literal).value().put("error", true);
            return this;
        }

        /** An output. */
        public CardWriter out(String spec) {
            added(spec);
            return this;
        }

        private WrittenField added(String spec) {
            String[] parts = spec.split(":");
            String id = written.uuid() + "o" + written.outputs();
            return written.output(id, group(parts[0]), key(parts[0]), parts[1]);
        }

        /** An output that takes a part, on generated cards. */
        public CardWriter part(String spec, String... path) {
            added(spec).part(List.of(path));
            return this;
        }

        /** A nested flow in an input. */
        public CardWriter body(String spec, TestFlows flow) {
            return in(spec, flow.nested());
        }

        /** A nested flow as error handler. */
        public CardWriter handler(TestFlows flow) {
            written.handler(flow.nested());
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
            ((ObjectNode) written.json().path("node").path("data")).put("name", title);
            return this;
        }

        public CardWriter connection(String id) {
            model().put("config", id);
            return this;
        }

        /** Another spelling of the card. */
        public CardWriter address(String address) {
            written.json().put("address", address);
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

        private WrittenField input(String spec) {
            return find("inputs", spec);
        }

        private WrittenField output(String spec) {
            return find("outputs", spec);
        }

        private WrittenField find(String side, String spec) {
            String name = spec.split(":")[0];
            for (JsonNode field : model().path(side).path("data")) {
                String group = field.path("group").asText("");
                String key = field.path("key").asText();
                if (group(name).equals(group.equals("null") ? "" : group)
                        && key(name).equals(key)) {
                    return new WrittenField((ObjectNode) field);
                }
            }
            throw new IllegalArgumentException(written.uuid() + " has no " + spec);
        }
    }
}
