package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** With what the helpers of a file are called. */
final class FlowCalls {
    private final Map<String, Set<String>> suppliedAlways = new HashMap<>();

    FlowCalls(List<ObjectNode> flows) {
        flows.forEach(flow -> FlowJson.of(flow).visit(this::add));
    }

    private void add(CardJson card) {
        if (!card.callsFlows()) {
            return;
        }
        for (FieldJson input : card.inputs()) {
            if (input.isFlow() && input.literal().isTextual()) {
                Set<String> keys = new HashSet<>();
                card.inputs().forEach(field -> keys.add(field.key()));
                suppliedAlways
                        .computeIfAbsent(input.literal().textValue(), id -> keys)
                        .retainAll(keys);
            }
        }
    }

    /**
     * The inputs of a helper that every one of its callers supplies; none when it has no callers.
     */
    Set<String> suppliedAlways(String helper) {
        return suppliedAlways.getOrDefault(helper, Set.of());
    }
}
