package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Flows as files, as the card that exports them needs them; the server has them in its store. */
@FunctionalInterface
public interface FlowFiles {
    /**
     * The file of a flow as it was last saved.
     *
     * @throws io.hookline.flow.card.CardFailure.NotFound when there is no such flow
     */
    FlowFile export(String flow);

    /**
     * A flow as a file.
     *
     * @param name the flow's name
     * @param document a {@code .flopack} with this flow alone
     */
    record FlowFile(String name, ObjectNode document) {}
}
