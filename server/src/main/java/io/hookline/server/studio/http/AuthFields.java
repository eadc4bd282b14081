package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.Host;
import io.hookline.outbound.Request;
import io.hookline.server.http.Body;
import io.hookline.server.json.Json;
import io.hookline.server.studio.connection.AuthMethod;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The member {@code auth} of a connection. No fault repeats what was sent, because a secret may
 * stand in the wrong place.
 *
 * @param auth empty when it was left out
 */
record AuthFields(Optional<Body> auth) {
    private static final String FIELD = "auth";
    private static final String TYPE = "type";
    private static final String USERNAME = "username";
    private static final String HEADER = "name";
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_SECRET = 16 * 1024;
    private static final int MAX_HEADER = 200;

    static AuthFields of(Body body) {
        if (!body.isAbsent(FIELD) && !body.node(FIELD).isObject()) {
            body.fault(FIELD, "expected an object with a type.");
        }
        return new AuthFields(body.object(FIELD));
    }

    Optional<AuthMethod> method() {
        return auth.map(AuthFields::method);
    }

    private static AuthMethod method(Body auth) {
        AuthMethod.Kind kind =
                auth.choice(TYPE, List.of(AuthMethod.Kind.values()), AuthFields::word)
                        .orElseThrow(() ->
                                auth.invalid(
                                        TYPE,
                                        "expected none, token, basic, header, address or oauth2."));
        return switch (kind) {
            case NONE, TOKEN, ADDRESS -> new AuthMethod(kind, "");
            case BASIC -> new AuthMethod(kind, userName(auth));
            case HEADER -> new AuthMethod(kind, headerName(auth));
            case OAUTH2 -> TokenFields.method(auth);
        };
    }

    private static String word(AuthMethod.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Body auth, String field) {
        String text = auth.node(field).asText("");
        if (!auth.node(field).isTextual() || text.isBlank() || text.length() > MAX_TEXT) {
            auth.fault(field, "expected a text of 1 to " + MAX_TEXT + " characters.");
        }
        return text;
    }

    /** A colon ends it where it is sent (RFC 7617), and a line break ends the line. */
    private static String userName(Body auth) {
        String name = text(auth, USERNAME);
        if (name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            auth.fault(USERNAME, "expected a name on one line, without a colon.");
        }
        return name;
    }

    private static String headerName(Body auth) {
        String name = text(auth, HEADER);
        if (name.length() > MAX_HEADER) {
            auth.fault(HEADER, "expected at most " + MAX_HEADER + " characters.");
        }
        new Request.Header(name, "").defect().ifPresent(defect -> auth.fault(HEADER, defect));
        return name;
    }

    private static String secretField(AuthMethod method) {
        return switch (method.kind()) {
            case NONE, TOKEN -> "token";
            case BASIC -> "password";
            case HEADER -> "value";
            case ADDRESS -> "url";
            case OAUTH2 -> TokenFields.isSigned(method) ? "privateKey" : "clientSecret";
        };
    }

    /** The secret that was sent; empty to keep the one that is there. */
    Optional<Secret> secret(AuthMethod method) {
        return !method.hasSecret()
                ? Optional.empty()
                : auth.flatMap(fields ->
                        fields.secret(
                                secretField(method),
                                secret -> isUsable(method, secret),
                                expected(method)));
    }

    private static String expected(AuthMethod method) {
        return switch (method.kind()) {
            case NONE, BASIC -> "expected a text on one line";
            case TOKEN, HEADER ->
                    "expected letters, digits and signs of ASCII on one line, without blanks around"
                            + " them, as a header can carry them";
            case ADDRESS ->
                    "expected the whole address of the webhook, https, with all letters escaped"
                            + " that may not stand in one, without user and fragment";
            case OAUTH2 ->
                    TokenFields.isSigned(method)
                            ? TokenFields.expectedKey(method)
                            : "expected a text on one line";
        };
    }

    /** Whether it can be sent: a password is encoded first, the others stand in a header. */
    private static boolean isUsable(AuthMethod method, String secret) {
        if (secret.isBlank() || secret.length() > MAX_SECRET) {
            return false;
        }
        return switch (method.kind()) {
            case NONE, BASIC -> isOneLine(secret);
            case TOKEN, HEADER ->
                    secret.equals(secret.strip())
                            && secret.chars().allMatch(sign -> sign >= ' ' && sign <= '~');
            case ADDRESS -> isWebhook(secret);
            case OAUTH2 ->
                    TokenFields.isSigned(method)
                            ? TokenFields.isKey(method, secret)
                            : isOneLine(secret);
        };
    }

    /** Which hosts it may have is for the connector to say. */
    private static boolean isWebhook(String secret) {
        return ConnectionReader.parsed(secret)
                .filter(url ->
                        ConnectionReader.scheme(url).startsWith("http")
                                && Host.find(url).isPresent()
                                && url.getPort() != 0
                                && url.getPort() <= 65_535
                                && url.getUserInfo() == null
                                && url.getFragment() == null)
                .isPresent();
    }

    private static boolean isOneLine(String secret) {
        return secret.chars().noneMatch(Character::isISOControl);
    }

    /** Refuses a new connection whose kind needs a secret. */
    void secretIsMissing(AuthMethod method) {
        auth.ifPresent(fields -> fields.fault(secretField(method), "expected a text."));
    }

    static ObjectNode json(AuthMethod method) {
        ObjectNode json = Json.object().put(TYPE, word(method.kind()));
        return switch (method.kind()) {
            case NONE, TOKEN, ADDRESS -> json;
            case BASIC -> json.put(USERNAME, method.name());
            case HEADER -> json.put(HEADER, method.name());
            case OAUTH2 -> TokenFields.addTo(json, method);
        };
    }
}
