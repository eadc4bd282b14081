package io.hookline.flow.card;

import java.util.List;
import java.util.Map;

/**
 * Cards that serve several systems: the connectors whose connections they take instead of
 * connections of their own.
 */
public final class ConnectorFamily {
    /** Users, groups and roles of whatever identity system. */
    public static final String IDENTITY = "identity";

    private static final Map<String, List<String>> MEMBERS =
            Map.of(IDENTITY, List.of("keycloak", "okta"));

    private ConnectorFamily() {}

    /** The connectors whose connections may serve the cards of a connector. */
    public static List<String> serving(String connectorOfCard) {
        return MEMBERS.getOrDefault(connectorOfCard, List.of(connectorOfCard));
    }

    /** Whether a connection may serve a card. */
    public static boolean serves(String connectorOfConnection, String connectorOfCard) {
        return serving(connectorOfCard).contains(connectorOfConnection);
    }

    /** The connectors that have no connections of their own. */
    public static boolean isFamily(String connector) {
        return MEMBERS.containsKey(connector);
    }
}
