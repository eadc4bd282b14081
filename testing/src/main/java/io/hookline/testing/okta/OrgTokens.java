package io.hookline.testing.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code /oauth2/v1/token}: access tokens for services that prove with a signed assertion who they
 * are (client_credentials with private_key_jwt, RS256), as an org gives them for its own API.
 */
final class OrgTokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int MOST = 10_000;
    private static final String ASSERTION =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final InstantSource clock;
    private final Map<String, PublicKey> clients = new HashMap<>();
    private final Map<String, Instant> tokens =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > MOST;
                }
            };
    private final Set<String> used = new HashSet<>();

    OrgTokens(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A service that may ask for tokens.
     *
     * @param jwk its public key
     * @throws IllegalArgumentException when that is no RSA key
     */
    void add(String client, JsonNode jwk) {
        try {
            clients.put(
                    client,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new RSAPublicKeySpec(
                                            number(jwk.path("n")), number(jwk.path("e")))));
        } catch (GeneralSecurityException | IllegalArgumentException mistake) {
            throw new IllegalArgumentException(
                    "The client " + client + " needs a public RSA key as a JWK with n and e.",
                    mistake);
        }
    }

    private static BigInteger number(JsonNode base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64.asText()));
    }

    /** Whether a token is good now. */
    boolean isGood(String token) {
        return Optional.ofNullable(tokens.get(token)).filter(clock.instant()::isBefore).isPresent();
    }

    /** Lets no token be good any more, as when an administrator revokes them. */
    void revoke() {
        tokens.clear();
    }

    OrgAnswer answer(OrgRequest request) {
        Map<String, String> form = new HashMap<>();
        for (String pair : request.text().split("&")) {
            int mark = pair.indexOf('=');
            if (mark > 0) {
                form.put(decoded(pair.substring(0, mark)), decoded(pair.substring(mark + 1)));
            }
        }
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return refused(400, "unsupported_grant_type", "Only client_credentials is simulated.");
        }
        if (!ASSERTION.equals(form.get("client_assertion_type"))) {
            return refused(401, "invalid_client", "The org's API takes private_key_jwt only.");
        }
        String scope = form.getOrDefault("scope", "");
        if (scope.isBlank() || !Arrays.stream(scope.split(" ")).allMatch(OrgTokens::isOfOrg)) {
            return refused(400, "invalid_scope", "One or more scopes are not configured: " + scope);
        }
        Optional<String> mistake = mistake(form.getOrDefault("client_assertion", ""));
        if (mistake.isPresent()) {
            return refused(401, "invalid_client", mistake.get());
        }
        String token = "simulated-access-" + UUID.randomUUID();
        tokens.put(token, clock.instant().plus(LIFE));
        return OrgAnswer.ok(
                Org.JSON
                        .objectNode()
                        .put("token_type", "Bearer")
                        .put("expires_in", LIFE.toSeconds())
                        .put("access_token", token)
                        .put("scope", scope));
    }

    private static boolean isOfOrg(String scope) {
        return scope.matches("okta\\.[A-Za-z.]+");
    }

    /** What is wrong with an assertion. */
    private Optional<String> mistake(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        try {
            if (parts.length != 3) {
                return Optional.of("The client_assertion is no JWT.");
            }
            JsonNode header = part(parts[0]);
            JsonNode claims = part(parts[1]);
            String client = claims.path("iss").asText();
            PublicKey key = clients.get(client);
            if (key == null || !client.equals(claims.path("sub").asText())) {
                return Optional.of("Issuer and subject must be the id of a client of the org.");
            }
            if (!header.path("alg").asText().equals("RS256") || !isSigned(parts, key)) {
                return Optional.of("The signature is not that of the client (RS256).");
            }
            if (!claims.path("aud").asText().endsWith("/oauth2/v1/token")) {
                return Optional.of("The audience must be the address of the token endpoint.");
            }
            Instant ends = Instant.ofEpochSecond(claims.path("exp").asLong());
            Instant now = clock.instant();
            if (!now.isBefore(ends) || ends.isAfter(now.plus(LIFE))) {
                return Optional.of("The assertion is over, or lives for more than an hour.");
            }
            String id = claims.path("jti").asText();
            if (!id.isEmpty() && (used.size() > MOST || !used.add(id))) {
                return Optional.of("The assertion was used before (jti).");
            }
            return Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException garbage) {
            return Optional.of("The client_assertion cannot be read.");
        }
    }

    private static boolean isSigned(String[] parts, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException wrong) {
            return false;
        }
    }

    private static JsonNode part(String text) throws JsonProcessingException {
        return JSON.readTree(
                new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static OrgAnswer refused(int status, String error, String description) {
        return new OrgAnswer(
                status,
                Map.of(),
                Org.JSON.objectNode().put("error", error).put("error_description", description));
    }
}
