package io.hookline.connectors;

import io.hookline.connectors.files.FileConnector;
import io.hookline.connectors.files.FileConnector.Check;
import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.mail.MailService;
import io.hookline.connectors.okta.OktaCards;
import io.hookline.connectors.slack.SlackPing;
import io.hookline.connectors.teams.Webhooks;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.outbound.Answer;
import io.hookline.outbound.MailRefused;
import io.hookline.outbound.MailSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Calls that show whether a connection works and change nothing: one of the connector, or that of
 * an address which a person names.
 */
public final class ConnectionTests {
    /** What connectors call when nobody names an address. */
    private static final Map<String, String> USUAL =
            Map.of(
                    "slack",
                    "auth.test",
                    "okta",
                    "/api/v1/users?limit=1",
                    "oktarealms",
                    "/api/v1/realms?limit=1");

    private static final Set<String> MAIL = Set.of("email", "gmail", "office365mail");

    private final Calls calls;
    private final Function<String, Optional<FileConnector>> files;
    private final SlackPing slack;
    private final MailService mails;

    public ConnectionTests(Calls calls, MailSender mail) {
        this(calls, mail, id -> Optional.empty());
    }

    /**
     * @param files the connectors that are files, by their ids
     */
    public ConnectionTests(
            Calls calls, MailSender mail, Function<String, Optional<FileConnector>> files) {
        this.calls = calls;
        this.files = files;
        this.mails = new MailService(mail, calls);
        this.slack = new SlackPing(calls);
    }

    /**
     * How a test ended.
     *
     * @param address what was called, without the query; empty when there was nothing to call
     * @param status that of the answer; empty when there was none
     * @param failure {@code dns}, {@code connect}, {@code guarded}, {@code tls}, {@code timeout},
     *     {@code broken}, {@code busy}, {@code invalid}: there was no answer; {@code token}: none
     *     could be got; {@code status}, {@code refused}: the answer says so
     * @param reason the failure in sentences, without secrets
     */
    public record Ended(
            Optional<URI> address,
            Optional<Integer> status,
            Optional<String> failure,
            Optional<String> reason) {
        public boolean works() {
            return failure.isEmpty();
        }
    }

    /**
     * Calls the other system once.
     *
     * @param path below the base URL; empty for what the connector usually asks
     */
    public Ended test(Connection given, Optional<String> path) {
        if (isMail(given)) {
            return mail(given);
        }
        if (Webhooks.CONNECTORS.contains(given.connector())) {
            return new Ended(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("invalid"),
                    Optional.of(
                            "A webhook has nothing to ask that posts no message. Run a flow that"
                                    + " sends one."));
        }
        Optional<FileConnector> file = files.apply(given.connector());
        Connection connection =
                file.flatMap(FileConnector::baseUrl)
                        .filter(usual -> given.baseUrl().isEmpty())
                        .map(given::at)
                        .orElse(given);
        Optional<Check> check = file.flatMap(FileConnector::check).filter(usual -> path.isEmpty());
        Optional<URI> address = Optional.empty();
        try {
            address = Optional.of(address(connection, path.or(() -> check.map(Check::path))));
            var unused = calls.token(connection);
        } catch (CardFailure failure) {
            boolean noToken = address.isPresent() && unreached(failure).isEmpty();
            return new Ended(
                    address,
                    Optional.empty(),
                    Optional.of(noToken ? "token" : unreached(failure).orElse("invalid")),
                    Optional.ofNullable(failure.getMessage()));
        }
        try {
            int status = 200;
            if (check.isPresent() && !connection.standIn()) {
                status = check.get().call().of(connection, check.get().path());
            } else if (isSlack(connection, path)) {
                slack.ask(connection);
            } else {
                status = get(connection, address.get()).status();
            }
            return new Ended(address, Optional.of(status), Optional.empty(), Optional.empty());
        } catch (CardFailure failure) {
            boolean noToken = Calls.isAboutToken(failure);
            Optional<Integer> status =
                    noToken ? Optional.empty() : failure.answer().map(answer -> answer.status());
            String answered =
                    status.filter(code -> code >= 200 && code < 300).isPresent()
                            ? "refused"
                            : status.isPresent() ? "status" : noToken ? "token" : "invalid";
            return new Ended(
                    address,
                    status,
                    Optional.of(unreached(failure).orElse(answered)),
                    Optional.ofNullable(failure.getMessage()));
        }
    }

    private Ended mail(Connection connection) {
        try {
            mails.check(connection);
            return new Ended(
                    connection.baseUrl(), Optional.empty(), Optional.empty(), Optional.empty());
        } catch (CardFailure failure) {
            String kind =
                    failure.getCause() instanceof MailRefused
                            ? "refused"
                            : unreached(failure).orElse("invalid");
            return new Ended(
                    connection.baseUrl(),
                    Optional.empty(),
                    Optional.of(kind),
                    Optional.ofNullable(failure.getMessage()));
        }
    }

    private static boolean isMail(Connection connection) {
        return MAIL.contains(connection.connector())
                || connection
                        .baseUrl()
                        .map(URI::getScheme)
                        .filter(scheme -> scheme.toLowerCase(Locale.ROOT).startsWith("smtp"))
                        .isPresent();
    }

    private static boolean isSlack(Connection connection, Optional<String> path) {
        return connection.connector().equals("slack") && path.isEmpty();
    }

    private static Optional<String> unreached(CardFailure failure) {
        return failure.getCause() instanceof OutboundFailure outbound
                ? Optional.of(outbound.kind().name().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static URI address(Connection connection, Optional<String> path) {
        String base = Calls.base(connection, usualBase(connection)).toString();
        String below = path.orElse(USUAL.getOrDefault(connection.connector(), ""));
        try {
            return URI.create(
                    below.isEmpty() || below.startsWith("/") || below.startsWith("?")
                            ? base + below
                            : base + "/" + below);
        } catch (IllegalArgumentException mistake) {
            throw new CardFailure.Invalid(
                    "The path is not one of an address; letters that may not stand in an address"
                            + " are written with %.");
        }
    }

    private static String usualBase(Connection connection) {
        if (connection.baseUrl().isEmpty() && !connection.connector().equals("slack")) {
            throw new CardFailure.Invalid(
                    "The connection \""
                            + connection.name()
                            + "\" has no base URL that could be called. Set it, then test again.");
        }
        return "https://slack.com/api";
    }

    private Answer get(Connection connection, URI address) {
        Call call =
                new Call(
                        String.valueOf(address.getHost()),
                        connection,
                        Calls.base(connection, usualBase(connection)),
                        "GET",
                        address,
                        List.of(new Request.Header("Accept", "*/*")),
                        new byte[0]);
        boolean isOkta = OktaCards.CONNECTORS.contains(connection.connector());
        return calls.send(
                isOkta && !connection.standIn() ? call.withTokenAs(OktaCards.TOKEN_SCHEME) : call);
    }
}
