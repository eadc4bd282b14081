package io.hookline.server.studio.use;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.json.Json;

import java.util.List;

/** A flow as refusals and lists name it. */
public record FlowName(String id, String name) {
    /** As programs read them: a list of {@code {id, name}}. */
    public static ArrayNode json(List<FlowName> flows) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        flows.forEach(flow -> list.addObject().put("id", flow.id()).put("name", flow.name()));
        return list;
    }
}
