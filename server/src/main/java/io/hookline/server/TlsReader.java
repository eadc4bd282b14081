package io.hookline.server;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.hookline.server.configuration.StartRefused;
import io.hookline.server.configuration.TlsFiles;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the certificate and the key of https. */
final class TlsReader {
    private TlsReader() {}

    /**
     * Reads both.
     *
     * @throws StartRefused in one sentence when one cannot be read or holds something else
     */
    static Tls read(TlsFiles files) {
        requireReadable(files.certificate(), "--tls-cert");
        requireReadable(files.key(), "--tls-key");
        try {
            Keys keys =
                    Keys.builder()
                            .pem(pem ->
                                    pem.certChain(Resource.create(files.certificate()))
                                            .key(Resource.create(files.key())))
                            .build();
            return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
        } catch (RuntimeException e) {
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

    private static void requireReadable(Path file, String option) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new StartRefused(
                    "The file " + file + " of " + option + " cannot be read; name a PEM file.");
        }
    }
}
