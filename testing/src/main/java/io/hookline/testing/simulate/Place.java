package io.hookline.testing.simulate;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path of the world belongs to.
 *
 * @param service {@code okta}, {@code slack}, {@code simulate} for the world itself, a connector
 *     whose cards are answered, or the name after {@code /http/}
 * @param kind how it is answered
 * @param rest the path below, with its slash; of Slack and cards the method or card without
 */
record Place(String service, Kind kind, String rest) {
    /** How requests are answered. */
    enum Kind {
        CONTROL,
        OKTA,
        SLACK,
        CARD,
        HTTP
    }

    /** First segments of the APIs of an org. */
    private static final Set<String> OF_OKTA =
            Set.of("governance", "oauth2", "webauthn-registration", "privileged-access", "idp");

    private static final Pattern SLACK = Pattern.compile("/(?:slack/)?api/([a-z]+\\.[A-Za-z.]+)");
    private static final Pattern WEBHOOK = Pattern.compile("/(?:slack/)?(services/.+)");
    private static final Pattern CARD = Pattern.compile("/cards/([^/.]+)\\.([^/]+)");
    private static final Pattern HTTP = Pattern.compile("/http/([^/]+)(/.*|)");

    /** Where a path without a query lies. */
    static Place of(String path) {
        if (path.equals("/") || path.equals("/simulate") || path.startsWith("/simulate/")) {
            return new Place("simulate", Kind.CONTROL, path.replaceFirst("^/(simulate)?", ""));
        }
        Matcher slack = SLACK.matcher(path);
        if (slack.matches()) {
            return new Place("slack", Kind.SLACK, slack.group(1));
        }
        Matcher webhook = WEBHOOK.matcher(path);
        if (webhook.matches()) {
            return new Place("slack", Kind.SLACK, webhook.group(1));
        }
        Matcher card = CARD.matcher(path);
        if (card.matches()) {
            return new Place(card.group(1), Kind.CARD, card.group(1) + "." + card.group(2));
        }
        Matcher http = HTTP.matcher(path);
        if (http.matches()) {
            return new Place(
                    http.group(1), Kind.HTTP, http.group(2).isEmpty() ? "/" : http.group(2));
        }
        String first = path.substring(1).replaceFirst("/.*", "");
        return path.startsWith("/api/v1/") || OF_OKTA.contains(first)
                ? new Place("okta", Kind.OKTA, path)
                : new Place("http", Kind.HTTP, path);
    }
}
