package io.hookline.server.alert.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Mail;
import io.hookline.outbound.MailSender;
import io.hookline.outbound.MailServer;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.server.alert.rule.AlertRule;
import io.hookline.server.alert.rule.Destination.Mailbox;
import io.hookline.server.alert.rule.Destination.SlackChannel;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.event.search.LogEventForms;
import io.hookline.server.execution.masking.AuthSecrets;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.json.Json;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Brings alerts to where a rule says. */
public final class AlertSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 4 * 1024;
    private static final URI SLACK = URI.create("https://slack.com/api");

    private final HttpSender sender;
    private final Calls calls;
    private final MailSender mail;
    private final Function<String, Optional<Connection>> connections;
    private final AlertLinks links;
    private final InstantSource clock;

    /**
     * @param connections those that can be used, by id
     * @param baseUrl where people see what alerts are about
     */
    public AlertSender(
            HttpSender sender,
            MailSender mail,
            Function<String, Optional<Connection>> connections,
            URI baseUrl,
            InstantSource clock) {
        this.sender = sender;
        this.calls = new Calls(sender, clock);
        this.mail = mail;
        this.connections = connections;
        this.links = new AlertLinks(baseUrl);
        this.clock = clock;
    }

    /** It could not be brought; the message may be shown to whoever may see the rule. */
    public static final class NotSent extends RuntimeException {
        NotSent(String message) {
            super(message);
        }

        NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Sends, and returns when the receiver has taken it.
     *
     * @throws NotSent when it has not
     */
    public void send(AlertRule rule, List<StoredEvent> alerts) {
        AlertMessage message = AlertMessage.of(rule.draft().name(), alerts, links);
        try {
            switch (rule.draft().destination()) {
                case SlackChannel(String connection, String channel) ->
                        slackChannel(connection(connection), channel, text(message));
                case SlackWebhook() -> slackWebhook(rule, text(message));
                case Mailbox(String connection, String from, List<String> to) ->
                        mail.send(
                                mailServer(connection(connection)),
                                new Mail(from, to, message.subject(), message.text()));
                case Webhook(URI url) -> webhook(rule, url, alerts);
            }
        } catch (OutboundFailure e) {
            throw new NotSent(String.valueOf(e.getMessage()), e);
        }
    }

    private Connection connection(String id) {
        return connections
                .apply(id)
                .orElseThrow(() ->
                        new NotSent("The connection " + id + " is missing or not filled in."));
    }

    private static String text(AlertMessage message) {
        return (message.subject() + "\n" + message.text())
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** The other system may repeat in its answer what we sent to prove ourselves. */
    private void slackChannel(Connection connection, String channel, String text) {
        try {
            post(connection, channel, text);
        } catch (CardFailure e) {
            throw new NotSent(secrets(connection).mask(String.valueOf(e.getMessage())), e);
        }
    }

    private static Masker secrets(Connection connection) {
        return Masker.of(AuthSecrets.of(connection.auth()));
    }

    private void post(Connection connection, String channel, String text) {
        URI base = Calls.base(connection, SLACK.toString());
        byte[] body = Json.bytes(Json.object().put("channel", channel).put("text", text));
        Answer answer =
                calls.send(
                        new Call(
                                "Slack",
                                connection,
                                base,
                                "POST",
                                URI.create(base + "/chat.postMessage"),
                                List.of(json()),
                                body));
        JsonNode result = Json.object();
        try {
            result = Json.parse(answer.body());
        } catch (JsonProcessingException e) {
            // Reported below.
        }
        if (!result.path("ok").asBoolean()) {
            throw new NotSent(
                    "Slack did not take the message: "
                            + secrets(connection)
                                    .mask(result.path("error").asText("no answer in Slack's form"))
                            + ".");
        }
    }

    private void slackWebhook(AlertRule rule, String text) {
        URI url = URI.create(rule.secret().map(Secret::reveal).orElse(""));
        send(url, List.of(json()), Json.bytes(Json.object().put("text", text)));
    }

    private void webhook(AlertRule rule, URI url, List<StoredEvent> alerts) {
        ObjectNode body = Json.object().put("type", "hookline.alerts");
        body.putObject("rule").put("id", rule.id()).put("name", rule.draft().name());
        body.put("count", alerts.size());
        alerts.forEach(alert -> {
            body.withArray("events").add(LogEventForms.forLog(alert.json()));
            body.withArray("links").add(links.of(alert.json()).toString());
        });
        byte[] bytes = Json.bytes(body);
        List<Request.Header> headers = new ArrayList<>(List.of(json()));
        // The same for the same alerts, so that a receiver knows what it had.
        UUID id =
                UUID.nameUUIDFromBytes(
                        (rule.id() + " " + alerts.getLast().position())
                                .getBytes(StandardCharsets.UTF_8));
        Instant now = clock.instant();
        headers.add(new Request.Header("webhook-id", id.toString()));
        headers.add(new Request.Header("webhook-timestamp", Long.toString(now.getEpochSecond())));
        rule.secret()
                .map(secret -> new Signing(List.of(new Signing.Key(secret, rule.created()))))
                .ifPresent(signing ->
                        headers.add(
                                new Request.Header(
                                        "webhook-signature", signing.signature(id, now, bytes))));
        send(url, headers, bytes);
    }

    private static Request.Header json() {
        return new Request.Header("Content-Type", "application/json; charset=utf-8");
    }

    private void send(URI url, List<Request.Header> headers, byte[] body) {
        Answer answer =
                sender.sendCredentials(
                        new Request("POST", url, headers, body, TIMEOUT, MAX_ANSWER));
        if (answer.status() / 100 != 2) {
            throw new NotSent(
                    url.getHost() + " answered " + answer.status() + "; 200 to 299 was expected.");
        }
    }

    private static MailServer mailServer(Connection connection) {
        URI address =
                connection
                        .baseUrl()
                        .filter(url ->
                                url.getScheme()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .startsWith("smtp"))
                        .orElseThrow(() ->
                                new NotSent(
                                        "The connection \""
                                                + connection.name()
                                                + "\" needs the address of a mail server, such as"
                                                + " smtps://mail.example.org."));
        return new MailServer(
                address,
                switch (connection.auth()) {
                    case Auth.None none -> Optional.empty();
                    case Auth.Basic basic ->
                            Optional.of(
                                    new MailServer.Login(
                                            basic.username(), basic.password().reveal()));
                    case Auth.Token token -> throw needsPassword(connection);
                    case Auth.Header header -> throw needsPassword(connection);
                    case Auth.Address webhook -> throw needsPassword(connection);
                    case Auth.ClientCredentials client -> throw needsPassword(connection);
                    case Auth.AuthorizationCode code -> throw needsPassword(connection);
                });
    }

    private static NotSent needsPassword(Connection connection) {
        return new NotSent(
                "The connection \""
                        + connection.name()
                        + "\" must have user name and password, or none, to send mail.");
    }
}
