package io.hookline.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.hookline.outbound.MailServer.Login;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

class MailSenderTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @BeforeEach
    void start() {
        server.setUser("alerts", "alerts", "a-password");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private MailServer server(Optional<Login> login) {
        return new MailServer(URI.create("smtp://127.0.0.1:" + server.getSmtp().getPort()), login);
    }

    private static Mail mail(String subject) {
        return new Mail(
                "hookline@example.org",
                List.of("ada@example.org", "bo@example.org"),
                subject,
                "Grüße\n");
    }

    private static MailSender allowing(String... ranges) {
        return new MailSender(new AddressGuard(List.of(ranges), false));
    }

    @Test
    void sendsToEverybodyWithAPassword() throws Exception {
        allowing("127.0.0.1")
                .send(server(Optional.of(new Login("alerts", "a-password"))), mail("Über\nuns"));

        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(2);
        assertThat(received[0].getSubject()).isEqualTo("Über uns");
        assertThat(received[0].getContent()).asString().startsWith("Grüße");
        assertThat(received[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void connectsToNoAddressThatTheGuardRefuses() {
        assertThatExceptionOfType(OutboundFailure.class)
                .isThrownBy(() -> allowing().send(server(Optional.empty()), mail("x")))
                .satisfies(failure ->
                        assertThat(failure.kind()).isEqualTo(OutboundFailure.Kind.GUARDED))
                .withMessageContaining("HOOKLINE_OUTBOUND_ALLOW");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void saysThatAPasswordIsWrongAndNeverWhichOne() {
        assertThatExceptionOfType(OutboundFailure.class)
                .isThrownBy(() ->
                        allowing("127.0.0.1")
                                .send(server(Optional.of(new Login("alerts", "wrong"))), mail("x")))
                .withMessage("127.0.0.1 did not accept user name and password.");
    }

    @Test
    void saysThatNobodyListens() {
        MailServer nobody = new MailServer(URI.create("smtp://127.0.0.1:1"), Optional.empty());
        assertThatExceptionOfType(OutboundFailure.class)
                .isThrownBy(() -> allowing("127.0.0.1").send(nobody, mail("x")))
                .satisfies(failure ->
                        assertThat(failure.kind()).isEqualTo(OutboundFailure.Kind.CONNECT));
    }

    private static Mail full(Mail.Text text, List<Mail.Attachment> files) {
        return new Mail(
                "hookline@example.org",
                List.of("ada@example.org"),
                List.of("bo@example.org"),
                List.of("cy@example.org"),
                "Über uns",
                text,
                files,
                Optional.of("one@example.org"));
    }

    @Test
    void sendsHtmlToAllAndNamesNoHiddenReceiver() throws Exception {
        String id =
                allowing("127.0.0.1")
                        .send(
                                server(Optional.empty()),
                                full(new Mail.Text("<b>Grüße</b>", true), List.of()));

        assertThat(id).isEqualTo("one@example.org");
        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(3);
        MimeMessage mail = received[0];
        assertThat(mail.getMessageID()).isEqualTo("<one@example.org>");
        assertThat(mail.getContentType()).startsWith("text/html").contains("UTF-8");
        assertThat(mail.getContent()).asString().startsWith("<b>Grüße</b>");
        assertThat(mail.getHeader("Cc")).containsExactly("bo@example.org");
        assertThat(mail.getHeader("Bcc")).isNull();
    }

    @Test
    void sendsFilesByteForByteAndNamesThem() throws Exception {
        byte[] bytes = {0, 1, '\n', '.', '\n', '\r', (byte) 200};
        byte[] text = "a,b\n\n.\n".getBytes(UTF_8);
        allowing("127.0.0.1")
                .send(
                        server(Optional.empty()),
                        full(
                                new Mail.Text("see below", false),
                                List.of(
                                        new Mail.Attachment("Übersicht\r\n.csv", "text/csv", text),
                                        new Mail.Attachment("raw", "no type; x=\r\n", bytes))));

        MimeMultipart parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
        assertThat(parts.getCount()).isEqualTo(3);
        assertThat(parts.getBodyPart(0).getContent()).asString().startsWith("see below");
        assertThat(MimeUtility.decodeText(parts.getBodyPart(1).getFileName()))
                .isEqualTo("Übersicht .csv");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/csv");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(text);
        assertThat(parts.getBodyPart(2).getContentType()).startsWith("application/octet-stream");
        assertThat(parts.getBodyPart(2).getInputStream().readAllBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "ada@example.org\r\nBcc: eve@example.org",
                "ada@example.org, eve@example.org",
                "Ada <ada@example.org",
                "@example.org",
                "ada@exa mple.org"
            })
    void sendsToNothingThatIsNoMailAddress(String address) {
        Mail mail = new Mail("hookline@example.org", List.of(address), "x", "y");
        assertThatExceptionOfType(OutboundFailure.class)
                .isThrownBy(() -> allowing("127.0.0.1").send(server(Optional.empty()), mail))
                .satisfies(failure ->
                        assertThat(failure.kind()).isEqualTo(OutboundFailure.Kind.INVALID))
                .withMessageContaining("is no mail address");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void takesAnAddressWithAName() {
        allowing("127.0.0.1")
                .send(
                        server(Optional.empty()),
                        new Mail("x@example.org", List.of("Ada A. <ada@example.org>"), "x", "y"));
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void provesItselfByATokenAsTheUser() throws Exception {
        try (ScriptedMailServer scripted = ScriptedMailServer.taking("235 2.7.0 Accepted")) {
            allowing("127.0.0.1")
                    .send(
                            new MailServer(
                                    scripted.address(),
                                    Optional.of(new Login("ada@example.org", "t0ken", true))),
                            mail("x"));
            assertThat(scripted.heard())
                    .contains(
                            "AUTH XOAUTH2 "
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    "user=ada@example.org\1auth=Bearer t0ken\1\1"
                                                            .getBytes(UTF_8)));
        }
    }

    @Test
    void saysWhichRecipientIsRefusedAndThatNobodyGotIt() throws Exception {
        try (ScriptedMailServer scripted =
                ScriptedMailServer.refusing("RCPT TO:<bo@example.org>", "550 5.1.1 No such box")) {
            assertThatExceptionOfType(MailRefused.class)
                    .isThrownBy(() ->
                            allowing("127.0.0.1")
                                    .send(
                                            new MailServer(scripted.address(), Optional.empty()),
                                            mail("x")))
                    .satisfies(refused -> {
                        assertThat(refused.code()).isEqualTo(550);
                        assertThat(refused.mayPassLater()).isFalse();
                        assertThat(refused.isOfCredentials()).isFalse();
                    })
                    .withMessageContaining("does not take mail for bo@example.org")
                    .withMessageContaining("No such box");
            assertThat(scripted.heard()).doesNotContain("DATA");
        }
    }

    @Test
    void saysThatAMailMayPassLater() throws Exception {
        try (ScriptedMailServer scripted =
                ScriptedMailServer.refusing("MAIL FROM", "451 4.7.1 Greylisted")) {
            assertThatExceptionOfType(MailRefused.class)
                    .isThrownBy(() ->
                            allowing("127.0.0.1")
                                    .send(
                                            new MailServer(scripted.address(), Optional.empty()),
                                            mail("x")))
                    .satisfies(refused -> assertThat(refused.mayPassLater()).isTrue())
                    .withMessageContaining("Greylisted");
        }
    }
}
