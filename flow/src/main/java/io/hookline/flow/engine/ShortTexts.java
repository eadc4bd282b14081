package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashSet;
import java.util.Set;

/** The short texts in values: what may be an id, a login, an address, or a part of a path. */
final class ShortTexts {
    private static final int MOST = 64;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 200;
    private static final int DEEPEST = 8;

    private final Set<String> found = new LinkedHashSet<>();

    private ShortTexts() {}

    static Set<String> of(JsonNode... values) {
        var texts = new ShortTexts();
        for (JsonNode value : values) {
            texts.add(value, 0);
        }
        return texts.found;
    }

    private void add(JsonNode value, int depth) {
        if (found.size() >= MOST || depth > DEEPEST || value == null) {
            return;
        }
        if (value.isContainerNode()) {
            value.forEach(part -> add(part, depth + 1));
            return;
        }
        String text = value.asText("").strip();
        if (text.length() <= LONGEST) {
            for (String part : text.split("[/?&=]")) {
                if (part.length() >= SHORTEST && found.size() < MOST) {
                    found.add(part);
                }
            }
        }
    }
}
