package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Connection.Proof;
import io.hookline.outbound.Origin;
import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/**
 * How a connection gets tokens with OAuth 2.0.
 *
 * @param tokenUrl where it asks for them
 * @param scope what for, names divided by blanks; empty for what is usual there
 * @param audience for whom they are; empty where nobody asks
 * @param proof how it proves who it is
 * @param authorizeUrl where a person gives leave; empty for client credentials
 */
public record TokenSettings(
        URI tokenUrl, String scope, String audience, Proof proof, Optional<URI> authorizeUrl) {
    /** The grant for which a person gives leave. */
    public static final String CODE = "authorization_code";

    /** The grant for which the client's own credentials do. */
    public static final String CLIENT = "client_credentials";

    private static final String BASIC = "basic";
    private static final String POST = "post";
    private static final String SIGNED = "private_key_jwt";
    private static final String PUBLIC = "none";

    /** Whom the secret is sent to, and in which form. */
    String receiver() {
        String origin = Origin.of(tokenUrl).map(Origin::toString).orElse(String.valueOf(tokenUrl));
        return grant() + " " + word() + " " + origin;
    }

    /** The word that the API has for the proof. */
    public String word() {
        return switch (proof) {
            case Proof.Basic basic -> BASIC;
            case Proof.Form form -> POST;
            case Proof.Signed signed -> SIGNED;
            case Proof.Public nothing -> PUBLIC;
        };
    }

    /** The word that the API has for the grant. */
    public String grant() {
        return authorizeUrl.isPresent() ? CODE : CLIENT;
    }

    /** Whether there is a secret to prove it with. */
    public boolean hasSecret() {
        return !(proof instanceof Proof.Public);
    }

    /** The fields of the API, and of the column. */
    public ObjectNode addTo(ObjectNode json) {
        json.put("tokenUrl", tokenUrl.toString());
        authorizeUrl.ifPresent(url -> json.put("authorizeUrl", url.toString()));
        json.put("scope", scope).put("audience", audience);
        json.put("clientAuthentication", word());
        if (proof instanceof Proof.Signed(String algorithm, String keyId)) {
            json.put("algorithm", algorithm).put("keyId", keyId);
        }
        return json;
    }

    String column() {
        return addTo(Json.object()).toString();
    }

    static TokenSettings of(String column) {
        try {
            JsonNode json = Json.MAPPER.readTree(column);
            return new TokenSettings(
                    URI.create(json.path("tokenUrl").asText()),
                    json.path("scope").asText(),
                    json.path("audience").asText(),
                    switch (json.path("clientAuthentication").asText()) {
                        case POST -> new Proof.Form();
                        case PUBLIC -> new Proof.Public();
                        case SIGNED ->
                                new Proof.Signed(
                                        json.path("algorithm").asText(),
                                        json.path("keyId").asText());
                        default -> new Proof.Basic();
                    },
                    Optional.ofNullable(json.path("authorizeUrl").textValue()).map(URI::create));
        } catch (IOException mistake) {
            throw new UncheckedIOException(mistake);
        }
    }
}
