package io.hookline.server.event.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes words of an event type's id. */
public final class EventTypeTitle {
    private static final Map<String, String> SPELLED =
            Map.of(
                    "oauth2", "OAuth 2.0",
                    "office365", "Office 365",
                    "idp", "IdP",
                    "ios", "iOS",
                    "webauthn", "WebAuthn",
                    "x509", "X.509");

    private static final Set<String> CAPITALS =
            Set.of(
                    "ad", "ai", "api", "as", "crl", "csr", "cvd", "dsso", "iam", "id", "ip", "iwa",
                    "jit", "jwk", "jwks", "jwt", "ldap", "mcp", "mfa", "mim", "os", "osx", "otp",
                    "pam", "pin", "pki", "rum", "saml", "slo", "sms", "ssh", "sso", "sts", "uri",
                    "url", "vpn");

    private EventTypeTitle() {}

    public static String of(String id) {
        List<String> words =
                Arrays.stream(id.split("[._-]+")).filter(word -> !word.isEmpty()).toList();
        if (words.isEmpty()) {
            return id;
        }
        String title = words.stream().map(EventTypeTitle::word).collect(Collectors.joining(" "));
        return SPELLED.containsKey(words.getFirst())
                ? title
                : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    private static String word(String word) {
        if (CAPITALS.contains(word)) {
            return word.toUpperCase(Locale.ROOT);
        }
        return SPELLED.getOrDefault(word, word);
    }
}
