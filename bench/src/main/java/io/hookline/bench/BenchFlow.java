package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A flow written card by card, for loads that no file has. Cards follow each other; an input is
 * linked by naming its source as {@code card.output} or {@code card.group/output}, and fields are
 * given as {@code key:type} or {@code group/key:type}.
 */
final class BenchFlow {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A table with the one column {@code Number}, in each file. */
    static final String TABLE = "0c4b7a52-7a3e-4d0e-8f0e-0f4c2a8b9d11";

    private static final String SLACK = "6f1c6f54-54fd-4a55-9f0c-6d1f5c0a1eff";
    private static final String OKTA = "6f1c6f54-54fd-4a55-9f0c-6d1f5c0a1f00";

    private final ObjectNode document = JSON.createObjectNode();
    private final ObjectNode data;
    private final ArrayNode methods;
    private final ObjectNode orderings;
    private final Map<String, Card> cards = new LinkedHashMap<>();
    private String last = "";
    private boolean usesOkta;

    private BenchFlow(String name) {
        String id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        document.put("id", id).put("name", name).put("description", "");
        data = document.putObject("data");
        data.putNull("id").put("uuid", id).put("log", true).putObject("cron");
        methods = data.putArray("methods");
        orderings = data.putObject("orderings");
    }

    static BenchFlow endpoint(String name, String... fields) {
        return new BenchFlow(name).card("begin", "http.accept", card -> card.mirror(fields));
    }

    static BenchFlow helper(String name, String... fields) {
        return new BenchFlow(name).card("begin", "control.callable", card -> card.mirror(fields));
    }

    /** A flow without a trigger. */
    static BenchFlow manual(String name) {
        return new BenchFlow(name).card("begin", "control.noop", card -> {});
    }

    /** A file of flows, in this order. */
    static byte[] file(BenchFlow... flows) {
        ObjectNode file = JSON.createObjectNode().put("type", "flopack").put("version", "1.5.0");
        file.put("created", "2026-01-01T00:00:00.000Z");
        file.putObject("flags").put("auto-transform", true);
        ObjectNode contents = file.putObject("data");
        ObjectNode flos = contents.putObject("flos");
        for (BenchFlow flow : flows) {
            flos.set(flow.id(), flow.document);
        }
        ObjectNode configs = contents.putObject("configs");
        connection(configs, SLACK, "slack");
        if (Stream.of(flows).anyMatch(flow -> flow.usesOkta)) {
            connection(configs, OKTA, "okta");
        }
        ObjectNode table = contents.putObject("tables").putObject(TABLE);
        table.put("id", TABLE).put("name", "Numbers").put("description", "");
        ObjectNode definition = table.putObject("data").put("class", "simple");
        definition.putNull("group_id");
        ObjectNode column = definition.putArray("structure").addObject();
        column.put("name", "Number").put("type", "dec").putNull("default");
        contents.putObject("groups");
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void connection(ObjectNode configs, String id, String module) {
        configs.putObject(id)
                .put("id", id)
                .put("name", "Bench " + module)
                .put("module", module)
                .putNull("data");
    }

    String id() {
        return document.get("id").textValue();
    }

    ObjectNode document() {
        return document;
    }

    /** Adds a card behind the last one. */
    BenchFlow card(String uuid, String id, Consumer<Card> writing) {
        Card card = new Card(uuid, id);
        cards.put(uuid, card);
        writing.accept(card);
        if (!last.isEmpty()) {
            orderings.putArray("order" + orderings.size()).add(last).add(uuid);
        }
        last = uuid;
        return this;
    }

    /** Adds a card that sends a text to Slack. */
    BenchFlow slackMessage(String text) {
        return card(
                "tell",
                "slack.sendMessageToChannel2",
                card -> {
                    card.in("parameters/channel:string", "C0000000001");
                    card.from("Message/Text:string", text);
                });
    }

    /** Writes one card. */
    final class Card {
        private final String uuid;
        private final ObjectNode method;
        private final ObjectNode model;

        private Card(String uuid, String id) {
            this.uuid = uuid;
            String module = id.substring(0, id.indexOf('.'));
            String name = id.substring(id.indexOf('.') + 1);
            method = methods.addObject().put("uuid", uuid);
            method.put("address", address(module) + ":" + name);
            method.putObject("branches");
            method.putObject("joins");
            method.putObject("pins");
            ObjectNode node = method.putObject("node").put("key", name);
            node.putObject("data").put("name", uuid);
            model = node.putObject("model").put("displayed", true);
            if (module.equals("okta")) {
                model.put("config", OKTA);
                usesOkta = true;
            } else if (module.equals("slack")) {
                model.put("config", SLACK);
            }
            model.putObject("policy").putObject("error").put("type", "finish");
            model.putObject("inputs").putObject("data");
            model.putObject("outputs").putObject("data");
        }

        private static String address(String module) {
            return switch (module) {
                case "slack" -> "root:channels:http:slack:1.6.229";
                case "okta" -> "root:channels:http:okta:1.0.712";
                case "stash" -> "root:channels:http:stash:0.7.147";
                default -> "root:kernel:" + module + ":0.0.1";
            };
        }

        /** An input with a value. */
        Card in(String spec, Object value) {
            field("inputs", spec, JSON.valueToTree(value));
            return this;
        }

        /** An input that is linked. */
        Card from(String spec, String source) {
            String input = field("inputs", spec, JSON.nullNode()).get("id").textValue();
            Card from = cards.get(source.substring(0, source.indexOf('.')));
            from.method
                    .withObjectProperty("pins")
                    .withObjectProperty(from.output(source.substring(source.indexOf('.') + 1)))
                    .withArrayProperty(uuid)
                    .addObject()
                    .put("input", input)
                    .putNull("transform");
            return this;
        }

        /** An input of a loop that is each item, one after the other. */
        Card item(String spec) {
            field("inputs", spec, JSON.nullNode())
                    .withObjectProperty("value")
                    .putObject("proxy")
                    .put("dynamic", true)
                    .put("path", "");
            return this;
        }

        Card out(String spec) {
            field("outputs", spec, JSON.nullNode());
            return this;
        }

        private Card mirror(String... fields) {
            for (String spec : fields) {
                in(spec, null);
                out(spec);
            }
            return this;
        }

        private ObjectNode field(String side, String spec, JsonNode value) {
            ObjectNode fields = model.withObjectProperty(side).withObjectProperty("data");
            int colon = spec.lastIndexOf(':');
            String name = spec.substring(0, colon);
            String type = spec.substring(colon + 1);
            int slash = name.indexOf('/');
            boolean list = type.endsWith("[]");
            String id = uuid + side.charAt(0) + fields.size();
            ObjectNode field = fields.putObject(id).put("id", id);
            field.put("key", name.substring(slash + 1));
            field.put("group", slash < 0 ? null : name.substring(0, slash));
            field.putObject("value")
                    .put("type", list ? type.substring(0, type.length() - 2) : type)
                    .put("collection", list)
                    .set("data", value);
            field.putObject("metadata").put("index", fields.size() - 1);
            return field;
        }

        private String output(String name) {
            for (JsonNode field : model.at("/outputs/data")) {
                String group = field.get("group").asText("");
                boolean grouped = !field.get("group").isNull();
                String key = field.get("key").asText();
                if ((grouped ? group + "/" + key : key).equals(name)) {
                    return field.get("id").asText();
                }
            }
            throw new IllegalArgumentException(uuid + " has no output " + name);
        }
    }
}
