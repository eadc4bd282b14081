package io.hookline.flow.card;

import java.util.Optional;

/**
 * Which card it is, as a file writes it: {@code root:kernel:MODULE:VERSION:NAME} or {@code
 * root:channels:http:MODULE:VERSION:NAME}. {@link CardCatalog#resolve} says what it means here.
 *
 * @param ofConnector whether it stands among the cards of connectors
 * @param module the connector, or the subject of a function card
 * @param version what the card's maker released it as; says nothing about which card it is
 * @param name the card within its module
 */
public record CardAddress(boolean ofConnector, String module, String version, String name) {
    private static final String KERNEL = "root:kernel:";
    private static final String CONNECTORS = "root:channels:";

    /** Reads an address; empty when the text is none. */
    public static Optional<CardAddress> parse(String text) {
        String[] parts = text.split(":", -1);
        boolean kernel = text.startsWith(KERNEL) && parts.length == 5;
        boolean connector = text.startsWith(CONNECTORS) && parts.length == 6;
        if (!kernel && !connector) {
            return Optional.empty();
        }
        int module = parts.length - 3;
        return parts[module + 2].isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new CardAddress(
                                connector, parts[module], parts[module + 1], parts[module + 2]));
    }

    /** {@code module.name}, for example {@code slack.sendMessageToChannel2}. */
    public String id() {
        return module + "." + name;
    }
}
