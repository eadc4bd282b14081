package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.template.Template.CardSource;
import io.hookline.server.template.Template.FlowSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes one flow of a template as the document of a flow ({@code docs/reference/flopack.md#flow}):
 * its cards one behind the other, each with the fields that the catalog describes and those that
 * the author added.
 */
final class WrittenFlow {
    /**
     * {@code =card}, {@code =card.key}, {@code =card.Group/key}; behind a colon a path into an
     * object; at the end {@code as} and a type.
     */
    private static final Pattern LINK =
            Pattern.compile(
                    "=([A-Za-z][A-Za-z0-9]*)(?:\\.([^:]+?))?(?::([^ ]+))?(?: as"
                            + " ([A-Za-z]+)(\\[])?)?");

    private static final String ANY = "*";

    private final FlopackBuilder.Names names;
    private final FlowSource source;
    private final Map<String, WrittenPart> parts = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private String writing = "";

    /** A card that is written, with what the catalog says about it. */
    private record WrittenPart(ObjectNode json, JsonNode described) {
        ObjectNode fields(String side) {
            return json.withObject("/node/model/" + side + "/data");
        }

        ObjectNode field(String side, String group, String key, JsonNode type) {
            ObjectNode fields = fields(side);
            String id = json.path("uuid").asText() + side.charAt(0) + fields.size();
            ObjectNode field = fields.putObject(id).put("id", id);
            field.put("group", group.isEmpty() ? null : group).put("key", key);
            ObjectNode value = field.putObject("value");
            value.set("type", type.path("type"));
            value.put("collection", type.path("collection").asBoolean()).putNull("data");
            field.put("ref", false).putObject("metadata").put("index", fields.size() - 1);
            return field;
        }

        ObjectNode find(String side, String group, String key) {
            for (JsonNode field : fields(side)) {
                if (field.path("key").asText().equals(key)
                        && field.path("group").asText("").equals(group)) {
                    return (ObjectNode) field;
                }
            }
            return null;
        }
    }

    WrittenFlow(FlopackBuilder.Names names, FlowSource source) {
        this.names = names;
        this.source = source;
    }

    /** The document, as an entry of a file. */
    ObjectNode write(String id) {
        source.cards()
                .forEach((card, written) -> {
                    if (names.variant().includes(written.only())) {
                        writing = source.name() + ", card " + card;
                        card(card, written);
                    }
                });
        parts.values().forEach(WrittenFlow::settle);
        ObjectNode flow = Json.object().put("id", id).put("name", source.name());
        flow.put("description", source.description());
        ObjectNode data = flow.putObject("data").putNull("id").put("uuid", id);
        boolean endpoint =
                parts.get(order.getFirst()).json.path("address").asText().endsWith("accept");
        ObjectNode display = data.putObject("display");
        ArrayNode preview = display.putArray("preview");
        display.put("isCallable", !endpoint).put("isPublishable", endpoint);
        ArrayNode methods = data.putArray("methods");
        ObjectNode orderings = data.putObject("orderings");
        for (int i = 0; i < order.size(); i++) {
            ObjectNode card = parts.get(order.get(i)).json;
            methods.add(card);
            String[] address = card.path("address").asText().split(":", -1);
            preview.addObject()
                    .put("module", address[address.length - 3])
                    .put("name", address[address.length - 1])
                    .put("kernel", address[1].equals("kernel"));
            if (i > 0) {
                orderings
                        .putArray("order%04d".formatted(i - 1))
                        .add(order.get(i - 1))
                        .add(order.get(i));
            }
        }
        data.putObject("model");
        data.putObject("cron");
        data.put("security_level", endpoint ? "medium" : null);
        data.put("log", true).put("inheritLog", true).put("scheduled", false);
        data.set("group", names.group());
        data.putNull("templateName").putNull("connector_method_meta").put("monitor_flo", false);
        return flow;
    }

    private void card(String id, CardSource card) {
        WrittenPart part = part(id, names.described(card.card(), writing), card.title());
        order.add(id);
        model(part).putObject("policy").set("error", policy(card.retries()));
        names.connection(part.described.path("connector").asText(""))
                .ifPresent(connection -> model(part).put("config", connection));
        part.described.path("options").forEach(field -> declare(part, "inputs", field));
        part.described.path("inputs").forEach(field -> declare(part, "inputs", field));
        part.described.path("outputs").forEach(field -> declare(part, "outputs", field));
        if (card.card().equals("http.accept")) {
            part.described.path("outputs").forEach(field -> declare(part, "inputs", field));
        }
        card.takes()
                .forEach((key, type) -> {
                    part.field("inputs", "", key, type(type));
                    part.field("outputs", "", key, type(type));
                });
        card.in().forEach((name, value) -> input(part, name, value));
    }

    /** Gives fields that nothing is linked to a type, since a file has one for each. */
    private static void settle(WrittenPart part) {
        for (String side : List.of("inputs", "outputs")) {
            for (JsonNode field : part.fields(side)) {
                if (field.at("/value/type").asText().equals(ANY)) {
                    ((ObjectNode) field.get("value")).put("type", "string");
                }
            }
        }
    }

    private static ObjectNode model(WrittenPart part) {
        return part.json.withObject("/node/model");
    }

    private static ObjectNode policy(int retries) {
        ObjectNode error = Json.object().put("type", "finish");
        if (retries > 0) {
            error.put("retry", retries).put("retryCondition", "all");
            error.putArray("delay").add(2_000).add(20_000);
        }
        return error;
    }

    private WrittenPart part(String id, JsonNode described, String title) {
        String address = described.path("address").asText();
        String[] names = address.split(":", -1);
        String name = names[names.length - 1];
        String version = names[names.length - 2];
        String channel =
                address.substring(0, address.length() - name.length() - version.length() - 2);
        ObjectNode json = Json.object().put("uuid", id).put("address", address);
        ObjectNode parents = json.putObject("parents");
        parents.putObject("version")
                .put("address", channel + ":" + version)
                .put("key", version)
                .putObject("data")
                .put("name", version);
        parents.putObject("channel")
                .put("address", channel)
                .put("key", names[names.length - 3])
                .putObject("data")
                .put("name", names[names.length - 3]);
        json.putObject("branches");
        json.putObject("joins");
        json.putObject("pins");
        String own = described.path("title").asText();
        ObjectNode node = json.putObject("node").put("key", name);
        node.putObject("data").put("name", title == null ? own : title);
        ObjectNode model = node.putObject("model").put("type", "method").put("_v", 2);
        model.put("key", name).put("displayed", true).put("timeout", 90_000);
        model.putObject("metadata").putNull("id").put("name", own).put("description", "");
        model.putNull("config");
        model.putObject("inputs").put("extensible", false).putObject("data");
        model.putObject("outputs").put("extensible", false).putObject("data");
        model.putObject("runtime");
        WrittenPart part = new WrittenPart(json, described);
        parts.put(id, part);
        return part;
    }

    private static void declare(WrittenPart part, String side, JsonNode field) {
        if (!field.has("dynamic") || field.has("key")) {
            ObjectNode written =
                    part.field(
                            side,
                            field.path("group").asText(""),
                            field.path("key").asText(),
                            field.path("value"));
            if (side.equals("inputs")) {
                boolean option = field.path("group").asText().equals("parameters");
                written.put("required", field.path("required").asBoolean());
                written.put("flags", option ? "p" : "d");
            }
            if (!field.path("title").asText().equals(field.path("key").asText())) {
                ((ObjectNode) written.get("metadata"))
                        .put("displayname", field.path("title").asText());
            }
        }
    }

    /** Sets an input, which the catalog describes or the author adds. */
    private void input(WrittenPart part, String name, JsonNode given) {
        int slash = name.indexOf('/');
        String group = slash < 0 ? "" : name.substring(0, slash);
        String key = name.substring(slash + 1);
        ObjectNode field = part.find("inputs", group, key);
        if (field == null) {
            if (!takesMore(part.described, group)) {
                throw new TemplateRefused(
                        "%s: the card %s has no input '%s'; it has %s."
                                .formatted(
                                        writing,
                                        part.described.path("id").asText(),
                                        name,
                                        inputs(part)));
            }
            field = part.field("inputs", group, key, type(typeOf(names.value(given, writing))));
            field.put("required", false).put("flags", "d");
        }
        if (key.equals("Where Expression")) {
            where(part, field, given);
        } else if (given.isObject() && given.has("item")) {
            ObjectNode proxy = ((ObjectNode) field.get("value")).putObject("proxy");
            proxy.put("dynamic", true).put("path", given.path("item").asText());
            proxy.putObject("dest").put("key", key).putNull("group");
            retype(field, type("object"));
        } else {
            set(part, field, given);
        }
    }

    private static boolean takesMore(JsonNode described, String group) {
        return described
                .path("inputs")
                .valueStream()
                .anyMatch(
                        field -> !field.has("key") && field.path("group").asText("").equals(group));
    }

    private static String inputs(WrittenPart part) {
        List<String> known = new ArrayList<>();
        part.fields("inputs")
                .forEach(field -> {
                    String group = field.path("group").asText("");
                    known.add((group.isEmpty() ? "" : group + "/") + field.path("key").asText());
                });
        return String.join(", ", known);
    }

    private void set(WrittenPart part, ObjectNode field, JsonNode given) {
        if (isLink(given)) {
            ObjectNode output = link(part, field, given.asText());
            if (field.at("/value/type").asText().equals(ANY)) {
                retype(field, output.path("value"));
            }
        } else {
            JsonNode value = names.value(given, writing);
            if (field.at("/value/type").asText().equals(ANY)) {
                retype(field, type(typeOf(value)));
            }
            ((ObjectNode) field.get("value")).set("data", value);
        }
    }

    /** Comparisons such as {@code ==} are no links. */
    private static boolean isLink(JsonNode value) {
        String text = value.asText();
        return value.isTextual()
                && text.length() > 1
                && text.charAt(0) == '='
                && Character.isLetter(text.charAt(1));
    }

    private static void retype(ObjectNode field, JsonNode type) {
        ObjectNode value = (ObjectNode) field.get("value");
        value.set("type", type.path("type"));
        value.set("collection", type.path("collection"));
    }

    private static String typeOf(JsonNode value) {
        return value.isNumber()
                ? "number"
                : value.isBoolean() ? "boolean" : value.isObject() ? "object" : "string";
    }

    private static ObjectNode type(String word) {
        boolean list = word.endsWith("[]");
        return Json.object()
                .put("type", list ? word.substring(0, word.length() - 2) : word)
                .put("collection", list);
    }

    /** Links an earlier output, or a part of one, to an input; the field that it comes from. */
    private ObjectNode link(WrittenPart part, ObjectNode field, String text) {
        Matcher link = LINK.matcher(text);
        WrittenPart from = link.matches() ? parts.get(link.group(1)) : null;
        if (from == null || from.equals(part)) {
            throw new TemplateRefused(
                    "%s: the link '%s' does not name an earlier card; expected '=card', '=card.output', '=card.Group/output', each with ':path' and ' as type' behind it if wanted. Earlier cards are %s."
                            .formatted(writing, text, String.join(", ", order)));
        }
        ObjectNode as =
                type(
                        (link.group(4) == null ? "string" : link.group(4))
                                + (link.group(5) == null ? "" : "[]"));
        boolean whole = link.group(3) == null;
        ObjectNode output = output(from, link.group(2), whole && link.group(4) != null ? as : null);
        if (!whole) {
            from = opened(link.group(1), from, output);
            output = member(from, List.of(link.group(3).split("\\.", -1)), as);
        }
        from.json
                .withObjectProperty("pins")
                .withObjectProperty(output.path("id").asText())
                .withArrayProperty(part.json.path("uuid").asText())
                .addObject()
                .put("input", field.path("id").asText())
                .putNull("transform");
        return output;
    }

    /**
     * An output of a card.
     *
     * @param name null for the only one that it has
     * @param as the type that the author says, null when none is said
     */
    private ObjectNode output(WrittenPart from, String name, JsonNode as) {
        ObjectNode found;
        if (name == null) {
            ObjectNode all = from.fields("outputs");
            if (all.size() != 1) {
                throw new TemplateRefused(
                        "%s: a link to the card '%s' must name one of its outputs."
                                .formatted(writing, from.json.path("uuid").asText()));
            }
            found = (ObjectNode) all.iterator().next();
        } else {
            int slash = name.indexOf('/');
            String group = slash < 0 ? "" : name.substring(0, slash);
            String key = name.substring(slash + 1);
            found = from.find("outputs", group, key);
            if (found == null) {
                boolean more =
                        from.described
                                .path("outputs")
                                .valueStream()
                                .anyMatch(field ->
                                        !field.has("key")
                                                && field.path("group").asText("").equals(group));
                if (!more) {
                    throw new TemplateRefused(
                            "%s: the card '%s' has no output '%s'."
                                    .formatted(writing, from.json.path("uuid").asText(), name));
                }
                found = from.field("outputs", group, key, as == null ? type("string") : as);
            }
        }
        if (found.at("/value/type").asText().equals(ANY)) {
            retype(found, as == null ? type("object") : as);
        }
        return found;
    }

    /** The generated card behind a card that takes parts of one of its outputs. */
    private WrittenPart opened(String card, WrittenPart from, ObjectNode output) {
        String id = "open-" + output.path("id").asText();
        if (parts.containsKey(id)) {
            return parts.get(id);
        }
        WrittenPart expand = part(id, names.described("object.expand", writing), card);
        model(expand).put("displayed", false).putObject("policy").set("error", policy(0));
        ObjectNode object = expand.field("inputs", "", "object", type("object"));
        object.put("required", true).put("flags", "d");
        ((ObjectNode) object.get("metadata"))
                .put("srcMethodId", card)
                .put("srcOutputId", output.path("id").asText());
        from.json
                .withObjectProperty("pins")
                .withObjectProperty(output.path("id").asText())
                .withArrayProperty(id)
                .addObject()
                .put("input", object.path("id").asText())
                .putNull("transform");
        order.add(order.indexOf(card) + 1, id);
        return expand;
    }

    private static ObjectNode member(WrittenPart expand, List<String> path, ObjectNode as) {
        String group = String.join(".", path);
        ObjectNode found = expand.find("outputs", group, "value");
        if (found == null) {
            ObjectNode key = expand.field("outputs", group, "key", type("string[]"));
            found = expand.field("outputs", group, "value", as);
            path.forEach(((ObjectNode) key.get("value")).putArray("data")::add);
            for (ObjectNode field : List.of(key, found)) {
                path.forEach(((ObjectNode) field.get("metadata")).putArray("path")::add);
                field.put("ref", true);
            }
        }
        return found;
    }

    /**
     * Rows of column, comparison and value; a value that is linked arrives in a field of its own.
     */
    private void where(WrittenPart part, ObjectNode field, JsonNode rows) {
        ArrayNode expression = ((ObjectNode) field.get("value")).putObject("data").putArray("expr");
        for (JsonNode row : rows) {
            ObjectNode condition = expression.addObject();
            condition.set("lhs", row.path(0));
            condition.set("op", row.path(1));
            condition.put("join", "AND");
            JsonNode value = row.path(2);
            if (isLink(value)) {
                ObjectNode compared = part.field("inputs", "_expr", "", type("string"));
                ObjectNode output = link(part, compared, value.asText());
                String id = output.path("id").asText();
                String owner = id.replaceFirst("o\\d+$", "");
                compared.put("key", id).put("required", false).put("flags", "d");
                retype(compared, output.path("value"));
                ((ObjectNode) compared.get("metadata")).put("forceHide", true).put("method", owner);
                condition.putObject("rhd").put("outputId", id).put("methodId", owner);
            } else {
                condition.set("rhs", names.value(value, writing));
            }
        }
    }
}
