package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A card, over its JSON ({@code docs/reference/flopack.md#card}). */
record CardJson(ObjectNode json) {
    String uuid() {
        return json.path("uuid").asText();
    }

    /** Which card it is; {@link FlopackCheck} refuses what is no address. */
    CardAddress address() {
        return CardAddress.parse(json.path("address").asText()).orElseThrow();
    }

    /** {@code module.name}, for example {@code string.compose}. */
    String id() {
        return address().id();
    }

    /** Whether the card belongs to a connector rather than to the kernel. */
    boolean isConnector() {
        return address().ofConnector();
    }

    /** The kernel module or the connector: what stands before version and name. */
    String module() {
        return address().module();
    }

    String name() {
        return address().name();
    }

    /** Gives the card another name within its module. */
    void rename(String name) {
        String address = json.path("address").asText();
        json.put("address", address.substring(0, address.lastIndexOf(':') + 1) + name);
    }

    /** The title that people see. */
    String title() {
        String title = json.path("node").path("data").path("name").asText();
        return title.isEmpty() ? name() : title;
    }

    ObjectNode model() {
        return (ObjectNode) json.get("node").get("model");
    }

    List<FieldJson> inputs() {
        return fields("inputs");
    }

    List<FieldJson> outputs() {
        return fields("outputs");
    }

    Optional<FieldJson> input(String group, String key) {
        return inputs().stream().filter(field -> field.is(group, key)).findFirst();
    }

    /** The connection; empty when none is set. */
    Optional<String> config() {
        return text(model().path("config"));
    }

    void config(String id) {
        model().put("config", id);
    }

    /** Modules among the connectors whose cards work without a connection: tables and files. */
    private static final Set<String> WITHOUT_CONNECTION = Set.of("stash", "filefunctions");

    /** Whether the card works through a connection. */
    boolean needsConnection() {
        return isConnector() && !WITHOUT_CONNECTION.contains(module());
    }

    /** Whether the flows that its inputs name are called; Export Flow only takes one as a value. */
    boolean callsFlows() {
        return !id().equals("utility.exportFlo");
    }

    /** What is left of a connection that was removed at export. */
    Optional<String> configRef() {
        return text(model().path("display").path("configRef"));
    }

    /** What happens when the card fails. */
    JsonNode errorPolicy() {
        return model().path("policy").path("error");
    }

    /** The flow that runs when the card fails; only for policies that run one. */
    Optional<String> errorFlow() {
        return errorPolicy().path("type").asText().equals("flo")
                ? text(errorPolicy().path("flo"))
                : Optional.empty();
    }

    /** The flows that lie inside this card. */
    List<FlowJson> nested() {
        List<FlowJson> flows = new ArrayList<>();
        for (FieldJson input : inputs()) {
            if (input.isFlow()) {
                FlowJson.nested(input.literal()).ifPresent(flows::add);
            }
        }
        FlowJson.nested(errorPolicy().path("flo")).ifPresent(flows::add);
        return flows;
    }

    private List<FieldJson> fields(String side) {
        JsonNode data = model().path(side).path("data");
        List<FieldJson> fields = new ArrayList<>(data.size());
        data.forEach(field -> fields.add(new FieldJson((ObjectNode) field)));
        return fields;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty()
                ? Optional.of(node.textValue())
                : Optional.empty();
    }
}
