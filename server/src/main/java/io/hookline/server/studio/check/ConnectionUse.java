package io.hookline.server.studio.check;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.ConnectorFamily;
import io.hookline.flow.engine.CardConnection;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Connected;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowRow;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * To put a connection on a card is to use it, and needs that permission, whatever the card is and
 * however its address is written. A connection serves cards of its own connector only.
 */
public record ConnectionUse(Connections connections) {
    /** For a new flow. */
    public void require(Caller caller, ObjectNode document) {
        require(caller, document, Set.of());
    }

    /** For a change of a flow, which may keep the connections that it has. */
    public void require(Caller caller, ObjectNode document, FlowRow before) {
        require(
                caller,
                document,
                before.uses(Use.Kind.CONNECTION).map(Use::target).collect(Collectors.toSet()));
    }

    private void require(Caller caller, ObjectNode document, Set<String> already) {
        List<Connected> connected = FlowOutline.connected(document);
        if (connected.stream().anyMatch(card -> !already.contains(card.connection()))) {
            caller.require(Permission.USE_CONNECTIONS);
        }
        connected.forEach(this::requireOwnConnector);
    }

    private void requireOwnConnector(Connected card) {
        connections
                .stored(card.connection())
                .filter(chosen ->
                        !ConnectorFamily.serves(chosen.connector(), card.address().module()))
                .ifPresent(chosen -> {
                    throw new Refusal.Invalid(
                            "config",
                            "The card \""
                                    + card.title()
                                    + "\" ("
                                    + card.card()
                                    + "): "
                                    + CardConnection.foreign(
                                            chosen.name(), chosen.connector(), card.address()));
                });
    }
}
