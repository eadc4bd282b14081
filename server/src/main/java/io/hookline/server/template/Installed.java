package io.hookline.server.template;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a template is on a server: the folder and the event hook that bear its title, and what
 * lies in the folder.
 */
record Installed(
        List<JsonNode> folders, List<JsonNode> flows, List<JsonNode> tables, List<JsonNode> hooks) {
    static Installed find(ApiClient api, String title) {
        List<JsonNode> folders = named(api.list("/folders"), title);
        List<String> ids = folders.stream().map(folder -> folder.path("id").asText()).toList();
        return new Installed(
                folders,
                in(api.list("/flows"), ids),
                in(api.list("/tables"), ids),
                named(api.list("/api/v1/eventHooks"), title));
    }

    boolean isEmpty() {
        return folders.isEmpty() && hooks.isEmpty();
    }

    /** In one sentence, for a person who did not expect it. */
    String sentence() {
        List<String> parts = new ArrayList<>();
        folders.forEach(folder -> parts.add("the folder '" + folder.path("name").asText() + "'"));
        long on = flows.stream().filter(flow -> flow.path("mode").asText().equals("on")).count();
        parts.add(flows.size() + " flows, " + on + " of them on");
        parts.add(tables.size() + (tables.size() == 1 ? " table" : " tables"));
        hooks.forEach(hook ->
                parts.add(
                        "the event hook "
                                + hook.path("id").asText()
                                + " ("
                                + hook.path("status").asText()
                                + ", "
                                + hook.path("verificationStatus").asText()
                                + ")"));
        return String.join(", ", parts);
    }

    /** The one filled connection of a connector that its flows use; empty when that is not one. */
    Optional<JsonNode> connection(ApiClient api, JsonNode all, String connector) {
        List<String> ours = flows.stream().map(flow -> flow.path("id").asText()).toList();
        List<JsonNode> used =
                ours.isEmpty()
                        ? List.of()
                        : all.valueStream()
                                .filter(one -> one.path("connector").asText().equals(connector))
                                .filter(one -> one.path("filled").asBoolean())
                                .filter(one ->
                                        api.get(
                                                        "/connections/"
                                                                + one.path("id").asText()
                                                                + "/usedBy")
                                                .valueStream()
                                                .anyMatch(flow ->
                                                        ours.contains(flow.path("id").asText())))
                                .toList();
        return used.size() == 1 ? Optional.of(used.getFirst()) : Optional.empty();
    }

    /** The connection, filled or standing for another one, that its cards of a connector have. */
    Optional<String> usedBy(ApiClient api, String connector) {
        return flows.stream()
                .flatMap(flow ->
                        api
                                .get("/flows/" + flow.path("id").asText() + "/document")
                                .findParents("node")
                                .stream())
                .filter(card -> card.path("address").asText().contains(":http:" + connector + ":"))
                .map(card -> card.at("/node/model/config"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    /** The flow that the hook delivers to. */
    Optional<JsonNode> endpoint() {
        return flows.stream()
                .filter(flow -> flow.path("type").asText().equals("endpoint"))
                .findFirst();
    }

    private static List<JsonNode> named(JsonNode list, String name) {
        return list.valueStream().filter(item -> item.path("name").asText().equals(name)).toList();
    }

    private static List<JsonNode> in(JsonNode list, List<String> folders) {
        return list.valueStream()
                .filter(item -> folders.contains(item.at("/folder/id").asText()))
                .toList();
    }
}
