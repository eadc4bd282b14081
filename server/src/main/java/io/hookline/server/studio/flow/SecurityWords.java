package io.hookline.server.studio.flow;

import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.util.Optional;

/** The words for security levels: those of the API, and those of files. */
public final class SecurityWords {
    private SecurityWords() {}

    public static String word(SecurityLevel level) {
        return switch (level) {
            case OPEN -> "open";
            case CLIENT_TOKEN -> "clientToken";
            case OAUTH -> "oauth";
        };
    }

    /** The word that a flopack has for it. */
    static String file(SecurityLevel level) {
        return switch (level) {
            case OPEN -> "open";
            case CLIENT_TOKEN -> "medium";
            case OAUTH -> "high";
        };
    }

    /** Both kinds of words are understood. */
    public static Optional<SecurityLevel> level(String word) {
        return switch (word) {
            case "open" -> Optional.of(SecurityLevel.OPEN);
            case "clientToken", "medium" -> Optional.of(SecurityLevel.CLIENT_TOKEN);
            case "oauth", "high" -> Optional.of(SecurityLevel.OAUTH);
            default -> Optional.empty();
        };
    }
}
