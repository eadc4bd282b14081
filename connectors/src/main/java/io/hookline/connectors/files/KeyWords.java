package io.hookline.connectors.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a key, for people: {@code displayName} is Display Name, {@code last_login_ZDPGWZ} is
 * Last Login, {@code addUserToGroup} is Add User to Group. A key that begins with a capital or has
 * blanks is written for people already.
 */
final class KeyWords {
    private static final Set<String> LETTERS =
            Set.of("id", "url", "api", "ip", "mac", "udid", "os", "mdm", "ldap", "aws", "sku");
    private static final Set<String> SMALL =
            Set.of("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "to", "with");

    /** What published connectors end their keys with, so that none comes twice. */
    private static final String MARK = "_([A-Z0-9]{6}|(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{9,12})$";

    private KeyWords() {}

    static String of(String key) {
        if (!key.matches("[a-z][A-Za-z0-9_-]*")) {
            return key;
        }
        List<String> words = new ArrayList<>();
        String[] parts =
                key.replaceFirst(MARK, "")
                        .split("_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", -1);
        for (String part : parts) {
            if (!part.isEmpty()) {
                words.add(word(part, words.isEmpty()));
            }
        }
        return String.join(" ", words);
    }

    private static String word(String part, boolean first) {
        String small = part.toLowerCase(Locale.ROOT);
        if (LETTERS.contains(small)) {
            return small.toUpperCase(Locale.ROOT);
        }
        return !first && SMALL.contains(small)
                ? small
                : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1);
    }
}
