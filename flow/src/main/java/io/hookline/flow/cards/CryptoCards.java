package io.hookline.flow.cards;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.LiteralCheck;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Cards that hash and sign. */
@Category(Category.ENCRYPTION)
final class CryptoCards {
    private static final Map<String, String> ALGORITHMS =
            new TreeMap<>(
                    Map.of(
                            "md5", "HmacMD5",
                            "sha1", "HmacSHA1",
                            "sha224", "HmacSHA224",
                            "sha256", "HmacSHA256",
                            "sha384", "HmacSHA384",
                            "sha512", "HmacSHA512"));

    /** OpenSSL's names of signatures that do not follow the usual pattern. */
    private static final Map<String, String> OPENSSL =
            Map.of(
                    "dsa", "sha1",
                    "dsa-sha1-old", "sha1",
                    "dsaencryption", "sha1",
                    "dsawithsha1", "sha1",
                    "dss1", "sha1",
                    "rsa-sha1-2", "sha1");

    private static final Pattern SIGNATURE =
            Pattern.compile("(?:rsa-|dsa-|ecdsa-with-|ssl[23]-)?(md5|sha-?[0-9]+)(?:withrsa.*)?");

    private static final Map<String, String> HASHES =
            new TreeMap<>(
                    Map.of(
                            "md5", "MD5",
                            "sha1", "SHA-1",
                            "sha224", "SHA-224",
                            "sha256", "SHA-256",
                            "sha384", "SHA-384",
                            "sha512", "SHA-512",
                            "sha3-256", "SHA3-256",
                            "sha3-512", "SHA3-512"));

    private CryptoCards() {}

    record Signed(@Help("The signature") String output) {}

    @Card(id = "crypto.hmac", title = "HMAC", help = "Computes a keyed hash (HMAC) of a text.")
    @Example(
            in =
                    """
                    {"algorithm": "sha256", "key": "my secret key", "data": "My secret message!"}\
                    """,
            out =
                    """
                    {"output": "qd83l7nEE4gBpuaueA+XtKFeZO99aV7IvGgsJ15qmyo="}\
                    """)
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
            @Field(
                            choices = {"sha256", "sha384", "sha512", "sha224", "sha1", "md5"},
                            check = HmacCheck.class)
                    @Help(
                            "The hash function; names that OpenSSL uses for signatures with one of"
                                    + " these are accepted too")
                    String algorithm,
            @Field(secret = true) @Help("The secret key") String key,
            @Field(type = FieldType.MULTILINE_TEXT) @Help("What is signed, as UTF-8") String data,
            @Field(
                            choices = {"base64", "base64url", "hex", "binary"},
                            whenBlank = "base64",
                            check = DigestCheck.class)
                    @Help("The encoding of the signature")
                    Optional<String> digest) {
        String name = ofHmac(algorithm);
        byte[] signature =
                sign(
                        name,
                        key.getBytes(StandardCharsets.UTF_8),
                        data.getBytes(StandardCharsets.UTF_8));
        return new Signed(written(signature, digest.orElse("base64")));
    }

    private static String ofHmac(String algorithm) {
        String name = ALGORITHMS.get(hashOf(algorithm));
        if (name == null) {
            throw new CardFailure.Invalid(
                    "The algorithm "
                            + algorithm
                            + " is not available for HMAC; expected one of "
                            + String.join(", ", ALGORITHMS.keySet())
                            + ".");
        }
        return name;
    }

    /** All names that OpenSSL has for an algorithm will do. */
    static final class HmacCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> ofHmac(text));
        }
    }

    /** An encoding has another name too. */
    static final class DigestCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> written(new byte[0], text));
        }
    }

    private static String hashOf(String algorithm) {
        String name = algorithm.strip().toLowerCase(Locale.ROOT);
        Matcher signature = SIGNATURE.matcher(name);
        return signature.matches()
                ? signature.group(1).replace("-", "")
                : OPENSSL.getOrDefault(name, name);
    }

    /** Bytes in the encoding that a card is given by name. */
    static String written(byte[] bytes, String digest) {
        return switch (digest.toLowerCase(Locale.ROOT)) {
            case "base64" -> Base64.getEncoder().encodeToString(bytes);
            case "base64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            case "hex" -> HexFormat.of().formatHex(bytes);
            case "binary", "latin1" -> new String(bytes, StandardCharsets.ISO_8859_1);
            default ->
                    throw new CardFailure.Invalid(
                            "The input \"digest\" is \""
                                    + digest
                                    + "\"; a digest is written as base64, base64url, hex or"
                                    + " binary.");
        };
    }

    record Hashed(@Help("The hash") String output) {}

    @Card(
            id = "crypto.hash",
            title = "Hash",
            help =
                    "Computes the hash of a text. Use sha1 and md5 only where an older "
                            + "system requires them.")
    @Example(
            in =
                    """
                    {"algorithm": "sha256", "data": "My secret message!", "digest": "base64"}\
                    """,
            out =
                    """
                    {"output": "KhyfFBt0DKFo4WcWbzrP+3FOAKe9Kp+c0BWZ3akwlE8="}\
                    """)
    @Example(
            in =
                    """
                    {"algorithm": "sha256", "data": "abc"}\
                    """,
            out =
                    """
                    {"output": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}\
                    """)
    @Example(
            in =
                    """
                    {"algorithm": "md5", "data": "", "digest": "base64"}\
                    """,
            out =
                    """
                    {"output": "1B2M2Y8AsgTpgAmY7PhCfg=="}\
                    """)
    static Hashed hash(
            @Field(
                            choices = {
                                "sha256",
                                "sha384",
                                "sha512",
                                "sha3-256",
                                "sha3-512",
                                "sha224",
                                "sha1",
                                "md5"
                            },
                            whenBlank = "sha256",
                            check = HashCheck.class)
                    @Help("The hash function")
                    Optional<String> algorithm,
            @Field(type = FieldType.MULTILINE_TEXT) @Help("What is hashed, as UTF-8")
                    Optional<String> data,
            @Field(
                            choices = {"hex", "base64", "base64url", "binary"},
                            whenBlank = "hex",
                            check = DigestCheck.class)
                    @Help("The encoding of the hash")
                    Optional<String> digest) {
        String name = ofHash(algorithm.orElse("sha256"));
        try {
            byte[] hash =
                    MessageDigest.getInstance(name)
                            .digest(data.orElse("").getBytes(StandardCharsets.UTF_8));
            return new Hashed(written(hash, digest.orElse("hex")));
        } catch (NoSuchAlgorithmException unavailable) {
            throw new CardFailure.Invalid("The algorithm " + name + " is not available.");
        }
    }

    private static String ofHash(String algorithm) {
        String name = HASHES.get(algorithm.toLowerCase(Locale.ROOT));
        if (name == null) {
            throw new CardFailure.Invalid(
                    "The input \"algorithm\" is \""
                            + algorithm
                            + "\", expected one of "
                            + String.join(", ", HASHES.keySet())
                            + ".");
        }
        return name;
    }

    /** More hash functions than those offered will do. */
    static final class HashCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> ofHash(text));
        }
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
