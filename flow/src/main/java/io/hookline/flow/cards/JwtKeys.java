package io.hookline.flow.cards;

import com.nimbusds.jose.jwk.JWKSet;

import io.hookline.flow.card.CardFailure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Keys of signatures, in the forms in which people have them. */
final class JwtKeys {
    /** The algorithm identifier of RSA keys, in DER. */
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

    private JwtKeys() {}

    /**
     * The secret, zeros added to the length that the library asks for: a hash pads shorter keys
     * with zeros itself, so the signature is the same.
     */
    static byte[] secret(String key, String algorithm) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int least = Integer.parseInt(algorithm.substring(2)) / 8;
        return bytes.length >= least ? bytes : Arrays.copyOf(bytes, least);
    }

    /** The private key of a PEM text: PKCS#8, or the older form of RSA keys. */
    static PrivateKey privateKey(String pem, String family) {
        try {
            byte[] der =
                    body(pem, "PRIVATE KEY")
                            .or(() -> body(pem, "RSA PRIVATE KEY").map(JwtKeys::wrapped))
                            .orElseThrow(() -> unusable("a private key in PEM form", pem));
            return KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException other) {
            throw unusable("a private " + family + " key in PEM form", pem);
        }
    }

    /** The public key of a PEM text: a key or a certificate. */
    static PublicKey publicKey(String pem, String family) {
        try {
            Optional<byte[]> certificate = body(pem, "CERTIFICATE");
            if (certificate.isPresent()) {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(new java.io.ByteArrayInputStream(certificate.get()))
                        .getPublicKey();
            }
            byte[] der =
                    body(pem, "PUBLIC KEY")
                            .orElseThrow(() -> unusable("a public key in PEM form", pem));
            return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException other) {
            throw unusable("a public " + family + " key in PEM form", pem);
        }
    }

    /** The keys of a JSON Web Key Set, when the text is one. */
    static Optional<JWKSet> keySet(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("\"keys\"")
                            ? JWKSet.parse(text)
                            : JWKSet.parse("{\"keys\":[" + text + "]}"));
        } catch (ParseException noKeys) {
            throw unusable("a JSON Web Key or a set of them", text);
        }
    }

    private static Optional<byte[]> body(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            return Optional.empty();
        }
        // line breaks are often lost or spelled out where keys are pasted
        String base64 =
                pem.substring(from + begin.length(), to).replace("\\n", "").replaceAll("\\s", "");
        return Optional.of(Base64.getDecoder().decode(base64));
    }

    private static byte[] wrapped(byte[] pkcs1) {
        byte[] version = {2, 1, 0};
        return der(0x30, joined(version, RSA, der(4, pkcs1)));
    }

    private static byte[] der(int tag, byte[] content) {
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
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    static CardFailure unusable(String expected, String key) {
        return new CardFailure.Invalid(
                "The input \"key\", a text of "
                        + key.length()
                        + " characters, is not "
                        + expected
                        + ".");
    }
}
