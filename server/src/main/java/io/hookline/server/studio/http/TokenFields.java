package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Proof;
import io.hookline.flow.cards.SignedToken;
import io.hookline.server.http.Body;
import io.hookline.server.json.Json;
import io.hookline.server.studio.connection.AuthMethod;
import io.hookline.server.studio.connection.TokenSettings;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The fields of {@code auth} that only OAuth 2.0 has. */
final class TokenFields {
    private static final String CLIENT_ID = "clientId";
    private static final String TOKEN_URL = "tokenUrl";
    private static final String BASIC = "basic";
    private static final String POST = "post";
    private static final String SIGNED = "private_key_jwt";
    private static final String PUBLIC = "none";
    private static final String AUTHORIZE_URL = "authorizeUrl";
    private static final List<String> GRANTS = List.of(TokenSettings.CLIENT, TokenSettings.CODE);
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_SCOPE = 4_000;

    private static final List<String> ALGORITHMS =
            List.of(
                    "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384",
                    "PS512");

    private TokenFields() {}

    static AuthMethod method(Body auth) {
        boolean byCode =
                auth.choice("grant", GRANTS, word -> word)
                        .orElse(TokenSettings.CLIENT)
                        .equals(TokenSettings.CODE);
        String clientId = line(auth, CLIENT_ID, MAX_TEXT);
        if (clientId.isEmpty()) {
            auth.fault(CLIENT_ID, "expected a text of 1 to " + MAX_TEXT + " characters.");
        }
        String way =
                auth.choice(
                                "clientAuthentication",
                                byCode
                                        ? List.of(BASIC, POST, SIGNED, PUBLIC)
                                        : List.of(BASIC, POST, SIGNED),
                                word -> word)
                        .orElse(auth.has("privateKey") ? SIGNED : BASIC);
        Proof proof =
                switch (way) {
                    case POST -> new Proof.Form();
                    case PUBLIC -> new Proof.Public();
                    case SIGNED ->
                            new Proof.Signed(
                                    auth.choice("algorithm", ALGORITHMS, word -> word)
                                            .orElse("RS256"),
                                    line(auth, "keyId", MAX_TEXT));
                    default -> new Proof.Basic();
                };
        return new AuthMethod(
                AuthMethod.Kind.OAUTH2,
                clientId,
                Optional.of(
                        new TokenSettings(
                                url(auth, TOKEN_URL, "token"),
                                line(auth, "scope", MAX_SCOPE),
                                line(auth, "audience", MAX_SCOPE),
                                proof,
                                byCode
                                        ? Optional.of(url(auth, AUTHORIZE_URL, "authorize"))
                                        : Optional.empty())));
    }

    private static String line(Body auth, String field, int max) {
        if (auth.isAbsent(field)) {
            return "";
        }
        String text = auth.node(field).asText("").strip();
        boolean fits =
                auth.node(field).isTextual()
                        && text.length() <= max
                        && text.chars().allMatch(sign -> sign >= ' ' && sign <= '~');
        if (!fits) {
            auth.fault(
                    field, "expected a text of ASCII on one line, up to " + max + " characters.");
        }
        return fits ? text : "";
    }

    /** A query may stand there, as some systems have their tenant in it. */
    private static URI url(Body auth, String field, String usual) {
        String text = line(auth, field, MAX_TEXT);
        Optional<URI> url = ConnectionReader.parsed(text);
        boolean fits =
                url.filter(given -> ConnectionReader.scheme(given).startsWith("http"))
                        .filter(given -> ConnectionReader.isAddress(withoutQuery(given)))
                        .isPresent();
        if (!fits) {
            auth.fault(
                    field,
                    "expected an address such as https://id.example.org/oauth2/v1/" + usual + ".");
            return URI.create("https://invalid.example");
        }
        return url.get();
    }

    private static URI withoutQuery(URI url) {
        String text = url.toString();
        int mark = text.indexOf('?');
        return mark < 0 ? url : URI.create(text.substring(0, mark));
    }

    static boolean isSigned(AuthMethod method) {
        return method.tokens().filter(tokens -> tokens.proof() instanceof Proof.Signed).isPresent();
    }

    private static String algorithm(AuthMethod method) {
        return method.tokens()
                .map(TokenSettings::proof)
                .map(proof -> proof instanceof Proof.Signed signed ? signed.algorithm() : "")
                .orElse("");
    }

    static String expectedKey(AuthMethod method) {
        return "expected a private key for "
                + algorithm(method)
                + ", in PEM form or as a JSON Web Key";
    }

    /** Whether something can be signed with that key. */
    static boolean isKey(AuthMethod method, String key) {
        try {
            SignedToken.of(algorithm(method), key, Json.object(), Json.object());
            return true;
        } catch (CardFailure.Invalid another) {
            return false;
        }
    }

    static ObjectNode addTo(ObjectNode json, AuthMethod method) {
        json.put("grant", method.tokens().map(TokenSettings::grant).orElse(TokenSettings.CLIENT));
        json.put(CLIENT_ID, method.name());
        return method.tokens().map(tokens -> tokens.addTo(json)).orElse(json);
    }
}
