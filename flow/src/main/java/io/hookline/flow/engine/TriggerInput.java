package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.flow.value.ValueType;

import java.util.Map;

/** What started a flow, by group and key of the trigger card's fields; read lazily. */
@FunctionalInterface
public interface TriggerInput {
    /**
     * The value of one field ({@code group} empty for none); a missing node when it was not
     * supplied.
     */
    JsonNode value(String group, String key);

    /**
     * The same for an output of that type: what is sent as text may be an object or a list for whom
     * wants one.
     */
    default JsonNode value(String group, String key, ValueType type) {
        return value(group, key);
    }

    /** About how many bytes of memory it takes beside the values that were read. */
    default long weight() {
        return 0;
    }

    /** Fields without a group, such as those a helper receives. */
    static TriggerInput of(Map<String, JsonNode> fields) {
        return (group, key) ->
                group.isEmpty()
                        ? fields.getOrDefault(key, MissingNode.getInstance())
                        : MissingNode.getInstance();
    }
}
