package io.hookline.flow.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

import io.hookline.flow.card.CardFailure;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An algorithm takes keys of its own kind, in every form in which people have them. */
class JwtKeysTest {
    private static final List<String> ALGORITHMS =
            List.of(
                    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512",
                    "PS256", "PS384", "PS512");

    private static final RSAKey RSA = rsa();
    private static final Map<String, ECKey> CURVES =
            Map.of("ES256", ec(Curve.P_256), "ES384", ec(Curve.P_384), "ES512", ec(Curve.P_521));
    private static final OctetSequenceKey SECRET = secret();

    /** Texts of a key by what they are, and the algorithms that take them. */
    private record Text(String what, String text, List<String> algorithms) {}

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2_048).keyID("r").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey ec(Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID("e").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static OctetSequenceKey secret() {
        try {
            return new OctetSequenceKeyGenerator(512).keyID("s").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> of(String... families) {
        return ALGORITHMS.stream()
                .filter(name -> List.of(families).contains(name.substring(0, 2)))
                .toList();
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

    private static List<Text> privateTexts() throws Exception {
        var texts = new ArrayList<Text>();
        byte[] pkcs8 = RSA.toPrivateKey().getEncoded();
        texts.add(new Text("private RSA, PEM", pem("PRIVATE KEY", pkcs8), of("RS", "PS")));
        texts.add(
                new Text(
                        "private RSA, spelled out",
                        pem("PRIVATE KEY", pkcs8).replace("\r", "").replace("\n", "\\n"),
                        of("RS", "PS")));
        texts.add(
                new Text(
                        "private RSA, without armour",
                        Base64.getEncoder().encodeToString(pkcs8),
                        of("RS", "PS")));
        texts.add(new Text("private RSA, JWK", RSA.toJSONString(), of("RS", "PS")));
        CURVES.forEach((name, key) -> {
            try {
                texts.add(
                        new Text(
                                "private " + key.getCurve(),
                                pem("PRIVATE KEY", key.toPrivateKey().getEncoded()),
                                List.of(name)));
                texts.add(
                        new Text(
                                "private " + key.getCurve() + ", JWK",
                                key.toJSONString(),
                                List.of(name)));
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        });
        return texts;
    }

    private static List<Text> publicTexts() throws Exception {
        var texts = new ArrayList<Text>();
        byte[] spki = RSA.toPublicKey().getEncoded();
        String pem = pem("PUBLIC KEY", spki);
        texts.add(new Text("public RSA, PEM", pem, of("RS", "PS")));
        texts.add(new Text("public RSA, PEM, stripped", pem.strip(), of("RS", "PS")));
        texts.add(new Text("public RSA, one line", pem.replaceAll("\\s+", " "), of("RS", "PS")));
        texts.add(
                new Text(
                        "public RSA, PKCS#1",
                        // behind the envelope, whose length is fixed for keys of this size
                        pem("RSA PUBLIC KEY", java.util.Arrays.copyOfRange(spki, 24, spki.length)),
                        of("RS", "PS")));
        texts.add(
                new Text(
                        "public RSA, without armour",
                        Base64.getEncoder().encodeToString(spki),
                        of("RS", "PS")));
        texts.add(
                new Text(
                        "public RSA, PEM in Base64",
                        Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                        of("RS", "PS")));
        texts.add(new Text("public RSA, JWK", RSA.toPublicJWK().toJSONString(), of("RS", "PS")));
        texts.add(
                new Text(
                        "public RSA, JWKS",
                        new JWKSet(RSA.toPublicJWK()).toString(),
                        of("RS", "PS")));
        CURVES.forEach((name, key) -> {
            try {
                texts.add(
                        new Text(
                                "public " + key.getCurve(),
                                pem("PUBLIC KEY", key.toPublicKey().getEncoded()),
                                List.of(name)));
                texts.add(
                        new Text(
                                "public " + key.getCurve() + ", JWK",
                                key.toPublicJWK().toJSONString(),
                                List.of(name)));
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        });
        List<JWK> all = new ArrayList<>(List.of(RSA.toPublicJWK(), SECRET));
        CURVES.values().forEach(key -> all.add(key.toPublicJWK()));
        texts.add(new Text("a set of all kinds", new JWKSet(all).toString(false), ALGORITHMS));
        return texts;
    }

    private static List<Text> secretTexts() {
        return List.of(
                new Text("secret", "secret", of("HS")),
                new Text("long secret", "x".repeat(200), of("HS")),
                new Text("secret like JSON", "{\"a\": 1}", of("HS")),
                new Text("secret like a key", "MIIBIjANBgkqhkiG", of("HS")),
                new Text("secret, JWK", SECRET.toJSONString(), of("HS")));
    }

    private static List<Text> refusedEverywhere() throws Exception {
        KeyPairGenerator edwards = KeyPairGenerator.getInstance("Ed25519");
        return List.of(
                new Text(
                        "OpenSSH",
                        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 ada@example.org",
                        List.of()),
                new Text(
                        "damaged",
                        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                        List.of()),
                new Text("begun", "-----BEGIN PUBLIC KEY-----\nMIIB", List.of()),
                new Text(
                        "encrypted",
                        pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 0}),
                        List.of()),
                new Text("JWK without a key", "{\"kty\": \"RSA\"}", List.of()),
                new Text("JWK of another kind", "{\"kty\": \"X\", \"k\": \"AA\"}", List.of()),
                new Text("empty set", "{\"keys\": []}", List.of()),
                new Text(
                        "Ed25519",
                        pem("PUBLIC KEY", edwards.generateKeyPair().getPublic().getEncoded()),
                        List.of()),
                new Text("blank", "  \n", List.of()));
    }

    @Test
    void everyAlgorithmSignsWithKeysOfItsKindOnly() throws Exception {
        var texts = new ArrayList<>(secretTexts());
        texts.addAll(privateTexts());
        publicTexts().forEach(text -> texts.add(new Text(text.what(), text.text(), List.of())));
        texts.addAll(refusedEverywhere());
        assertTaken(texts, (algorithm, text) -> new JwtKeys(algorithm, text).signer());
    }

    @Test
    void everyAlgorithmChecksWithKeysOfItsKindOnly() throws Exception {
        var texts = new ArrayList<>(secretTexts());
        texts.addAll(publicTexts());
        privateTexts().forEach(text -> texts.add(new Text(text.what(), text.text(), List.of())));
        texts.addAll(refusedEverywhere());
        assertTaken(
                texts,
                (algorithm, text) ->
                        assertThat(new JwtKeys(algorithm, text).verifiers("")).isNotEmpty());
    }

    private interface Use {
        void with(JWSAlgorithm algorithm, String text);
    }

    private static void assertTaken(List<Text> texts, Use use) {
        SoftAssertions softly = new SoftAssertions();
        for (Text text : texts) {
            for (String name : ALGORITHMS) {
                JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
                Throwable thrown =
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> use.with(algorithm, text.text()));
                if (text.algorithms().contains(name)) {
                    softly.assertThat(thrown).as("%s: %s", name, text.what()).isNull();
                } else {
                    softly.assertThat(thrown)
                            .as("%s: %s", name, text.what())
                            .isInstanceOf(CardFailure.Invalid.class)
                            .hasMessageStartingWith("The input \"key\" is ")
                            .hasMessageContaining(" takes ");
                    softly.assertThat(thrown == null ? "" : thrown.getMessage())
                            .as("shows nothing of it")
                            .doesNotContain("BEGIN", "MII", "AAAA");
                }
            }
        }
        softly.assertAll();
    }

    /** Each algorithm signs; each checks; only the same one with the same pair agrees. */
    @Test
    void aTokenOfOneAlgorithmIsRightForNoOther() throws Exception {
        Map<String, JWK> keys = new LinkedHashMap<>();
        for (String name : ALGORITHMS) {
            keys.put(
                    name,
                    switch (name.substring(0, 2)) {
                        case "HS" -> SECRET;
                        case "ES" -> CURVES.get(name);
                        default -> RSA;
                    });
        }
        SoftAssertions softly = new SoftAssertions();
        for (String signing : ALGORITHMS) {
            var token =
                    new JWSObject(
                            new JWSHeader(JWSAlgorithm.parse(signing)),
                            new Payload("{\"sub\":\"ada\"}"));
            token.sign(
                    new JwtKeys(JWSAlgorithm.parse(signing), keys.get(signing).toJSONString())
                            .signer());
            for (String checking : ALGORITHMS) {
                JWK key = keys.get(checking);
                String text = (key.toPublicJWK() == null ? key : key.toPublicJWK()).toJSONString();
                boolean accepted = accepts(token.serialize(), text, checking);
                softly.assertThat(accepted)
                        .as("%s checks what %s signed", checking, signing)
                        .isEqualTo(signing.equals(checking));
            }
        }
        softly.assertAll();
    }

    private static boolean accepts(String token, String key, String algorithm) {
        try {
            new JwtCardsCall(token, key, algorithm).verify();
            return true;
        } catch (CardFailure.Invalid refused) {
            return false;
        }
    }

    /** Whoever knows the public key signs with its text as if it were a secret. */
    @Test
    void aPublicKeyIsNeverASecretHoweverItIsWritten() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Text known : publicTexts()) {
            for (String name : of("HS")) {
                String forged = forged(name, known.text());
                var refused =
                        catchThrowableOfType(
                                CardFailure.Invalid.class,
                                () -> new JwtCardsCall(forged, known.text(), name).verify());
                softly.assertThat(refused).as("%s: %s", name, known.what()).isNotNull();
                for (String right : known.algorithms()) {
                    softly.assertThat(accepts(forged, known.text(), right))
                            .as("%s as %s: %s", name, right, known.what())
                            .isFalse();
                }
            }
        }
        softly.assertAll();
    }

    private static String forged(String algorithm, String secret) throws Exception {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed =
                encoder.encodeToString(
                                ("{\"alg\":\"" + algorithm + "\"}")
                                        .getBytes(StandardCharsets.UTF_8))
                        + "."
                        + encoder.encodeToString(
                                "{\"sub\":\"eve\"}".getBytes(StandardCharsets.UTF_8));
        String name = "HmacSHA" + algorithm.substring(2);
        var mac = javax.crypto.Mac.getInstance(name);
        mac.init(
                new javax.crypto.spec.SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
        return signed
                + "."
                + encoder.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void keysOfLessThan2048BitsAreTooWeakForBothSides() throws Exception {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
        pairs.initialize(1_024);
        var pair = pairs.generateKeyPair();
        JwtKeys signing =
                new JwtKeys(JWSAlgorithm.RS256, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        JwtKeys checking =
                new JwtKeys(JWSAlgorithm.RS256, pem("PUBLIC KEY", pair.getPublic().getEncoded()));

        assertThatThrownBy(signing::signer).hasMessageContaining("1024 bits");
        assertThatThrownBy(() -> checking.verifiers("")).hasMessageContaining("1024 bits");
    }

    @Test
    void inASetTheKeyCountsThatTheTokenNamesAndNoneForEncryption() throws Exception {
        RSAKey other = new RSAKeyGenerator(2_048).keyID("other").generate();
        RSAKey encrypts =
                new RSAKey.Builder(RSA.toRSAPublicKey())
                        .keyID("enc")
                        .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                        .build();
        String set =
                new JWKSet(List.of(other.toPublicJWK(), RSA.toPublicJWK(), encrypts)).toString();
        var keys = new JwtKeys(JWSAlgorithm.RS256, set);
        List<JWSVerifier> all = keys.verifiers("");

        assertThat(all).hasSize(2);
        assertThat(keys.verifiers("r")).hasSize(1);
        assertThat(keys.verifiers("unknown")).isEmpty();
    }

    /** A call of the card that verifies, with what matters here. */
    private record JwtCardsCall(String token, String key, String algorithm) {
        void verify() {
            JwtCards.verify(
                    token,
                    key,
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    java.util.Optional.of(algorithm),
                    java.util.Optional.empty(),
                    JwtCardsTest.at(0));
        }
    }
}
