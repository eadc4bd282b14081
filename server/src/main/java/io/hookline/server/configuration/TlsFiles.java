package io.hookline.server.configuration;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the server proves its name with.
 *
 * @param certificate PEM file with the certificate and those between it and its root
 * @param key PEM file with the private key (PKCS #8), without a passphrase
 */
public record TlsFiles(Path certificate, Path key) {
    /**
     * Reads both.
     *
     * @throws StartRefused in one sentence when one cannot be read or holds something else
     */
    public Tls read() {
        requireReadable(certificate, ServerSettings.TLS_CERT.option());
        requireReadable(key, ServerSettings.TLS_KEY.option());
        try {
            Keys keys =
                    Keys.builder()
                            .pem(pem ->
                                    pem.certChain(Resource.create(certificate))
                                            .key(Resource.create(key)))
                            .build();
            return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
        } catch (RuntimeException e) {
            throw new StartRefused(
                    "The certificate "
                            + certificate
                            + " and the key "
                            + key
                            + " cannot be used ("
                            + e.getMessage()
                            + "); expected PEM files with an X.509 certificate and its PKCS #8"
                            + " private key without a passphrase.");
        }
    }

    private static void requireReadable(Path file, String option) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new StartRefused(
                    "The file " + file + " of " + option + " cannot be read; name a PEM file.");
        }
    }
}
