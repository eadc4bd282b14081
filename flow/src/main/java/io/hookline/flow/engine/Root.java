package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Flow;

import java.util.UUID;

/**
 * Where a chain of calls began. A helper that is not waited for gets it from its caller.
 *
 * @param flow the id of the flow
 * @param execution the id of the execution
 */
record Root(String flow, String execution) {
    private static final String FLOW = "root_wf_id";
    private static final String EXECUTION = "root_execution_id";

    /**
     * The root of an execution that is no waited-for helper: itself, unless the caller passed one.
     */
    static Root of(UUID execution, Flow flow, TriggerInput input) {
        JsonNode caller = input.value("context", "parent");
        return caller.path(EXECUTION).isTextual()
                ? new Root(caller.path(FLOW).asText(), caller.path(EXECUTION).textValue())
                : new Root(flow.id(), execution.toString());
    }

    void addTo(ObjectNode caller) {
        caller.put(EXECUTION, execution).put(FLOW, flow);
    }
}
