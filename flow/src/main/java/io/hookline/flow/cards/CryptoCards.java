package io.hookline.flow.cards;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Help;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Cards that sign. */
final class CryptoCards {
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    "md5", "HmacMD5",
                    "sha1", "HmacSHA1",
                    "sha224", "HmacSHA224",
                    "sha256", "HmacSHA256",
                    "sha384", "HmacSHA384",
                    "sha512", "HmacSHA512");

    private CryptoCards() {}

    record Signed(@Help("The signature") String output) {}

    @Card(
            id = "crypto.hmac",
            title = "HMAC",
            help =
                    "Signs a text with a key: md5, sha1, sha224, sha256, sha384 or sha512, also"
                            + " with the prefix RSA-.")
    @Example(
            in =
                    """
                    {"algorithm": "sha256", "key": "key", "data": "The quick brown fox jumps over the lazy dog", "digest": "hex"}\
                    """,
            out =
                    """
                    {"output": "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"}\
                    """)
    static Signed hmac(
            @Help("The hash that is used") String algorithm,
            @Help("The secret key") String key,
            @Help("What is signed") String data,
            @Help("How it is written: base64, hex or binary; base64 when left out")
                    Optional<String> digest) {
        String hash = algorithm.toLowerCase(Locale.ROOT).replace("rsa-", "").replace("-", "");
        String name = ALGORITHMS.get(hash);
        if (name == null) {
            throw new CardFailure.Invalid(
                    "The algorithm " + algorithm + " is not available for HMAC.");
        }
        byte[] signature =
                sign(
                        name,
                        key.getBytes(StandardCharsets.UTF_8),
                        data.getBytes(StandardCharsets.UTF_8));
        return new Signed(
                switch (digest.orElse("base64").toLowerCase(Locale.ROOT)) {
                    case "base64" -> Base64.getEncoder().encodeToString(signature);
                    case "hex" -> HexFormat.of().formatHex(signature);
                    case "binary", "latin1" -> new String(signature, StandardCharsets.ISO_8859_1);
                    default ->
                            throw new CardFailure.Invalid(
                                    "A digest is written as base64, hex or binary.");
                });
    }

    private static byte[] sign(String algorithm, byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(data);
        } catch (NoSuchAlgorithmException | InvalidKeyException unavailable) {
            throw new CardFailure.Invalid("The algorithm " + algorithm + " is not available.");
        }
    }
}
