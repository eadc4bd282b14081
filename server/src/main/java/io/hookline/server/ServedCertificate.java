package io.hookline.server;

import io.hookline.server.configuration.StartRefused;
import io.hookline.server.configuration.TlsFiles;
import io.hookline.server.task.PeriodicTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate of https, read again when its files have changed: a renewal needs no restart.
 * Connections keep the one that they began with. Files that cannot be used change nothing, and are
 * reported once.
 */
final class ServedCertificate implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServedCertificate.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final TlsFiles files;
    private final SSLContext context;
    private final PeriodicTask task = PeriodicTask.every(LOOK, "certificate", this::look);

    /** A handshake that chose the alias of one pair must not get the key of the next. */
    private volatile Served served;

    private byte[] tried;
    private byte[] seen;

    /** The newest pair that can be used, and the one before. */
    private record Served(int number, X509ExtendedKeyManager keys, X509ExtendedKeyManager before) {
        X509ExtendedKeyManager of(String alias) {
            return alias.equals(alias(number)) ? keys : before;
        }

        static String alias(int number) {
            return "server-" + number;
        }
    }

    private ServedCertificate(TlsFiles files) throws GeneralSecurityException {
        this.files = files;
        this.tried = digest();
        this.seen = tried;
        TlsReader.Pair pair = TlsReader.read(files, Served.alias(0));
        this.served = new Served(0, pair.keys(), pair.keys());
        this.context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Current()}, null, null);
    }

    /**
     * Reads the files.
     *
     * @throws StartRefused in one sentence when they cannot be used
     */
    static ServedCertificate read(TlsFiles files) {
        try {
            return new ServedCertificate(files);
        } catch (GeneralSecurityException e) {
            throw new StartRefused("https cannot be served (" + e.getMessage() + ").");
        }
    }

    /** Serves the pair that is current at each handshake. */
    SSLContext context() {
        return context;
    }

    /** Looks at the files from now on. */
    void watch() {
        task.startLater();
    }

    /**
     * Reads the files when they have changed and are the same as at the last look: between the
     * writing of the certificate and that of its key they do not fit.
     */
    void look() {
        byte[] found = digest();
        boolean settled = Arrays.equals(found, seen);
        seen = found;
        if (!settled || Arrays.equals(found, tried)) {
            return;
        }
        tried = found;
        try {
            int number = served.number() + 1;
            TlsReader.Pair pair = TlsReader.read(files, Served.alias(number));
            served = new Served(number, pair.keys(), served.keys());
            log.info(
                    "The certificate {} was read again; it is valid until {}",
                    files.certificate(),
                    pair.ends());
        } catch (StartRefused e) {
            log.warn("{} The certificate before stays in use.", e.getMessage());
        }
    }

    private byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content(files.certificate()));
            digest.update(content(files.key()));
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** Nothing for a file that cannot be read: reading it properly says why. */
    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        task.close();
    }

    /** Hands out the pair that is served now. */
    private final class Current extends X509ExtendedKeyManager {
        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return served.keys().chooseEngineServerAlias(type, issuers, engine);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return served.keys().chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return served.of(alias).getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return served.of(alias).getPrivateKey(alias);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return served.keys().getServerAliases(type, issuers);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return served.keys().getClientAliases(type, issuers);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return served.keys().chooseClientAlias(types, issuers, socket);
        }
    }
}
