package io.hookline.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Certificates of authorities, or of servers, that TLS believes beside the usual ones.
 *
 * @param pem one or more, in PEM form
 */
public record TrustedCertificates(String pem) {
    private static final String BEGIN = "-----BEGIN ";

    /**
     * @throws IllegalArgumentException saying what is wrong with them
     */
    public TrustedCertificates {
        if (read(pem).isEmpty()) {
            throw new IllegalArgumentException("it holds no certificate");
        }
    }

    private static List<X509Certificate> read(String pem) {
        if (pem.contains(BEGIN + "PRIVATE") || pem.contains("PRIVATE KEY-----")) {
            throw new IllegalArgumentException(
                    "it holds a private key, which must not be given away; send the certificate"
                            + " only");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException mistake) {
            throw new IllegalArgumentException(
                    "it cannot be read as certificates in PEM form", mistake);
        }
    }

    /** TLS that believes them beside whom it believes anyway. */
    SSLContext context() {
        try {
            KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
            own.load(null, null);
            int number = 0;
            for (Certificate certificate : read(pem)) {
                own.setCertificateEntry("own-" + number++, certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {
                        new Either(manager(Optional.empty()), manager(Optional.of(own)))
                    },
                    null);
            return context;
        } catch (GeneralSecurityException | IOException mistake) {
            throw new IllegalStateException(mistake);
        }
    }

    private static X509ExtendedTrustManager manager(Optional<KeyStore> store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store.orElse(null));
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Believes what one of two believes; each checks the name of the host too. */
    private static final class Either extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager usual;
        private final X509ExtendedTrustManager own;

        private Either(X509ExtendedTrustManager usual, X509ExtendedTrustManager own) {
            this.usual = usual;
            this.own = own;
        }

        private interface Check {
            void by(X509ExtendedTrustManager manager) throws CertificateException;
        }

        private void either(Check check) throws CertificateException {
            try {
                check.by(own);
            } catch (CertificateException notOwn) {
                try {
                    check.by(usual);
                } catch (CertificateException neither) {
                    neither.addSuppressed(notOwn);
                    throw neither;
                }
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            either(manager -> manager.checkServerTrusted(chain, type, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            either(manager -> manager.checkServerTrusted(chain, type, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            either(manager -> manager.checkServerTrusted(chain, type));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            usual.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            usual.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            usual.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return Stream.of(usual, own)
                    .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                    .toArray(X509Certificate[]::new);
        }
    }
}
