package io.hookline.connectors;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a person says to make a connection of a connector that is code; connectors that are files
 * say it themselves.
 *
 * @param auth what its connections are made with, the best one first
 * @param baseUrl the address of connections that name none; empty when they must
 * @param help where address and credentials come from
 */
public record ConnectionForm(
        String id, String name, List<String> auth, Optional<URI> baseUrl, String help) {
    private static final String NONE = "none";
    private static final String TOKEN = "token";
    private static final String BASIC = "basic";
    private static final String HEADER = "header";
    private static final String OAUTH2 = "oauth2";

    /** All of them, in the order of their names. */
    public static final List<ConnectionForm> ALL =
            List.of(
                    new ConnectionForm(
                            "httpfunctions",
                            "API Connector",
                            List.of(NONE, TOKEN, BASIC, HEADER, OAUTH2),
                            Optional.empty(),
                            "Any HTTP API. Without credentials the cards may call any address."),
                    new ConnectionForm(
                            "email",
                            "Email",
                            List.of(BASIC, TOKEN, OAUTH2, NONE),
                            Optional.empty(),
                            "The mail server, such as smtp://mail.example.org for STARTTLS or"
                                    + " smtps://mail.example.org for TLS."),
                    new ConnectionForm(
                            "gmail",
                            "Gmail",
                            List.of(BASIC, OAUTH2, TOKEN),
                            Optional.of(URI.create("smtp://smtp.gmail.com")),
                            "An address of Gmail and an app password."),
                    new ConnectionForm(
                            "teamswebhook",
                            "Microsoft Teams Webhook",
                            List.of("address"),
                            Optional.empty(),
                            "The address that Teams shows when a channel gets a webhook."),
                    new ConnectionForm(
                            "office365mail",
                            "Office 365 Mail",
                            List.of(OAUTH2, BASIC, TOKEN),
                            Optional.of(URI.create("smtp://smtp.office365.com")),
                            "A mailbox of Office 365 that may send by SMTP."),
                    new ConnectionForm(
                            "okta",
                            "Okta",
                            List.of(OAUTH2, TOKEN),
                            Optional.empty(),
                            "The address of the org, such as https://example.okta.com. A service"
                                    + " app with a private key, or an API token."),
                    new ConnectionForm(
                            "oktarealms",
                            "Okta Realms",
                            List.of(OAUTH2, TOKEN),
                            Optional.empty(),
                            "As for Okta."),
                    new ConnectionForm(
                            "slack",
                            "Slack",
                            List.of(TOKEN, OAUTH2),
                            Optional.of(URI.create("https://slack.com/api")),
                            "The bot token of a Slack app; it begins with xoxb-."));

    public ConnectionForm {
        auth = List.copyOf(auth);
    }
}
