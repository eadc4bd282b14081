package io.hookline.outbound;

import static io.hookline.outbound.TestingReceiver.answers;
import static io.hookline.outbound.TestingReceiver.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookline.outbound.OutboundFailure.Kind;

import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final AddressGuard LOOPBACK = new AddressGuard(List.of(), true);

    @TempDir static Path folder;

    private static SSLContext server;
    private static SSLContext trusting;
    private static TrustedCertificates own;

    @BeforeAll
    static void makeACertificateForLocalhost() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        server = SSLContexts.custom().loadKeyMaterial(keys, PASSWORD).build();
        trusting = SSLContexts.custom().loadTrustMaterial(keys, null).build();
        own =
                new TrustedCertificates(
                        "-----BEGIN CERTIFICATE-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(
                                                keys.getCertificate(keys.aliases().nextElement())
                                                        .getEncoded())
                                + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void speaksTlsWithAReceiverWhoseCertificateIsTrusted() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.overTls(
                                server.getServerSocketFactory(), answers(ok("safe")));
                HttpSender sender = sender(trusting)) {
            assertThat(sender.send(to(receiver.uri("localhost"))).text()).isEqualTo("safe");
            assertThat(sender.sendCredentials(to(receiver.uri("localhost"))).text())
                    .isEqualTo("safe");
            assertThat(receiver.connections()).isOne();
        }
    }

    /** Nor does a request without them travel on a connection that was opened with them. */
    @Test
    void believesOwnCertificatesForTheRequestsThatBringThem() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.overTls(
                                server.getServerSocketFactory(), answers(ok("safe")));
                HttpSender sender = new HttpSender(LOOPBACK)) {
            Request bringing =
                    new Request(
                            "GET",
                            receiver.uri("localhost"),
                            List.of(),
                            new byte[0],
                            Duration.ofSeconds(10),
                            1_000,
                            Optional.of(own));

            assertThat(sender.sendCredentials(bringing).text()).isEqualTo("safe");
            assertThat(failure(sender, receiver.uri("localhost")).kind()).isEqualTo(Kind.TLS);
            assertThat(sender.send(bringing).text()).isEqualTo("safe");
        }
    }

    @Test
    void ownCertificatesDoNotMakeAnotherNameRight() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.overTls(
                                server.getServerSocketFactory(), answers(ok("no")));
                HttpSender sender = new HttpSender(LOOPBACK)) {
            Request request =
                    new Request(
                            "GET",
                            receiver.uri("127.0.0.1"),
                            List.of(),
                            new byte[0],
                            Duration.ofSeconds(10),
                            1_000,
                            Optional.of(own));

            assertThat(
                            catchThrowableOfType(OutboundFailure.class, () -> sender.send(request))
                                    .kind())
                    .isEqualTo(Kind.TLS);
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.overTls(
                                server.getServerSocketFactory(), answers(ok("no")));
                HttpSender sender = new HttpSender(LOOPBACK)) {
            OutboundFailure failure = failure(sender, receiver.uri("localhost"));

            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(failure).hasMessageContaining("certificat");
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void refusesACertificateOfAnotherName() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.overTls(
                                server.getServerSocketFactory(), answers(ok("no")));
                HttpSender sender = sender(trusting)) {
            assertThat(failure(sender, receiver.uri("127.0.0.1")).kind()).isEqualTo(Kind.TLS);
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void namesAReceiverThatSpeaksPlainHttpOnATlsPort() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.that(connection -> {
                            connection.readByte();
                            connection.write("HTTP/1.1 400 No\r\n\r\n");
                        });
                HttpSender sender = sender(trusting)) {
            assertThat(
                            failure(
                                            sender,
                                            URI.create(
                                                    "https://localhost:" + receiver.port() + "/"))
                                    .kind())
                    .isEqualTo(Kind.TLS);
        }
    }

    @Test
    void namesAReceiverThatHangsUpDuringTheHandshake() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.that(connection -> {
                            connection.readByte();
                            connection.reset();
                        });
                HttpSender sender = sender(trusting)) {
            assertThat(
                            failure(
                                            sender,
                                            URI.create(
                                                    "https://localhost:" + receiver.port() + "/"))
                                    .kind())
                    .isEqualTo(Kind.TLS);
        }
    }

    @Test
    void givesUpOnAHandshakeThatNeverEnds() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.that(TestingReceiver.Connection::waitForTheEnd);
                HttpSender sender = sender(trusting)) {
            Request request =
                    new Request(
                            "GET",
                            URI.create("https://localhost:" + receiver.port() + "/"),
                            List.of(),
                            new byte[0],
                            Duration.ofMillis(300),
                            100);
            long start = System.nanoTime();
            OutboundFailure failure =
                    catchThrowableOfType(OutboundFailure.class, () -> sender.send(request));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void givesUpOnATlsReceiverThatNeverAnswers() throws Exception {
        try (TestingReceiver receiver =
                        TestingReceiver.overTls(
                                server.getServerSocketFactory(),
                                connection -> {
                                    connection.readRequest();
                                    connection.waitForTheEnd();
                                });
                HttpSender sender = sender(trusting)) {
            Request request =
                    new Request(
                            "POST",
                            receiver.uri("localhost"),
                            List.of(),
                            new byte[10],
                            Duration.ofMillis(500),
                            100);

            assertThat(
                            catchThrowableOfType(OutboundFailure.class, () -> sender.send(request))
                                    .kind())
                    .isEqualTo(Kind.TIMEOUT);
        }
    }

    private static HttpSender sender(SSLContext trust) {
        return new HttpSender(LOOPBACK, Limits.standard(), Lookups.NameService.SYSTEM, () -> trust);
    }

    private static OutboundFailure failure(HttpSender sender, URI uri) {
        return catchThrowableOfType(OutboundFailure.class, () -> sender.send(to(uri)));
    }

    private static Request to(URI uri) {
        return new Request("GET", uri, List.of(), new byte[0], Duration.ofSeconds(10), 1_000);
    }
}
