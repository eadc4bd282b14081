package io.hookline.flow.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Mode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tokens are signed, read and checked; errors say nothing about a key. */
class JwtCardsTest {
    private static final String TOKEN =
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ."
                    + "_WUDxqbmQQOMXC1oOmMzLUTcQaSLDc_Yd5dB_nPL5z4";
    private static KeyPair rsa;
    private static KeyPair curve;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
        pairs.initialize(2048);
        rsa = pairs.generateKeyPair();
        pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
        curve = pairs.generateKeyPair();
    }

    record At(Instant now) implements CardContext {
        @Override
        public UUID execution() {
            return new UUID(0, 1);
        }

        @Override
        public String idempotencyKey() {
            return "key";
        }

        @Override
        public Mode mode() {
            return Mode.ON;
        }

        @Override
        public Connection connection() {
            throw new CardFailure.Invalid("none");
        }

        @Override
        public List<DeclaredField> outputs() {
            return List.of();
        }
    }

    static At at(long seconds) {
        return new At(Instant.ofEpochSecond(seconds));
    }

    private static String signed(String algorithm, String key) {
        return JwtCards.sign(
                        key,
                        algorithm,
                        Optional.of(IntNode.valueOf(600)),
                        Optional.of(IntNode.valueOf(10)),
                        Optional.of("https://api.example.org"),
                        Optional.of("ada"),
                        Optional.of("hookline"),
                        Optional.of("id-1"),
                        false,
                        Optional.of("{\"kid\": \"k1\"}"),
                        new CustomFields(Map.of("scope", TextNode.valueOf("a b"))),
                        at(1_000))
                .token();
    }

    /** A token without a time of issue. */
    private static String signed(
            String secret, Optional<String> header, Map<String, JsonNode> claims) {
        return JwtCards.sign(
                        secret,
                        "HS256",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        header,
                        new CustomFields(claims),
                        at(0))
                .token();
    }

    private static JwtCards.Verified verified(String token, String key, String algorithm, long at) {
        return verified(
                token, key, algorithm, at, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static JwtCards.Verified verified(
            String token,
            String key,
            String algorithm,
            long at,
            Optional<String> audience,
            Optional<String> issuer,
            Optional<String> subject) {
        return JwtCards.verify(
                token,
                key,
                audience,
                issuer,
                subject,
                Optional.empty(),
                Optional.of(algorithm),
                Optional.empty(),
                at(at));
    }

    private static String refused(ThrowingCallable verifying) {
        var refused = catchThrowableOfType(CardFailure.Invalid.class, verifying);
        assertThat(refused).isNotNull();
        return refused.getMessage();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    @Test
    void theExampleOfTheDeclarationIsTrue() {
        String token = signed("secret", Optional.empty(), Map.of("sub", TextNode.valueOf("ada")));

        assertThat(token).isEqualTo(TOKEN);
        assertThat(verified(TOKEN, "secret", "HS256", 0).decoded().values())
                .containsExactly(Map.entry("sub", TextNode.valueOf("ada")));
        assertThat(refused(() -> verified(TOKEN, "Secret", "HS256", 0)))
                .contains("signature is wrong");
    }

    @Test
    void optionsBecomeClaims() {
        var decoded = JwtCards.decode(signed("hs512", "short"));

        JsonNode claims = decoded.payload();
        assertThat(decoded.header().path("kid").asText()).isEqualTo("k1");
        assertThat(claims.path("iat").asLong()).isEqualTo(1_000);
        assertThat(claims.path("exp").asLong()).isEqualTo(1_600);
        assertThat(claims.path("nbf").asLong()).isEqualTo(1_010);
        assertThat(claims.path("aud").asText()).isEqualTo("https://api.example.org");
        assertThat(claims.path("sub").asText()).isEqualTo("ada");
        assertThat(claims.path("iss").asText()).isEqualTo("hookline");
        assertThat(claims.path("jti").asText()).isEqualTo("id-1");
        assertThat(claims.path("scope").asText()).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS512", "PS256", "PS384"})
    void signsWithRsaKeysInBothPemForms(String algorithm) {
        byte[] pkcs8 = rsa.getPrivate().getEncoded();
        // a PKCS#8 key of this size holds the older form behind its first 26 bytes
        byte[] older = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        String publicKey = pem("PUBLIC KEY", rsa.getPublic().getEncoded());

        String token = signed(algorithm, pem("PRIVATE KEY", pkcs8));
        String same = signed(algorithm, pem("RSA PRIVATE KEY", older).replace("\n", "\\n"));

        verified(token, publicKey, algorithm, 1_100);
        verified(same, publicKey, algorithm, 1_100);
    }

    @Test
    void checksWithTheKeysOfASet() {
        String token = signed("ES256", pem("PRIVATE KEY", curve.getPrivate().getEncoded()));
        var set =
                new JWKSet(
                        List.of(
                                new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
                                        .keyID("other")
                                        .build(),
                                new ECKey.Builder(
                                                com.nimbusds.jose.jwk.Curve.P_256,
                                                (ECPublicKey) curve.getPublic())
                                        .keyID("k1")
                                        .build()));

        verified(token, set.toString(), "ES256", 1_100);
        assertThat(
                        refused(() ->
                                verified(
                                        token,
                                        new JWKSet(set.getKeys().getFirst()).toString(),
                                        "ES256",
                                        1_100)))
                .contains("a public key (RSA)", "on the curve P-256");
    }

    @Test
    void aSecretOfASetChecksAndSignsToo() {
        byte[] secret = new byte[32];
        String key = new OctetSequenceKey.Builder(secret).keyID("k1").build().toJSONString();
        String plain = new String(secret, java.nio.charset.StandardCharsets.UTF_8);

        verified(signed("HS256", plain), key, "HS256", 1_100);
        verified(signed("HS256", key), plain, "HS256", 1_100);
    }

    @Test
    void spansMayBeSpelledOut() {
        for (var span :
                Map.of(
                                "10 minutes", 600L,
                                "2 days", 172_800L,
                                "7d", 604_800L,
                                "10h", 36_000L,
                                "60", 60L,
                                "1.5 h", 5_400L)
                        .entrySet()) {
            assertThat(JwtTime.after(1_000, TextNode.valueOf(span.getKey()), "expiresIn"))
                    .as(span.getKey())
                    .isEqualTo(1_000 + span.getValue());
        }
        for (String wrong : List.of("soon", "10 fortnights", "1e9", "4000000000", "9999999999 y")) {
            assertThatThrownBy(() -> JwtTime.after(1_000, TextNode.valueOf(wrong), "expiresIn"))
                    .as(wrong)
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("input \"expiresIn\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1009, its time has not come",
        "1010, ''",
        "1599, ''",
        "1600, it has expired",
    })
    void mindsTheTimesOfAToken(long now, String reason) {
        String token = signed("HS256", "s");
        if (reason.isEmpty()) {
            verified(token, "s", "HS256", now);
        } else {
            assertThat(refused(() -> verified(token, "s", "HS256", now))).contains(reason);
        }
    }

    @Test
    void anExpiredTokenIsRightWhenTheCardSaysSo() {
        String token = signed("HS256", "s");

        var verified =
                JwtCards.verify(
                        token,
                        "s",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.empty(),
                        Optional.empty(),
                        at(9_999));

        assertThat(verified.payload().path("scope").asText()).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "nbf"})
    void aTimeThatIsNoNumberIsNoLackOfALimit(String claim) {
        String token = signed("s", Optional.empty(), Map.of(claim, TextNode.valueOf("1000")));

        assertThat(refused(() -> verified(token, "s", "HS256", 2_000)))
                .contains("claim " + claim + " is no number");
    }

    @Test
    void mindsAudienceIssuerAndSubjectWhenAsked() {
        String token = signed("HS256", "s");
        Optional<String> audience = Optional.of("https://api.example.org");
        Optional<String> issuer = Optional.of("hookline");
        Optional<String> subject = Optional.of("ada");
        Optional<String> other = Optional.of("Ada");

        verified(token, "s", "HS256", 1_100, audience, issuer, subject);
        assertThat(refused(() -> verified(token, "s", "HS256", 1_100, other, issuer, subject)))
                .contains("it is for another audience");
        assertThat(refused(() -> verified(token, "s", "HS256", 1_100, audience, other, subject)))
                .contains("another issuer made it");
        assertThat(refused(() -> verified(token, "s", "HS256", 1_100, audience, issuer, other)))
                .contains("it is about another subject");
    }

    @Test
    void anExtensionThatTheHeaderDemandsIsRefused() {
        String token =
                signed(
                        "s",
                        Optional.of("{\"crit\": [\"exp\"], \"exp\": 1}"),
                        Map.of("sub", TextNode.valueOf("ada")));

        assertThat(refused(() -> verified(token, "s", "HS256", 0))).contains("extension");
    }

    @ParameterizedTest
    @CsvSource({"RS256, secret", "ES256, -----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----"})
    void aKeyThatDoesNotFitIsNamedAndNotShown(String algorithm, String key) {
        assertThatThrownBy(() -> signed(algorithm, key))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("input \"key\"")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void anUnknownAlgorithmIsAnErrorWithTheKnownOnes() {
        assertThatThrownBy(() -> signed("none", "s"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("\"none\", expected one of HS256");
    }
}
