package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the author of a file set for their own organisation and nobody has replaced since: constants
 * that are still as in the first version of the flow.
 */
public final class LeftValues {
    private LeftValues() {}

    /**
     * What is left of it.
     *
     * @param now the document of the flow
     * @param first its first version
     * @param callers the documents of the flows that call it
     */
    public static List<Finding> of(ObjectNode now, ObjectNode first, List<ObjectNode> callers) {
        List<ObjectNode> all = new ArrayList<>(callers);
        all.add(now);
        Set<String> supplied = new FlowCalls(all).suppliedAlways(now.get("id").textValue());
        Set<Finding> before = new HashSet<>(AuthorValues.of(FlowJson.of(first), supplied));
        return AuthorValues.of(FlowJson.of(now), supplied).stream()
                .filter(before::contains)
                .toList();
    }
}
