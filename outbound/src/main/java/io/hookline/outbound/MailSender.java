package io.hookline.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.outbound.OutboundFailure.Kind;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;

import javax.net.ssl.SSLException;

/**
 * Sends mail by SMTP. Mail and passwords travel over TLS only, except to hosts that the operator
 * allowed by name or range. Thread-safe.
 */
public final class MailSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    // In the library's words; it has no type of its own for this.
    private static final String NO_STARTTLS = "STARTTLS is required";

    private final AddressGuard guard;

    public MailSender(AddressGuard guard) {
        this.guard = guard;
    }

    /**
     * Sends, and returns when the server has taken the mail for everybody it is for.
     *
     * @throws OutboundFailure when it has not
     */
    public void send(MailServer server, Mail mail) {
        server.defect()
                .ifPresent(defect -> {
                    throw new OutboundFailure(Kind.INVALID, defect + ". Nothing was sent.");
                });
        Session session = Session.getInstance(settings(server));
        try (Transport transport = session.getTransport("smtp")) {
            Message message = message(session, mail);
            transport.connect(
                    server.host(),
                    server.port(),
                    server.login().map(MailServer.Login::user).orElse(null),
                    server.login().map(MailServer.Login::password).orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            throw failure(server, e);
        }
    }

    private Properties settings(MailServer server) {
        Properties settings = new Properties();
        boolean secret = server.login().isPresent();
        boolean mayBePlain =
                !server.isTlsFromTheStart() && guard.allowsPlainCredentials(server.address());
        // The name may resolve to another address by then: what goes plain goes to no other.
        settings.put(
                "mail.smtp.socketFactory",
                mayBePlain ? GuardedSockets.toNamed(guard) : GuardedSockets.toAllowed(guard));
        // Or the library would try again with a socket that asks nobody.
        settings.put("mail.smtp.socketFactory.fallback", "false");
        settings.put("mail.smtp.auth", String.valueOf(secret));
        settings.put("mail.smtp.ssl.enable", String.valueOf(server.isTlsFromTheStart()));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put(
                "mail.smtp.starttls.required",
                String.valueOf(!server.isTlsFromTheStart() && !mayBePlain));
        for (String limit : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            settings.put("mail.smtp." + limit, String.valueOf(TIMEOUT.toMillis()));
        }
        return settings;
    }

    private static Message message(Session session, Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(mail.from(), true));
        for (String to : mail.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
        }
        message.setSubject(mail.subject().replaceAll("\\p{Cntrl}+", " "), UTF_8.name());
        message.setText(mail.text(), UTF_8.name());
        message.setSentDate(new Date());
        // So that nobody's answering machine answers.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private static OutboundFailure failure(MailServer server, MessagingException thrown) {
        String host = server.host();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case GuardedSockets.Refused refused -> {
                    return new OutboundFailure(Kind.GUARDED, refused.getMessage(), thrown);
                }
                case UnknownHostException unknown -> {
                    return new OutboundFailure(
                            Kind.DNS,
                            "The host name " + host + " does not resolve to an address.",
                            thrown);
                }
                case SSLException tls -> {
                    return new OutboundFailure(Kind.TLS, tls(server, tls), thrown);
                }
                case SocketTimeoutException late -> {
                    return new OutboundFailure(
                            Kind.TIMEOUT, host + " did not answer in time.", thrown);
                }
                case AuthenticationFailedException refused -> {
                    return new OutboundFailure(
                            Kind.INVALID, host + " did not accept user name and password.", thrown);
                }
                default -> {
                    // What lies below may say more.
                }
            }
        }
        if (Words.of(thrown.getMessage()).contains(NO_STARTTLS)) {
            return new OutboundFailure(Kind.TLS, noStartTls(server), thrown);
        }
        boolean network = thrown.getCause() instanceof IOException;
        return new OutboundFailure(
                network ? Kind.CONNECT : Kind.INVALID,
                host + " did not take the mail: " + Words.of(thrown.getMessage()),
                thrown);
    }

    private static String tls(MailServer server, SSLException thrown) {
        String host = server.host();
        return "TLS with "
                + shown(server)
                + " failed: "
                + Words.of(thrown.getMessage())
                + ". Check that its certificate is for "
                + host
                + " and from an authority that Java trusts here"
                + " (-Djavax.net.ssl.trustStore in HOOKLINE_JAVA_OPTIONS names others)"
                + (server.isTlsFromTheStart()
                        ? ", and that this port speaks TLS from the start; for STARTTLS write"
                                + " smtp://."
                        : ".");
    }

    private static String noStartTls(MailServer server) {
        return shown(server)
                + " offers no STARTTLS, and mail is sent over TLS only. If the server speaks TLS"
                + " from the start, write smtps:// and that port; if it is in a network of your"
                + " own, name it in HOOKLINE_OUTBOUND_ALLOW.";
    }

    private static String shown(MailServer server) {
        return (server.isTlsFromTheStart() ? "smtps://" : "smtp://")
                + server.host()
                + ":"
                + server.port();
    }
}
