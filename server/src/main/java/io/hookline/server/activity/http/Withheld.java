package io.hookline.server.activity.http;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;

/** The parts of an answer that its caller may not see. */
final class Withheld {
    private final Caller caller;
    private final ArrayNode parts = Json.MAPPER.createArrayNode();

    Withheld(Caller caller) {
        this.caller = caller;
    }

    /** Whether the caller may see that part; notes it when not. */
    boolean unless(Permission permission, String part) {
        boolean may = caller.permissions().contains(permission);
        if (!may) {
            parts.add(part);
        }
        return may;
    }

    ArrayNode json() {
        return parts;
    }
}
