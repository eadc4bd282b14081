package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What the text of a key is, by its form alone, before any algorithm uses it: a public key that
 * passed as a secret would let everybody sign who knows it.
 */
sealed interface KeyText {
    /** None of the forms that keys have: a secret. */
    record Plain(String text) implements KeyText {}

    /** A key of a pair, or a certificate, which holds one. */
    record OfPair(Key key) implements KeyText {}

    /** A JSON Web Key, or a set of them. */
    record WebKeys(List<JWK> keys) implements KeyText {}

    /**
     * In a form of keys, but not to be used.
     *
     * @param form what it looks like
     */
    record Unusable(String form) implements KeyText {}

    /** Says what a text is. */
    static KeyText of(String text) {
        String key = text.strip();
        if (key.startsWith("{")) {
            return webKeys(key).orElse(new Plain(text));
        }
        if (key.contains("-----BEGIN ")) {
            return armoured(key);
        }
        if (key.startsWith("ssh-") || key.startsWith("ecdsa-sha2-")) {
            return new Unusable("a public key as OpenSSH writes it");
        }
        return encoded(key).orElse(new Plain(text));
    }

    private static Optional<KeyText> webKeys(String text) {
        try {
            if (!(JsonText.read(text) instanceof ObjectNode object)
                    || !object.has("keys") && !object.has("kty")) {
                return Optional.empty();
            }
            JWKSet set = object.has("keys") ? JWKSet.parse(text) : new JWKSet(JWK.parse(text));
            return Optional.of(new WebKeys(set.getKeys()));
        } catch (TypeMismatch noJson) {
            return Optional.empty();
        } catch (ParseException | IllegalArgumentException noKeys) {
            return Optional.of(new Unusable("a JSON Web Key that cannot be read"));
        }
    }

    /** In PEM form. Line breaks are often lost or spelled out where keys are pasted. */
    private static KeyText armoured(String pem) {
        for (String label :
                List.of(
                        "CERTIFICATE",
                        "PUBLIC KEY",
                        "RSA PUBLIC KEY",
                        "PRIVATE KEY",
                        "RSA PRIVATE KEY",
                        "EC PRIVATE KEY")) {
            String begin = "-----BEGIN " + label + "-----";
            int from = pem.indexOf(begin);
            int to = pem.indexOf("-----END " + label + "-----");
            if (from >= 0 && to > from) {
                return decoded(pem.substring(from + begin.length(), to).replace("\\n", ""))
                        .flatMap(der -> key(label, der))
                        .<KeyText>map(OfPair::new)
                        .orElse(new Unusable("a damaged key in PEM form (" + label + ")"));
            }
        }
        return new Unusable(
                pem.contains("ENCRYPTED")
                        ? "an encrypted private key"
                        : "a key in a PEM form that is not read here");
    }

    /** The content of a PEM form without its armour, as consoles of identity providers show it. */
    private static Optional<KeyText> encoded(String text) {
        if (!text.startsWith("M") && !text.startsWith("LS0tLS1CRUdJTi")) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = decoded(text);
        if (bytes.isPresent() && text.startsWith("L")) {
            return Optional.of(armoured(new String(bytes.get(), StandardCharsets.ISO_8859_1)));
        }
        return bytes.flatMap(der ->
                key("PUBLIC KEY", der)
                        .or(() -> key("CERTIFICATE", der))
                        .or(() -> key("PRIVATE KEY", der))
                        .or(() -> key("RSA PUBLIC KEY", der))
                        .or(() -> key("RSA PRIVATE KEY", der))
                        .map(OfPair::new));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static Optional<Key> key(String label, byte[] der) {
        return switch (label) {
            case "CERTIFICATE" -> certified(der);
            case "PUBLIC KEY" -> publicKey(der);
            case "RSA PUBLIC KEY" -> publicKey(Der.rsaPublic(der));
            case "RSA PRIVATE KEY" -> privateKey(Der.rsaPrivate(der));
            case "EC PRIVATE KEY" -> Der.curvePrivate(der).flatMap(KeyText::privateKey);
            default -> privateKey(der);
        };
    }

    private static Optional<Key> certified(byte[] der) {
        try {
            return Optional.of(
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey());
        } catch (GeneralSecurityException other) {
            return Optional.empty();
        }
    }

    private static Optional<Key> publicKey(byte[] der) {
        return first(family ->
                KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der)));
    }

    private static Optional<Key> privateKey(byte[] der) {
        return first(family ->
                KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    /** Of the families of keys, the one that reads it. */
    private static Optional<Key> first(Reading reading) {
        for (String family : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA")) {
            try {
                return Optional.of(reading.key(family));
            } catch (GeneralSecurityException | IllegalArgumentException other) {
                // the next
            }
        }
        return Optional.empty();
    }

    /** Reads a key of one family. */
    @FunctionalInterface
    interface Reading {
        Key key(String family) throws GeneralSecurityException;
    }

    /** The older forms of keys, put into the envelope of the newer ones. */
    final class Der {
        private static final byte[] VERSION_0 = {2, 1, 0};

        /** The algorithm identifier of RSA keys. */
        private static final byte[] RSA = {
            0x30,
            0x0d,
            0x06,
            0x09,
            0x2a,
            (byte) 0x86,
            0x48,
            (byte) 0x86,
            (byte) 0xf7,
            0x0d,
            1,
            1,
            1,
            5,
            0
        };

        /** The name of keys on curves. */
        private static final byte[] ON_CURVE = {
            0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
        };

        /** The names of the curves P-256, P-384 and P-521. */
        private static final List<byte[]> CURVES =
                List.of(
                        new byte[] {
                            0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07
                        },
                        new byte[] {0x06, 0x05, 0x2b, (byte) 0x81, 0x04, 0x00, 0x22},
                        new byte[] {0x06, 0x05, 0x2b, (byte) 0x81, 0x04, 0x00, 0x23});

        private Der() {}

        static byte[] rsaPublic(byte[] pkcs1) {
            return tagged(0x30, RSA, tagged(3, new byte[] {0}, pkcs1));
        }

        static byte[] rsaPrivate(byte[] pkcs1) {
            return tagged(0x30, VERSION_0, RSA, tagged(4, pkcs1));
        }

        /** Of a key on a curve that it names itself. */
        static Optional<byte[]> curvePrivate(byte[] sec1) {
            String content = new String(sec1, StandardCharsets.ISO_8859_1);
            return CURVES.stream()
                    .filter(curve ->
                            content.contains(new String(curve, StandardCharsets.ISO_8859_1)))
                    .findFirst()
                    .map(curve ->
                            tagged(
                                    0x30,
                                    VERSION_0,
                                    tagged(0x30, ON_CURVE, curve),
                                    tagged(4, sec1)));
        }

        private static byte[] tagged(int tag, byte[]... parts) {
            byte[] content = joined(parts);
            int length = content.length;
            byte[] head =
                    length < 0x80
                            ? new byte[] {(byte) tag, (byte) length}
                            : length < 0x100
                                    ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                                    : new byte[] {
                                        (byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length
                                    };
            return joined(head, content);
        }

        private static byte[] joined(byte[]... parts) {
            int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
            var joined = java.nio.ByteBuffer.allocate(length);
            for (byte[] part : parts) {
                joined.put(part);
            }
            return joined.array();
        }
    }
}
