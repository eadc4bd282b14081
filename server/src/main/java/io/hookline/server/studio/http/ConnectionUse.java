package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.studio.flow.FlowRow;

import java.util.Set;
import java.util.stream.Collectors;

/** To put a connection on a card is to use it, and needs that permission. */
final class ConnectionUse {
    private ConnectionUse() {}

    /** For a new flow. */
    static void require(Caller caller, ObjectNode document) {
        require(caller, document, Set.of());
    }

    /** For a change of a flow, which may keep the connections that it has. */
    static void require(Caller caller, ObjectNode document, FlowRow before) {
        require(
                caller,
                document,
                before.uses(Use.Kind.CONNECTION).map(Use::target).collect(Collectors.toSet()));
    }

    private static void require(Caller caller, ObjectNode document, Set<String> already) {
        boolean adds =
                FlowOutline.of(document).uses().stream()
                        .filter(use -> use.kind() == Use.Kind.CONNECTION)
                        .anyMatch(use -> !already.contains(use.target()));
        if (adds) {
            caller.require(Permission.USE_CONNECTIONS);
        }
    }
}
