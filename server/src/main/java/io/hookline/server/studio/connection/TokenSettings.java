package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Connection.Proof;
import io.hookline.outbound.Origin;
import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * How a connection gets tokens with OAuth 2.0 client credentials.
 *
 * @param tokenUrl where it asks for them
 * @param scope what for, names divided by blanks; empty for what is usual there
 * @param audience for whom they are; empty where nobody asks
 * @param proof how it proves who it is
 */
public record TokenSettings(URI tokenUrl, String scope, String audience, Proof proof) {
    private static final String BASIC = "basic";
    private static final String POST = "post";
    private static final String SIGNED = "private_key_jwt";

    /** Whom the secret is sent to, and in which form. */
    String receiver() {
        String origin = Origin.of(tokenUrl).map(Origin::toString).orElse(String.valueOf(tokenUrl));
        return word() + " " + origin;
    }

    /** The word that the API has for the proof. */
    public String word() {
        return switch (proof) {
            case Proof.Basic basic -> BASIC;
            case Proof.Form form -> POST;
            case Proof.Signed signed -> SIGNED;
        };
    }

    /** The fields of the API, and of the column. */
    public ObjectNode addTo(ObjectNode json) {
        json.put("tokenUrl", tokenUrl.toString());
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
                        case SIGNED ->
                                new Proof.Signed(
                                        json.path("algorithm").asText(),
                                        json.path("keyId").asText());
                        default -> new Proof.Basic();
                    });
        } catch (IOException mistake) {
            throw new UncheckedIOException(mistake);
        }
    }
}
