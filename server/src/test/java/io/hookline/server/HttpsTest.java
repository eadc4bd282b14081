package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.StartRefused;
import io.hookline.server.configuration.TlsFiles;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

class HttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir static Path folder;

    private static Path certificate;
    private static Path key;
    private static SSLContext trusting;

    @BeforeAll
    static void makeACertificateForLocalhost() throws Exception {
        KeyStore keys = keys("CN=localhost");
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        write(keys, certificate, key);
        trusting = trusting(keys);
    }

    private static void write(KeyStore keys, Path certificate, Path key) throws Exception {
        writePem(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        writePem(key, "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    }

    private static SSLContext trusting(KeyStore... all) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (KeyStore keys : all) {
            trusted.setCertificateEntry("server-" + trusted.size(), keys.getCertificate("server"));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore keys(String name) throws Exception {
        Path file = Files.createTempDirectory(folder, "keys").resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "server",
                                "-dname",
                                name,
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
        return keys;
    }

    private static void writePem(Path file, String kind, byte[] content) throws Exception {
        Files.writeString(
                file,
                "-----BEGIN "
                        + kind
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                        + "\n-----END "
                        + kind
                        + "-----\n");
    }

    @Test
    void servesHttpsWithTheCertificateAndKeyThatItWasGiven() throws Exception {
        Configuration configuration = configuration(certificate, key);
        try (Server server = Server.start(configuration, InstantSource.system());
                HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
            assertThat(server.baseUrl()).hasScheme("https");

            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            java.net.URI.create(
                                                    "https://localhost:"
                                                            + server.baseUrl().getPort()
                                                            + "/health/ready"))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession()).isPresent();
        }
    }

    @Test
    void aRenewedCertificateIsServedOnceBothFilesAreThereAndABrokenOneNever() throws Exception {
        Path chain = folder.resolve("renewed.pem");
        Path secret = folder.resolve("renewed-key.pem");
        KeyStore first = keys("CN=first");
        write(first, chain, secret);
        KeyStore second = keys("CN=second");
        SSLContext both = trusting(first, second);
        try (ServedCertificate served = ServedCertificate.read(new TlsFiles(chain, secret));
                SSLServerSocket server =
                        (SSLServerSocket)
                                served.context()
                                        .getServerSocketFactory()
                                        .createServerSocket(
                                                0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(subject(both, server)).isEqualTo("CN=first");

            writePem(chain, "CERTIFICATE", second.getCertificate("server").getEncoded());
            served.look();
            assertThat(subject(both, server)).as("the key is still to come").isEqualTo("CN=first");
            write(second, chain, secret);
            served.look();
            served.look();
            assertThat(subject(both, server)).isEqualTo("CN=second");

            Files.writeString(chain, "no certificate");
            served.look();
            served.look();
            assertThat(subject(both, server)).isEqualTo("CN=second");
        }
    }

    /** Whom a new handshake shows. */
    private static String subject(SSLContext client, SSLServerSocket server) throws Exception {
        client.getClientSessionContext()
                .getIds()
                .asIterator()
                .forEachRemaining(
                        id -> client.getClientSessionContext().getSession(id).invalidate());
        Thread answering =
                Thread.ofVirtual()
                        .start(() -> {
                            try (Socket socket = server.accept()) {
                                socket.getInputStream().read();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        try (SSLSocket socket =
                (SSLSocket)
                        client.getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        } finally {
            answering.join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n",
                "POST /%2e%2e%2f HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n",
                "POST /api/nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
            })
    void aCallerThatFirstSendsAllOfItsBodyReadsTheRefusalAllTheSame(String head) throws Exception {
        try (Server server = Server.start(configuration(certificate, key), InstantSource.system());
                Socket socket =
                        trusting.getSocketFactory()
                                .createSocket("localhost", server.baseUrl().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(US_ASCII));
            byte[] piece = new byte[80_000];
            for (int i = 0; i < 100; i++) {
                out.write(piece);
            }
            byte[] start = socket.getInputStream().readNBytes(12);
            assertThat(new String(start, US_ASCII)).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void aCertificateWithoutItsKeyIsRefusedInOneSentence() {
        assertThatThrownBy(() ->
                        TestSettings.in(
                                folder.resolve("data"),
                                Map.of("HOOKLINE_TLS_CERT", certificate.toString())))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--tls-key");
    }

    @Test
    void filesThatAreMissingOrHoldSomethingElseAreNamed() throws Exception {
        Path absent = folder.resolve("absent.pem");
        assertThatThrownBy(() -> ServedCertificate.read(new TlsFiles(absent, key)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("absent.pem")
                .hasMessageContaining("--tls-cert");
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        assertThatThrownBy(() -> ServedCertificate.read(new TlsFiles(text, key)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("text.pem");
        assertThatThrownBy(() -> ServedCertificate.read(new TlsFiles(certificate, text)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("text.pem");
    }

    private static Configuration configuration(Path certificate, Path key) {
        return TestSettings.in(
                folder.resolve("data"),
                Map.of(
                        "HOOKLINE_TLS_CERT",
                        certificate.toString(),
                        "HOOKLINE_TLS_KEY",
                        key.toString()));
    }
}
