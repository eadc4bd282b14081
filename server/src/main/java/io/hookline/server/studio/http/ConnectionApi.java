package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.card.Secret;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.Connections.Draft;
import io.hookline.server.studio.connection.Connections.Proof;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/connections}; secrets go in and never come out. */
public final class ConnectionApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/connections";
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_SECRET = 16 * 1024;
    private static final Set<String> SCHEMES = Set.of("https", "http", "smtps", "smtp");

    private final Connections connections;
    private final Predicate<URI> mayBePlain;
    private final Supplier<URI> baseUrl;

    /**
     * @param mayBePlain whether credentials may go to that address without encryption
     */
    public ConnectionApi(
            Connections connections, Predicate<URI> mayBePlain, Supplier<URI> baseUrl) {
        this.connections = connections;
        this.mayBePlain = mayBePlain;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .post(PATH, this::create)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::put)
                .delete(PATH + "/{id}", this::delete);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Page page = Page.of(request);
        page.send(
                request,
                response,
                baseUrl.get(),
                connections.list(page),
                Connections.Stored::seq,
                ConnectionApi::json);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Bodies.send(response, 200, json(connections.get(id(request))));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        String connector = Fields.name(body, "connector");
        if (!connector.matches("[A-Za-z0-9_-]{1,100}")) {
            throw Fields.invalid("connector", "expected a connector's name such as slack.");
        }
        Draft draft = draft(body, connector, Optional.empty());
        if (draft.proof().kind() != Proof.Kind.NONE && draft.secret().isEmpty()) {
            throw Fields.invalid("auth." + secretField(draft.proof().kind()), "expected a text.");
        }
        Connections.Stored connection = connections.create(caller, draft);
        response.header(
                HeaderNames.LOCATION,
                baseUrl.get().resolve(PATH + "/" + connection.id()).toString());
        Bodies.send(response, 201, json(connection));
    }

    private void put(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        Connections.Stored before = connections.get(id(request));
        Draft draft =
                draft(Bodies.object(request, MAX_BODY), before.connector(), Optional.of(before));
        Bodies.send(response, 200, json(connections.update(caller, before.id(), draft)));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        connections.delete(caller, id(request));
        Bodies.sendEmpty(response);
    }

    /** What is left out stays as it is. */
    private Draft draft(ObjectNode body, String connector, Optional<Connections.Stored> before) {
        String name = Fields.name(body, "name");
        Optional<URI> url =
                body.has("baseUrl")
                        ? Fields.text(body, "baseUrl", 2_000)
                                .filter(text -> !text.isBlank())
                                .map(ConnectionApi::url)
                        : before.flatMap(Connections.Stored::baseUrl);
        JsonNode auth = body.path("auth");
        if (!Fields.isAbsent(auth) && !auth.isObject()) {
            throw Fields.invalid("auth", "expected an object with a type.");
        }
        Proof proof =
                Fields.isAbsent(auth)
                        ? before.map(Connections.Stored::proof)
                                .orElse(new Proof(Proof.Kind.NONE, ""))
                        : proof(auth);
        if (proof.kind() != Proof.Kind.NONE
                && url.filter(uri -> isPlain(uri) && !mayBePlain.test(uri)).isPresent()) {
            throw Fields.invalid(
                    "baseUrl",
                    "credentials go over https only; plain http is possible to addresses that"
                            + " HOOKLINE_OUTBOUND_ALLOW names.");
        }
        boolean standIn =
                Fields.flag(body, "standIn")
                        .orElse(before.map(Connections.Stored::standIn).orElse(false));
        boolean asks =
                url.filter(uri -> uri.getScheme().toLowerCase(Locale.ROOT).startsWith("http"))
                        .isPresent();
        if (standIn && !asks) {
            throw Fields.invalid(
                    "baseUrl", "a service that stands in needs its address, with https.");
        }
        return new Draft(name, connector, url, proof, secret(auth, proof.kind()), standIn);
    }

    private static Proof proof(JsonNode auth) {
        Proof.Kind kind = kind(auth);
        return new Proof(kind, proofName(auth, kind));
    }

    /** With smtp the password waits for STARTTLS. */
    private static boolean isPlain(URI url) {
        return url.getScheme().equalsIgnoreCase("http");
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.strip());
            String scheme =
                    Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (SCHEMES.contains(scheme)
                    && url.getHost() != null
                    && url.getPort() != 0
                    && url.getPort() <= 65_535
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // answered below
        }
        throw Fields.invalid(
                "baseUrl",
                "expected an address such as https://slack.com/api, without user, query and"
                        + " fragment, with a port up to 65535 if any.");
    }

    private static Proof.Kind kind(JsonNode auth) {
        String type = auth.path("type").asText("");
        for (Proof.Kind kind : Proof.Kind.values()) {
            if (word(kind).equals(type)) {
                return kind;
            }
        }
        throw Fields.invalid(
                "auth.type",
                "expected none, token, basic or header, found "
                        + Fields.shown(auth.path("type"))
                        + ".");
    }

    private static String word(Proof.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String proofName(JsonNode auth, Proof.Kind kind) {
        return switch (kind) {
            case NONE, TOKEN -> "";
            case BASIC -> nested(auth, "username");
            case HEADER -> headerName(nested(auth, "name"));
        };
    }

    private static String nested(JsonNode auth, String field) {
        JsonNode text = auth.path(field);
        if (!text.isTextual() || text.textValue().isBlank() || text.textValue().length() > 1_000) {
            throw Fields.invalid("auth." + field, "expected a text of 1 to 1000 characters.");
        }
        return text.textValue();
    }

    private static String headerName(String name) {
        boolean reserved =
                Set.of(
                                "host",
                                "content-length",
                                "transfer-encoding",
                                "connection",
                                "te",
                                "upgrade",
                                "trailer")
                        .contains(name.toLowerCase(Locale.ROOT));
        if (reserved || !name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}")) {
            throw Fields.invalid("auth.name", "\"" + name + "\" cannot be the name of a header.");
        }
        return name;
    }

    private static String secretField(Proof.Kind kind) {
        return switch (kind) {
            case NONE, TOKEN -> "token";
            case BASIC -> "password";
            case HEADER -> "value";
        };
    }

    /** The secret that was sent; empty to keep the one that is there. */
    private static Optional<Secret> secret(JsonNode auth, Proof.Kind kind) {
        JsonNode secret = auth.path(secretField(kind));
        if (kind == Proof.Kind.NONE || Fields.isAbsent(secret)) {
            return Optional.empty();
        }
        boolean usable =
                secret.isTextual()
                        && !secret.textValue().isBlank()
                        && secret.textValue().length() <= MAX_SECRET
                        && secret.textValue().chars().noneMatch(character -> character < ' ');
        if (!usable) {
            throw Fields.invalid("auth." + secretField(kind), "expected a text on one line.");
        }
        return Optional.of(new Secret(secret.textValue()));
    }

    static ObjectNode json(Connections.Stored connection) {
        ObjectNode json = Json.object().put("id", connection.id()).put("name", connection.name());
        json.put("connector", connection.connector());
        json.put("baseUrl", connection.baseUrl().map(URI::toString).orElse(null));
        ObjectNode auth = json.putObject("auth").put("type", word(connection.proof().kind()));
        switch (connection.proof().kind()) {
            case BASIC -> auth.put("username", connection.proof().name());
            case HEADER -> auth.put("name", connection.proof().name());
            case NONE, TOKEN -> {}
        }
        return json.put("standIn", connection.standIn()).put("filled", connection.filled());
    }
}
