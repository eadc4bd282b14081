package io.hookline.flow.card;

import java.util.List;

/** Everything that is wrong with the declared cards, found at start-up and reported together. */
public final class CardDefects extends RuntimeException {
    private final transient List<String> defects;

    CardDefects(List<String> defects) {
        super(defects.size() + " defects in card declarations:\n  " + String.join("\n  ", defects));
        this.defects = List.copyOf(defects);
    }

    /** One sentence for each. */
    public List<String> defects() {
        return defects;
    }
}
