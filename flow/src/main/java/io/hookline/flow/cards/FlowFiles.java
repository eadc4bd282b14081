package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;

/** Flows as files, as the cards that export them need them; the server has them in its store. */
@FunctionalInterface
public interface FlowFiles {
    /**
     * The file of a flow as it was last saved.
     *
     * @throws CardFailure.NotFound when there is no such flow
     */
    FlowFile export(String flow);

    /**
     * The file of a folder: its flows, those of its subfolders, and their tables.
     *
     * @throws CardFailure.NotFound when there is no such folder
     */
    default FlowFile exportFolder(String folder) {
        throw new CardFailure.NotFound(
                "There is no folder with id " + folder + "; choose one on the card.");
    }

    /**
     * A flow or folder as a file.
     *
     * @param name its name
     * @param document a {@code .flopack}
     */
    record FlowFile(String name, ObjectNode document) {}
}
