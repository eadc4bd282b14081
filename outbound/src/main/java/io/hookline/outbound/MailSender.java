package io.hookline.outbound;

import io.hookline.outbound.OutboundFailure.Kind;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Properties;

import javax.net.ssl.SSLException;

/**
 * Sends mail by SMTP. Mail and passwords travel over TLS only, except to hosts that the operator
 * allowed by name or range. Thread-safe.
 */
public final class MailSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int WRONG_LOGIN = 535;
    // In the library's words; it has no type of its own for this.
    private static final String NO_STARTTLS = "STARTTLS is required";
    private static final String NO_GREETING = "Got bad greeting";

    private final AddressGuard guard;

    public MailSender(AddressGuard guard) {
        this.guard = guard;
    }

    /**
     * Sends, and returns when the server has taken the mail for everybody it is for. When it
     * refuses one of them nobody gets the mail.
     *
     * @return the mail's Message-ID, without the angle brackets
     * @throws MailRefused when the server does not take it
     * @throws OutboundFailure when it was not reached, or the mail cannot be sent at all
     */
    public String send(MailServer server, Mail mail) {
        Session session = session(server);
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = MailMessages.of(session, mail);
            connect(transport, server);
            transport.sendMessage(message, message.getAllRecipients());
            return message.getMessageID().replaceAll("[<>]", "");
        } catch (MessagingException e) {
            throw failure(server, e);
        }
    }

    /**
     * Connects and proves itself, and sends nothing.
     *
     * @throws OutboundFailure when that fails
     */
    public void check(MailServer server) {
        try (Transport transport = session(server).getTransport("smtp")) {
            connect(transport, server);
        } catch (MessagingException e) {
            throw failure(server, e);
        }
    }

    private Session session(MailServer server) {
        server.defect()
                .ifPresent(defect -> {
                    throw new OutboundFailure(Kind.INVALID, defect + ". Nothing was sent.");
                });
        return Session.getInstance(settings(server));
    }

    private static void connect(Transport transport, MailServer server) throws MessagingException {
        transport.connect(
                server.host(),
                server.port(),
                server.login().map(MailServer.Login::user).orElse(null),
                server.login().map(MailServer.Login::password).orElse(null));
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
        if (server.login().filter(MailServer.Login::isToken).isPresent()) {
            settings.put("mail.smtp.auth.mechanisms", "XOAUTH2");
        }
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
                    return new MailRefused(WRONG_LOGIN, wrongLogin(server), thrown);
                }
                case SMTPAddressFailedException refused -> {
                    return new MailRefused(
                            refused.getReturnCode(),
                            host
                                    + " does not take mail for "
                                    + refused.getAddress().getAddress()
                                    + ": "
                                    + Words.of(refused.getMessage()),
                            thrown);
                }
                case SMTPSenderFailedException refused -> {
                    return new MailRefused(
                            refused.getReturnCode(),
                            host + " did not take the mail: " + Words.of(refused.getMessage()),
                            thrown);
                }
                case SMTPSendFailedException gone when gone.getReturnCode() < 0 -> {
                    return new OutboundFailure(
                            Kind.BROKEN, host + " hung up before it had taken the mail.", thrown);
                }
                case SMTPSendFailedException refused
                        when refused.getReturnCode() >= 400 && refused.getCause() == null -> {
                    return new MailRefused(
                            refused.getReturnCode(),
                            host + " did not take the mail: " + Words.of(refused.getMessage()),
                            thrown);
                }
                default -> {
                    // What lies below may say more.
                }
            }
        }
        if (Words.of(thrown.getMessage()).contains(NO_STARTTLS)) {
            return new OutboundFailure(Kind.TLS, noStartTls(server), thrown);
        }
        boolean network =
                thrown.getCause() instanceof IOException
                        || String.valueOf(thrown.getMessage()).startsWith(NO_GREETING);
        return new OutboundFailure(
                network ? Kind.CONNECT : Kind.INVALID,
                host + " did not take the mail: " + Words.of(thrown.getMessage()),
                thrown);
    }

    private static String wrongLogin(MailServer server) {
        return server.host()
                + " did not accept "
                + (server.login().filter(MailServer.Login::isToken).isPresent()
                        ? "the access token of this user."
                        : "user name and password.");
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
