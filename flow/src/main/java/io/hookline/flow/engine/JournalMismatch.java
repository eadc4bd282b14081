package io.hookline.flow.engine;

import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.model.FlowCard;

/**
 * A resumed execution reached another card or other inputs than it recorded. It ends, and no error
 * handler applies.
 */
final class JournalMismatch extends RuntimeException {
    final String path;
    final FlowCard card;

    JournalMismatch(String path, Entry recorded, FlowCard card, String inputs) {
        super(
                "The execution cannot be resumed: at "
                        + path
                        + " it recorded the card "
                        + recorded.card()
                        + " with inputs "
                        + recorded.inputs()
                        + ", but now comes to "
                        + card.id()
                        + " with inputs "
                        + inputs
                        + ". Nothing was done. Run it again from the start.");
        this.path = path;
        this.card = card;
    }
}
