package io.hookline.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.hookline.connectors.ConnectionTests;
import io.hookline.connectors.TestingContext;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.MailSender;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class MailCardsTest {
    private static final Optional<List<String>> NOBODY = Optional.empty();
    private static final Optional<String> BLANK = Optional.empty();

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private final AddressGuard guard = new AddressGuard(List.of("127.0.0.1"), false);
    private final HttpSender sender = new HttpSender(guard);
    private final MailService mails =
            new MailService(new MailSender(guard), new Calls(sender, InstantSource.system()));

    @BeforeEach
    void start() {
        server.setUser("soc@example.org", "soc@example.org", "a-password");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        sender.close();
    }

    private static Auth password(String password) {
        return new Auth.Basic("soc@example.org", new Secret(password));
    }

    private TestingContext context(Auth auth) {
        return TestingContext.to(
                URI.create("smtp://127.0.0.1:" + server.getSmtp().getPort()), auth);
    }

    private static FileContent csv() {
        return FileContent.of("a.csv", "text/csv", "a,b\n".getBytes(StandardCharsets.UTF_8));
    }

    private MimeMessage received() {
        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).isNotEmpty();
        return received[0];
    }

    @Test
    void gmailSendsFromTheAccountToEverybody() throws Exception {
        MailCards.Sent sent =
                new GmailCards(mails)
                        .sendEmail2(
                                context(password("a-password")),
                                Optional.of("Yes"),
                                List.of("ada@example.org"),
                                Optional.of(List.of("bo@example.org")),
                                BLANK,
                                Optional.of(List.of("cy@example.org")),
                                Optional.of("Phishing attempt stopped"),
                                Optional.of("<b>For ada</b>"));

        assertThat(server.getReceivedMessages()).hasSize(3);
        assertThat(received().getFrom()[0]).hasToString("soc@example.org");
        assertThat(received().getContentType()).startsWith("text/html");
        assertThat(received().getMessageID()).isEqualTo("<" + sent.id() + ">");
    }

    @Test
    void aMailThatIsSentOnceMoreHasTheSameId() {
        MailCards cards = new MailCards(mails);
        String first = plain(cards, context(password("a-password"))).id();
        assertThat(plain(cards, context(password("a-password"))).id()).isEqualTo(first);
    }

    private static MailCards.Sent plain(MailCards cards, TestingContext context) {
        return cards.send(
                context,
                Optional.of(List.of("ada@example.org")),
                NOBODY,
                NOBODY,
                BLANK,
                Optional.of("Über uns"),
                Optional.of("Grüße"),
                BLANK,
                Optional.empty());
    }

    @Test
    void observedMailsSayThatTheyAre() throws Exception {
        plain(new MailCards(mails), context(password("a-password")).observed());
        assertThat(received().getSubject()).isEqualTo("[observe] Über uns");
        assertThat(received().getContent()).asString().startsWith("Grüße");
    }

    @Test
    void gmailSendsAFileUnderTheNameOfTheCard() throws Exception {
        new GmailCards(mails)
                .sendEmailWithAttachment(
                        context(password("a-password")),
                        BLANK,
                        List.of("ada@example.org"),
                        Optional.of("alerts@example.org"),
                        NOBODY,
                        NOBODY,
                        Optional.of("Sign-ins"),
                        BLANK,
                        "sign-ins.csv",
                        csv());
        assertThat(received().getFrom()[0]).hasToString("alerts@example.org");
        MimeMultipart parts = (MimeMultipart) received().getContent();
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("sign-ins.csv");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                .isEqualTo("a,b\n".getBytes(StandardCharsets.UTF_8));
    }

    private MailCards.Sent office(TestingContext context, Optional<List<String>> to) {
        return new OfficeMailCards(mails)
                .sendEmail2(
                        context,
                        to,
                        NOBODY,
                        NOBODY,
                        Optional.of("x"),
                        Optional.of("<p>y</p>"),
                        Optional.of("HTML"),
                        Optional.of(List.of(csv())));
    }

    @Test
    void officeSendsFilesAndHtml() throws Exception {
        office(context(password("a-password")), Optional.of(List.of("ada@example.org")));
        MimeMultipart parts = (MimeMultipart) received().getContent();
        assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/html");
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("a.csv");
    }

    @Test
    void aMailToNobodyIsRefusedAndNothingIsSent() {
        assertThatExceptionOfType(CardFailure.Invalid.class)
                .isThrownBy(() -> office(context(password("a-password")), NOBODY))
                .withMessageContaining("goes to nobody");
        List<String> many = Collections.nCopies(101, "ada@example.org");
        assertThatExceptionOfType(CardFailure.Invalid.class)
                .isThrownBy(() -> office(context(password("a-password")), Optional.of(many)))
                .withMessageContaining("101 addresses");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void wrongCredentialsNameTheConnectionAndNotThePassword() {
        assertThatExceptionOfType(CardFailure.Unauthorised.class)
                .isThrownBy(() -> plain(new MailCards(mails), context(password("wr0ng"))))
                .withMessageContaining("Correct the credentials of the connection")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("wr0ng"));
    }

    @Test
    void aConnectionThatCannotSendSaysWhatItNeeds() {
        Auth header = new Auth.Header("X-Key", new Secret("k"));
        MailCards cards = new MailCards(mails);
        assertThatExceptionOfType(CardFailure.Invalid.class)
                .isThrownBy(() -> withSender(cards, context(header)))
                .withMessageContaining("user name and password");
        TestingContext web =
                TestingContext.to(URI.create("https://mail.example.org"), new Auth.None());
        assertThatExceptionOfType(CardFailure.Invalid.class)
                .isThrownBy(() -> withSender(cards, web))
                .withMessageContaining("smtps://mail.example.org");
        TestingContext empty =
                new TestingContext(
                        Mode.ON,
                        new Connection("c", "Mail", "email", Optional.empty(), new Auth.None()));
        assertThatExceptionOfType(CardFailure.Invalid.class)
                .isThrownBy(() -> withSender(cards, empty))
                .withMessageContaining("needs the address of a mail server");
        assertThatThrownBy(() -> plain(cards, context(new Auth.None())))
                .hasMessageContaining("No sender is given");
    }

    private static MailCards.Sent withSender(MailCards cards, TestingContext context) {
        return cards.send(
                context,
                Optional.of(List.of("ada@example.org")),
                NOBODY,
                NOBODY,
                Optional.of("alerts@example.org"),
                BLANK,
                BLANK,
                BLANK,
                Optional.empty());
    }

    private ConnectionTests.Ended test(TestingContext context) {
        ConnectionTests tests =
                new ConnectionTests(
                        new Calls(sender, InstantSource.system()), new MailSender(guard));
        return tests.test(context.connection(), Optional.empty());
    }

    @Test
    void aTestOfAConnectionLogsInAndSendsNothing() {
        assertThat(test(context(password("a-password"))).works()).isTrue();
        assertThat(test(context(password("wr0ng"))).failure()).contains("refused");
        TestingContext nobody =
                TestingContext.to(URI.create("smtp://127.0.0.1:1"), new Auth.None());
        assertThat(test(nobody).failure()).contains("connect");
        TestingContext guarded =
                TestingContext.to(URI.create("smtp://10.0.0.1:25"), new Auth.None());
        assertThat(test(guarded).failure()).contains("guarded");
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
