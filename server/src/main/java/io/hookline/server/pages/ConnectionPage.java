package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;
import static io.hookline.server.pages.Views.badge;
import static io.hookline.server.pages.Views.code;
import static io.hookline.server.pages.Views.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.pages.Views.Tone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connections: whom they reach, how they fare and who uses them; never a secret. */
final class ConnectionPage {
    private ConnectionPage() {}

    static Html content(List<ObjectNode> connections) {
        if (connections.isEmpty()) {
            return all(
                    Views.heading("Connections", Html.NONE),
                    Views.empty(
                            "No connections yet",
                            element(
                                    "p",
                                    text(
                                            "A connection says how flows reach another system."
                                                    + " Importing a flow makes those that it needs;"
                                                    + " make others with "),
                                    code("POST /api/hookline/v1/connections"),
                                    text("."))));
        }
        List<Html> cards = new ArrayList<>();
        connections.forEach(connection ->
                cards.add(
                        element(
                                        "article",
                                        element(
                                                        "div",
                                                        element("h3", link(connection)),
                                                        badges(connection))
                                                .styled("card-head"),
                                        Views.facts(facts(connection).toArray(Html[]::new)))
                                .styled("card")));
        return all(
                Views.heading(
                        "Connections",
                        element(
                                        "span",
                                        text(
                                                Views.count(
                                                        connections.size(),
                                                        "connection",
                                                        "connections")))
                                .styled("count")),
                all(cards));
    }

    /**
     * One connection.
     *
     * @param csrf of the session that may press buttons; empty when there is none
     */
    static Html one(ObjectNode connection, List<ObjectNode> users, Optional<String> csrf) {
        List<Html> facts = facts(connection);
        facts.add(fact("Used by", users(users)));
        return all(
                Views.heading(connection.path("name").asText(), badges(connection)),
                Views.facts(facts.toArray(Html[]::new)),
                connection.path("authorization").isObject()
                        ? authorization(connection, csrf)
                        : Html.NONE);
    }

    private static Html authorization(ObjectNode connection, Optional<String> csrf) {
        JsonNode authorization = connection.path("authorization");
        boolean given = authorization.path("status").asText().equals("authorized");
        Html button =
                csrf.<Html>map(token ->
                                element(
                                                "form",
                                                SignInPages.hidden("csrf", token),
                                                element(
                                                                "button",
                                                                text(
                                                                        given
                                                                                ? "Authorise again"
                                                                                : "Authorise"))
                                                        .with("type", "submit"))
                                        .with("method", "post")
                                        .with("action", path(connection) + "/authorize"))
                        .orElse(note("Sign in to authorise it."));
        return all(
                element("h2", text("Authorisation")),
                given
                        ? Views.facts(
                                fact("Given by", name(authorization.at("/by/name").asText())),
                                fact("Given at", Views.time(authorization.path("at"))),
                                fact(
                                        "Token",
                                        all(
                                                text(
                                                        authorization.path("refreshes").asBoolean()
                                                                ? "Refreshed when it expires, "
                                                                : "Cannot be refreshed; expires "),
                                                Views.time(connection.path("tokenExpiresAt")))))
                        : note(
                                authorization.path("reason").isTextual()
                                        ? authorization.path("reason").asText()
                                        : "A person must give this connection leave before flows"
                                                + " can use it. You are sent to "
                                                + host(connection)
                                                + " and come back here."),
                button);
    }

    private static String host(ObjectNode connection) {
        String address = connection.at("/auth/authorizeUrl").asText();
        return address.replaceFirst("^[a-z]+://", "").replaceFirst("[/?].*$", "");
    }

    private static Html note(String what) {
        return element("p", text(what)).styled("note");
    }

    private static Html users(List<ObjectNode> users) {
        if (users.isEmpty()) {
            return text("No flow");
        }
        List<Html> items = new ArrayList<>();
        users.forEach(flow ->
                items.add(
                        element(
                                "li",
                                element("a", name(flow.path("name").asText()))
                                        .with("href", "/flows/" + plain(flow)))));
        return element("ul", all(items));
    }

    private static List<Html> facts(ObjectNode connection) {
        List<Html> facts = new ArrayList<>();
        facts.add(fact("Connector", code(connection.path("connector").asText())));
        facts.add(
                fact(
                        "Base URL",
                        connection.path("baseUrl").isTextual()
                                ? code(connection.path("baseUrl").asText())
                                : text("The connector's own")));
        if (!connection.path("allowedOrigins").isEmpty()) {
            List<Html> origins = new ArrayList<>();
            connection
                    .path("allowedOrigins")
                    .forEach(origin -> origins.add(element("li", code(origin.asText()))));
            facts.add(fact("Also allowed", element("ul", all(origins))));
        }
        facts.add(fact("Proves itself by", text(proof(connection.path("auth")))));
        listed(connection.at("/protected/users"), "Protected users", facts);
        listed(connection.at("/protected/groups"), "Protected groups", facts);
        if (connection.path("destructivePerHour").isNumber()) {
            facts.add(
                    fact(
                            "Destructive actions",
                            text(
                                    "At most "
                                            + connection.path("destructivePerHour").asText()
                                            + " an hour of each flow")));
        }
        if (connection.path("owner").isObject()) {
            facts.add(fact("Made by", name(connection.at("/owner/name").asText())));
        }
        JsonNode health = connection.path("health");
        if (health.path("lastUsed").isTextual()) {
            facts.add(fact("Last used", Views.time(health.path("lastUsed"))));
        }
        if (health.path("lastFailure").isTextual()) {
            facts.add(
                    fact(
                            "Last failure",
                            all(
                                    Views.time(health.path("lastFailure")),
                                    element("div", name(health.path("reason").asText()))
                                            .styled("note"))));
        }
        return facts;
    }

    private static void listed(JsonNode names, String label, List<Html> facts) {
        if (!names.isEmpty()) {
            List<Html> items = new ArrayList<>();
            names.forEach(one -> items.add(element("li", name(one.asText()))));
            facts.add(fact(label, element("ul", all(items))));
        }
    }

    private static String proof(JsonNode auth) {
        return switch (auth.path("type").asText()) {
            case "token" -> "a token";
            case "basic" -> "user name and password";
            case "header" -> "a header";
            case "oauth2" ->
                    auth.path("grant").asText().equals("authorization_code")
                            ? "OAuth 2.0, authorised by a person"
                            : "OAuth 2.0 client credentials";
            default -> "nothing";
        };
    }

    private static Html badges(ObjectNode connection) {
        return element("span", state(connection)).styled("badges");
    }

    private static Html state(ObjectNode connection) {
        if (!connection.path("filled").asBoolean()) {
            return badge("Not set up", Tone.WARNING);
        }
        if (connection.at("/authorization/status").asText().equals("needed")) {
            return badge("Needs authorisation", Tone.BAD);
        }
        return switch (connection.at("/health/status").asText()) {
            case "working" -> badge("Works", Tone.GOOD);
            case "failing" -> badge("Fails", Tone.BAD);
            default -> badge("Never used", Tone.QUIET);
        };
    }

    private static Html link(ObjectNode connection) {
        return element("a", name(connection.path("name").asText())).with("href", path(connection));
    }

    private static String path(ObjectNode connection) {
        return "/connections/" + plain(connection);
    }

    /** An id in a path of ours. */
    private static String plain(ObjectNode thing) {
        return thing.path("id").asText().replaceAll("[^\\w-]", "");
    }
}
