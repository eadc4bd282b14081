package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;

/** What the caller of an API endpoint is answered. */
public sealed interface Reply {
    /**
     * The fields of a Return card: 200 with a JSON object.
     *
     * @param fields by key
     * @param returned whether a Return card was reached; false for a helper that ended without one,
     *     which gives the outputs of its last card
     */
    record Fields(ObjectNode fields, boolean returned) implements Reply {
        public Fields(ObjectNode fields) {
            this(fields, true);
        }
    }

    /** Return Raw or Close: sent as it is. */
    record Raw(int status, Map<String, String> headers, String body) implements Reply {
        public Raw {
            headers = Map.copyOf(headers);
        }
    }
}
