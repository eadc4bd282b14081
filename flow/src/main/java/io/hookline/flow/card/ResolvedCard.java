package io.hookline.flow.card;

import java.util.Optional;

/**
 * What an address of a card means in this installation: the one answer for permissions, checks,
 * lists of uses, effects and the engine.
 *
 * @param address as the flow writes it
 * @param definition the installed card; empty when there is none that runs
 * @param misspelt whether a connector has the card, but under an address of connectors only
 */
public record ResolvedCard(
        CardAddress address, Optional<CardDefinition> definition, boolean misspelt) {

    /** How a card comes to a connection. */
    public enum Connecting {
        /** It opens none, whatever the flow chose for it. */
        NONE,
        /** It opens the chosen one. */
        CHOSEN,
        /** It is not installed, and runs only where a connection stands in for it. */
        STAND_IN
    }

    /** Whether it runs here by itself. */
    public boolean isInstalled() {
        return definition.isPresent();
    }

    /** How it comes to a connection when it runs. */
    public Connecting connecting() {
        if (definition.isPresent()) {
            return definition.get().connects() ? Connecting.CHOSEN : Connecting.NONE;
        }
        return misspelt ? Connecting.NONE : Connecting.STAND_IN;
    }

    /** The connector that has it. */
    public String connector() {
        return address.module();
    }

    /** Whether that connection may serve it. */
    public boolean takes(String connectorOfConnection) {
        return connecting() != Connecting.NONE
                && ConnectorFamily.serves(connectorOfConnection, connector());
    }

    /** What running it can do to the world; empty when it is not installed. */
    public Optional<Effect> effect() {
        return definition.map(CardDefinition::effect);
    }

    /** Why it does not run, for a card that is not installed. */
    public String missing() {
        if (misspelt) {
            return "The card "
                    + address.id()
                    + " belongs to the connector "
                    + address.module()
                    + "; its address must begin with root:channels:http:"
                    + address.module()
                    + ", not with root:kernel.";
        }
        return address.ofConnector()
                ? "The connector "
                        + address.module()
                        + " with the card "
                        + address.id()
                        + " is not installed here."
                : "The card " + address.id() + " is not known here.";
    }
}
