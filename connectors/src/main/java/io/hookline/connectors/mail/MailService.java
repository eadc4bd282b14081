package io.hookline.connectors.mail;

import io.hookline.connectors.approval.ApprovalRequest;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.Mail;
import io.hookline.outbound.MailRefused;
import io.hookline.outbound.MailSender;
import io.hookline.outbound.MailServer;
import io.hookline.outbound.MailServer.Login;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.OutboundFailure.Kind;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Sends the mails of cards through the mail server of a connection. */
public final class MailService {
    /** More would be a list of people, which is for software that keeps lists. */
    private static final int MOST_RECIPIENTS = 100;

    /** Mail servers commonly take 25 MB, with what Base64 adds. */
    private static final long LARGEST_FILES = 18L * 1024 * 1024;

    private final MailSender sender;
    private final Calls calls;

    /**
     * @param calls gets tokens of connections that prove themselves by one
     */
    public MailService(MailSender sender, Calls calls) {
        this.sender = sender;
        this.calls = calls;
    }

    /**
     * A mail as cards have it.
     *
     * @param from the sender; empty for the connection's user name
     */
    record Draft(
            Optional<String> from,
            List<String> to,
            List<String> cc,
            List<String> bcc,
            Optional<String> subject,
            Optional<String> body,
            boolean isHtml,
            List<FileContent> files) {
        /** A mail that asks people to approve. */
        static Draft asking(
                CardContext context,
                Optional<String> from,
                List<String> to,
                ApprovalRequest request,
                URI page) {
            String subject = context.notice("Approval needed: " + request.question());
            return new Draft(
                    from,
                    to,
                    List.of(),
                    List.of(),
                    Optional.of(subject.replaceAll("\\s+", " ")),
                    Optional.of(request.message(context, page)),
                    false,
                    List.of());
        }
    }

    /**
     * Sends it.
     *
     * @param usual the mail server of a connection that names none; empty when there is no such
     * @return its Message-ID
     * @throws CardFailure when no mail server took it for everybody it is for
     */
    String send(CardContext context, Optional<URI> usual, Draft draft) {
        Connection connection = context.connection();
        String from = sender(connection, draft);
        Mail mail = mail(context, from, draft);
        MailServer server = new MailServer(address(connection, usual), login(connection, from));
        return asking(connection, () -> sender.send(server, mail));
    }

    /**
     * Connects to the mail server and proves itself, and sends nothing.
     *
     * @throws CardFailure when that fails
     */
    public void check(Connection connection) {
        Optional<URI> usual =
                switch (connection.connector()) {
                    case "gmail" -> GmailCards.USUAL;
                    case "office365mail" -> OfficeMailCards.USUAL;
                    default -> Optional.empty();
                };
        MailServer server =
                new MailServer(
                        address(connection, usual),
                        login(connection, user(connection).orElse(connection.name())));
        asking(
                connection,
                () -> {
                    sender.check(server);
                    return server;
                });
    }

    /** Asks a mail server, and tells whoever keeps the connection how that went. */
    private <T> T asking(Connection connection, Supplier<T> question) {
        calls.awaitTurn(connection);
        try {
            T answer = question.get();
            connection.answered();
            return answer;
        } catch (MailRefused refused) {
            if (refused.isOfCredentials()) {
                connection.failed(refused.getMessage());
            } else {
                connection.answered();
            }
            throw caused(refused(connection, refused), refused);
        } catch (OutboundFailure failure) {
            if (failure.kind() == Kind.INVALID) {
                throw caused(new CardFailure.Invalid(failure.getMessage()), failure);
            }
            connection.failed(failure.getMessage());
            throw caused(
                    failure.kind() == Kind.GUARDED
                            ? new CardFailure.Invalid(failure.getMessage())
                            : new CardFailure.Unavailable(failure.getMessage()),
                    failure);
        }
    }

    private static CardFailure caused(CardFailure failure, OutboundFailure cause) {
        failure.initCause(cause);
        return failure;
    }

    private static CardFailure refused(Connection connection, MailRefused refused) {
        if (refused.isOfCredentials()) {
            return new CardFailure.Unauthorised(
                    refused.getMessage()
                            + " Correct the credentials of the connection \""
                            + connection.name()
                            + "\".");
        }
        return refused.mayPassLater()
                ? new CardFailure.Unavailable(
                        refused.getMessage() + " The same mail may pass later.")
                : new CardFailure.Rejected(
                        refused.getMessage() + " Nobody got it. Sending it again changes nothing.");
    }

    private static Mail mail(CardContext context, String from, Draft draft) {
        int recipients = draft.to().size() + draft.cc().size() + draft.bcc().size();
        if (recipients == 0) {
            throw new CardFailure.Invalid(
                    "The mail goes to nobody: \"To\", \"CC\" and \"BCC\" are empty.");
        }
        if (recipients > MOST_RECIPIENTS) {
            throw new CardFailure.Invalid(
                    "The mail goes to "
                            + recipients
                            + " addresses; a card sends to "
                            + MOST_RECIPIENTS
                            + " at most. Write to a list, or send several.");
        }
        return new Mail(
                from,
                draft.to(),
                draft.cc(),
                draft.bcc(),
                context.notice(draft.subject().orElse("")),
                new Mail.Text(draft.body().orElse(""), draft.isHtml()),
                attachments(draft.files()),
                Optional.of(id(context, from)));
    }

    private static List<Mail.Attachment> attachments(List<FileContent> files) {
        List<Mail.Attachment> attachments = new ArrayList<>();
        long bytes = 0;
        for (FileContent file : files) {
            byte[] content = file.bytes();
            bytes += content.length;
            if (bytes > LARGEST_FILES) {
                throw new CardFailure.Invalid(
                        "The files have more than "
                                + LARGEST_FILES / (1024 * 1024)
                                + " MB, which mail servers do not take. Send a link instead.");
            }
            attachments.add(new Mail.Attachment(file.name(), file.contentType(), content));
        }
        return attachments;
    }

    /** The same when the card runs again, so that receivers can tell a mail that came twice. */
    private static String id(CardContext context, String from) {
        UUID id = UUID.nameUUIDFromBytes(context.idempotencyKey().getBytes(StandardCharsets.UTF_8));
        String domain = from.substring(from.lastIndexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
        return id + "@" + (domain.isEmpty() ? "localhost" : domain);
    }

    private static String sender(Connection connection, Draft draft) {
        return draft.from()
                .map(String::strip)
                .filter(from -> !from.isEmpty())
                .or(() -> user(connection).filter(name -> name.contains("@")))
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "No sender is given: fill in \"From\", or let the connection \""
                                        + connection.name()
                                        + "\" have a mail address as its user name."));
    }

    private static Optional<String> user(Connection connection) {
        return connection.auth() instanceof Auth.Basic basic
                ? Optional.of(basic.username())
                : Optional.empty();
    }

    private static URI address(Connection connection, Optional<URI> usual) {
        URI address =
                connection.baseUrl().or(() -> usual).orElseThrow(() -> needsServer(connection));
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("smtp") && !scheme.equals("smtps")) {
            throw needsServer(connection);
        }
        return address;
    }

    private static CardFailure needsServer(Connection connection) {
        return new CardFailure.Invalid(
                "The connection \""
                        + connection.name()
                        + "\" needs the address of a mail server as its base URL, for example"
                        + " smtp://mail.example.org for STARTTLS or smtps://mail.example.org.");
    }

    private Optional<Login> login(Connection connection, String from) {
        return switch (connection.auth()) {
            case Auth.None none -> Optional.empty();
            case Auth.Basic basic ->
                    Optional.of(new Login(basic.username(), basic.password().reveal()));
            default ->
                    Optional.of(
                            calls.token(connection)
                                    .map(Secret::reveal)
                                    .map(token -> new Login(from, token, true))
                                    .orElseThrow(() ->
                                            new CardFailure.Invalid(
                                                    "The connection \""
                                                            + connection.name()
                                                            + "\" sends a header, which mail"
                                                            + " servers do not know. Give it user"
                                                            + " name and password, or a token.")));
        };
    }
}
