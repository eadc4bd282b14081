package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.mail.MailReceiver;
import io.hookline.testing.mail.MailReceiver.Tls;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import javax.net.ssl.SSLContext;

/** What an alert rule's mail shows to whoever listens on the way, and to whom it goes at all. */
class MailOverTlsTest {
    private static final String HOST = "mail.example.org";
    private static final String OTHER_HOST = "other.example.org";
    private static final String OURS = "/api/hookline/v1";
    private static final String USER = "alerts@example.org";
    private static final String PASSWORD = "mail-password-that-nobody-may-read";

    @TempDir static Path folder;
    @AutoClose private static Hookline hookline;
    private static SSLContext trusted;
    private static SSLContext unknown;

    @BeforeAll
    static void start() throws Exception {
        Certificate certificate = Certificate.of("Mail", HOST, folder);
        trusted = certificate.context();
        unknown = Certificate.of("Stranger", HOST, folder).context();
        Path trust = certificate.trusted(folder.resolve("trust.p12"));
        // The second address, of a network that nobody has, is never called: it makes the host one
        // that the operator did not allow in all, as every public one is.
        Path hosts =
                Files.writeString(
                        folder.resolve("hosts"),
                        """
                        127.0.0.1 localhost mail.example.org other.example.org
                        192.0.2.1 mail.example.org other.example.org
                        """);
        hookline =
                Hookline.start(
                        Hookline.Settings.in(folder)
                                .with(
                                        "HOOKLINE_JAVA_OPTIONS",
                                        "-Djavax.net.ssl.trustStore="
                                                + trust
                                                + " -Djavax.net.ssl.trustStorePassword="
                                                + Certificate.STORE_PASSWORD
                                                + " -Djdk.net.hosts.file="
                                                + hosts));
    }

    @Test
    void sendsPasswordAndMailOnlyAfterStartTls() throws Exception {
        try (MailReceiver receiver = new MailReceiver(Tls.WHEN_ASKED, "LOGIN PLAIN", trusted)) {
            assertThat(test("smtp", HOST, receiver)).isEqualTo(sent());

            assertThat(receiver.readable())
                    .map(line -> line.split(" ")[0])
                    .containsExactly("EHLO", "STARTTLS");
            assertTaken(receiver);
        }
    }

    @Test
    void sendsOverTlsFromTheStart() throws Exception {
        try (MailReceiver receiver = new MailReceiver(Tls.FROM_THE_START, "PLAIN", trusted)) {
            assertThat(test("smtps", HOST, receiver)).isEqualTo(sent());

            assertThat(receiver.readable()).isEmpty();
            assertTaken(receiver);
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesForAfterStartTls() throws Exception {
        try (MailReceiver receiver = new MailReceiver(Tls.WHEN_ASKED, "PLAIN", unknown)) {
            assertThat(error(test("smtp", HOST, receiver)))
                    .startsWith("TLS with smtp://" + HOST + ":" + receiver.port() + " failed: ")
                    .contains("unable to find valid certification path")
                    .contains("javax.net.ssl.trustStore");
            assertOnlyGreeted(receiver, "EHLO", "STARTTLS");
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesForFromTheStart() throws Exception {
        try (MailReceiver receiver = new MailReceiver(Tls.FROM_THE_START, "PLAIN", unknown)) {
            assertThat(error(test("smtps", HOST, receiver)))
                    .startsWith("TLS with smtps://" + HOST + ":" + receiver.port() + " failed: ")
                    .contains("unable to find valid certification path")
                    .contains("javax.net.ssl.trustStore");
            assertOnlyGreeted(receiver);
        }
    }

    @Test
    void refusesACertificateOfAnotherName() throws Exception {
        try (MailReceiver receiver = new MailReceiver(Tls.WHEN_ASKED, "PLAIN", trusted)) {
            assertThat(error(test("smtp", OTHER_HOST, receiver)))
                    .startsWith("TLS with smtp://" + OTHER_HOST + ":")
                    .contains("certificate is for " + OTHER_HOST)
                    .doesNotContain("certification path");
            assertOnlyGreeted(receiver, "EHLO", "STARTTLS");
        }
    }

    @Test
    void refusesAServerThatShouldOfferStartTlsAndDoesNot() throws Exception {
        try (MailReceiver receiver = new MailReceiver(Tls.NEVER, "PLAIN", trusted)) {
            assertThat(error(test("smtp", HOST, receiver)))
                    .startsWith("smtp://" + HOST + ":" + receiver.port() + " offers no STARTTLS")
                    .contains("smtps://")
                    .contains("HOOKLINE_OUTBOUND_ALLOW");
            receiver.awaitEndOfConversation();
            assertThat(receiver.readable())
                    .map(line -> line.split(" ")[0])
                    .isSubsetOf("EHLO", "QUIT");
            assertThat(receiver.logins()).isEmpty();
        }
    }

    private static void assertTaken(MailReceiver receiver) {
        assertThat(receiver.logins()).containsExactly(USER + ":" + PASSWORD);
        assertThat(receiver.encrypted())
                .contains("MAIL FROM:<hookline@example.org>", "RCPT TO:<ada@example.org>")
                .anyMatch(line -> line.startsWith("Subject: [Hookline] "))
                .anyMatch(line -> line.contains("Sample flow"));
    }

    private static void assertOnlyGreeted(MailReceiver receiver, String... verbs) {
        receiver.awaitEndOfConversation();
        assertThat(receiver.readable()).map(line -> line.split(" ")[0]).containsExactly(verbs);
        assertThat(receiver.encrypted()).isEmpty();
        assertThat(receiver.logins()).isEmpty();
    }

    private static JsonNode sent() {
        return Api.JSON.createObjectNode().put("sent", true).putNull("error");
    }

    /** Also checks that nothing contains the password. */
    private static String error(JsonNode answer) {
        assertThat(answer.get("sent").asBoolean()).as("%s", answer).isFalse();
        assertThat(answer.toString() + hookline.output())
                .doesNotContain(PASSWORD)
                .doesNotContain(
                        Base64.getEncoder()
                                .encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8)));
        return answer.get("error").asText();
    }

    /** Makes a connection and a rule for that receiver and sends the rule's sample. */
    private static JsonNode test(String scheme, String host, MailReceiver receiver) {
        String address = scheme + "://" + host + ":" + receiver.port();
        ObjectNode connection =
                Api.JSON
                        .createObjectNode()
                        .put("connector", "smtp")
                        .put("name", address)
                        .put("baseUrl", address);
        connection
                .putObject("auth")
                .put("type", "basic")
                .put("username", USER)
                .put("password", PASSWORD);
        Api api = hookline.api();
        JsonNode made = api.post(OURS + "/connections", connection).expect(201).json();
        ObjectNode rule = Api.JSON.createObjectNode().put("name", address);
        ObjectNode destination = rule.putObject("destination").put("type", "mail");
        destination.putObject("connection").put("id", made.get("id").asText());
        destination.put("from", "hookline@example.org").putArray("to").add("ada@example.org");
        String id = api.post(OURS + "/alertRules", rule).expect(201).json().get("id").asText();
        return api.post(OURS + "/alertRules/" + id + "/test").expect(200).json();
    }
}
