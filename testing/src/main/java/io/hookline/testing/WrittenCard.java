package io.hookline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** A card as it stands in the document of a flow; what writes whole documents puts it there. */
public final class WrittenCard {
    private final String uuid;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final ObjectNode model;

    /**
     * A card without fields that fails its flow when it fails.
     *
     * @param address in full, for example {@code root:kernel:string:0.0.1:compose}
     */
    public WrittenCard(String uuid, String address, String title) {
        this.uuid = uuid;
        json.put("uuid", uuid).put("address", address);
        json.putObject("branches");
        json.putObject("joins");
        json.putObject("pins");
        ObjectNode node = json.putObject("node");
        node.put("key", address.substring(address.lastIndexOf(':') + 1));
        node.putObject("data").put("name", title);
        model = node.putObject("model").put("displayed", true).putNull("config");
        model.putObject("policy").putObject("error").put("type", "finish");
        model.putObject("inputs").putObject("data");
        model.putObject("outputs").putObject("data");
    }

    /** The address of a card of the kernel, of its module and name. */
    public static String kernel(String module, String name) {
        return "root:kernel:" + module + ":0.0.1:" + name;
    }

    /** The address of a card of a connector, of the connector and its name. */
    public static String connector(String connector, String name) {
        return "root:channels:http:" + connector + ":1.0.0:" + name;
    }

    public String uuid() {
        return uuid;
    }

    /** The card, as an element of {@code methods}. */
    public ObjectNode json() {
        return json;
    }

    /** What the author chose: fields, connection, what follows an error. */
    public ObjectNode model() {
        return model;
    }

    /**
     * Adds a field behind those that are there.
     *
     * @param type its word, with {@code []} for a list
     */
    public WrittenField input(String id, String group, String key, String type) {
        return field("inputs", id, group, key, type);
    }

    /** The same for an output. */
    public WrittenField output(String id, String group, String key, String type) {
        return field("outputs", id, group, key, type);
    }

    private WrittenField field(String side, String id, String group, String key, String type) {
        ObjectNode fields = (ObjectNode) model.path(side).path("data");
        int index = fields.size();
        ObjectNode field = fields.putObject(id).put("id", id).put("key", key);
        field.put("group", group.isEmpty() ? null : group);
        boolean list = type.endsWith("[]");
        field.putObject("value")
                .put("type", list ? type.substring(0, type.length() - 2) : type)
                .put("collection", list)
                .putNull("data");
        field.putObject("metadata").put("index", index);
        return new WrittenField(field);
    }

    /** How many inputs there are. */
    public int inputs() {
        return model.path("inputs").path("data").size();
    }

    /** How many outputs there are. */
    public int outputs() {
        return model.path("outputs").path("data").size();
    }

    /** Links an output of this card to an input of a later one. */
    public void link(String output, WrittenCard to, WrittenField input) {
        pin(output, to, input).putNull("transform");
    }

    /**
     * The same with a conversion on the link.
     *
     * @param convert the name of the conversion
     * @param forceWrap whether what is a list already becomes the item of another one
     */
    public void link(
            String output, WrittenCard to, WrittenField input, String convert, boolean forceWrap) {
        pin(output, to, input)
                .putObject("transform")
                .putObject(output)
                .put("convert", convert)
                .put("dest", output)
                .put("forceWrapArray", forceWrap);
    }

    private ObjectNode pin(String output, WrittenCard to, WrittenField input) {
        return json.withObjectProperty("pins")
                .withObjectProperty(output)
                .withArrayProperty(to.uuid)
                .addObject()
                .put("input", input.id());
    }

    /** Lets a join give an input as an output, from whichever path ran. */
    public void join(WrittenField input, WrittenField output) {
        json.withObjectProperty("joins")
                .withArrayProperty(input.id())
                .addObject()
                .put("output", output.id())
                .putNull("transform");
    }

    /** Replaces what follows an error. */
    public void errorPolicy(ObjectNode error) {
        model.withObjectProperty("policy").set("error", error);
    }

    /** Lets a flow handle errors. */
    public void handler(JsonNode flow) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("type", "handler").put("merge", "join").set("flo", flow);
        errorPolicy(error);
    }

    /** An input or output of a card. */
    public record WrittenField(ObjectNode json) {
        public String id() {
            return json.path("id").textValue();
        }

        /** What the author typed in. */
        public void literal(JsonNode value) {
            value().set("data", value);
        }

        /** It takes a part of each item of a loop; all of the item when the path is blank. */
        public void item(String path) {
            value().putObject("proxy").put("dynamic", true).put("path", path);
        }

        /** It takes a part of the input of a generated card. */
        public void part(List<String> path) {
            path.forEach(metadata().putArray("path")::add);
        }

        public ObjectNode value() {
            return (ObjectNode) json.get("value");
        }

        public ObjectNode metadata() {
            return (ObjectNode) json.get("metadata");
        }
    }
}
