package io.hookline.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.hookline.outbound.MailServer.Login;

import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
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
}
