package io.hookline.server.studio;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.FlowStore;

import java.util.List;
import java.util.stream.Collectors;

/** The refusal to delete what flows need. */
public final class InUse {
    private InUse() {}

    public static void refuse(String what, String name, List<FlowStore.Named> users) {
        if (users.isEmpty()) {
            return;
        }
        String shown =
                users.stream()
                                .limit(5)
                                .map(flow -> "\"" + flow.name() + "\"")
                                .collect(Collectors.joining(", "))
                        + (users.size() > 5 ? " and " + (users.size() - 5) + " more" : "");
        throw new Problem(
                        409,
                        "In use",
                        "The "
                                + what
                                + " \""
                                + name
                                + "\" cannot be deleted: "
                                + (users.size() == 1 ? "the flow " : "the flows ")
                                + shown
                                + (users.size() == 1 ? " uses it." : " use it."))
                .with("usedBy", list(users));
    }

    public static ArrayNode list(List<FlowStore.Named> flows) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        flows.forEach(flow -> list.addObject().put("id", flow.id()).put("name", flow.name()));
        return list;
    }
}
