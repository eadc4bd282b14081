package io.hookline.server;

import io.hookline.server.configuration.StartRefused;
import io.hookline.server.configuration.TlsFiles;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Reads the certificate and the key of https. */
final class TlsReader {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private TlsReader() {}

    /**
     * A certificate with its key.
     *
     * @param keys that know no other pair
     * @param ends when the certificate does
     */
    record Pair(X509ExtendedKeyManager keys, Instant ends) {}

    /**
     * Reads both.
     *
     * @param alias by which the managers name the pair
     * @throws StartRefused in one sentence when one cannot be read or holds something else
     */
    static Pair read(TlsFiles files, String alias) {
        requireReadable(files.certificate(), "--tls-cert");
        requireReadable(files.key(), "--tls-key");
        try {
            List<? extends Certificate> chain = certificates(files.certificate());
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            char[] none = new char[0];
            PrivateKey key = privateKey(files.key());
            requirePair(chain.getFirst(), key);
            keys.setKeyEntry(alias, key, none, chain.toArray(Certificate[]::new));
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, none);
            for (KeyManager manager : managers.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager known) {
                    return new Pair(known, ends(chain.getFirst()));
                }
            }
            throw new GeneralSecurityException("this Java has no manager of X.509 keys");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StartRefused(
                    "The certificate "
                            + files.certificate()
                            + " and the key "
                            + files.key()
                            + " cannot be used ("
                            + e.getMessage()
                            + "); expected PEM files with an X.509 certificate and its PKCS #8"
                            + " private key without a passphrase.");
        }
    }

    private static Instant ends(Certificate certificate) {
        return certificate instanceof X509Certificate known
                ? known.getNotAfter().toInstant()
                : Instant.MAX;
    }

    private static List<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        List<? extends Certificate> chain =
                List.copyOf(
                        CertificateFactory.getInstance("X.509")
                                .generateCertificates(
                                        new ByteArrayInputStream(Files.readAllBytes(file))));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("the file holds no certificate");
        }
        return chain;
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new GeneralSecurityException("the file holds no private key");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException otherAlgorithm) {
                // Only the key itself knows; the next one may fit.
            }
        }
        throw new GeneralSecurityException("the private key is neither RSA nor EC nor EdDSA");
    }

    /** Found at a start, or every caller would find it out at its handshake. */
    private static void requirePair(Certificate certificate, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] sample = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(sample);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(sample);
        if (!verifying.verify(signing.sign())) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
    }

    private static void requireReadable(Path file, String option) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new StartRefused(
                    "The file " + file + " of " + option + " cannot be read; name a PEM file.");
        }
    }
}
