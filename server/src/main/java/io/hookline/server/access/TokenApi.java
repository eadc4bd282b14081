package io.hookline.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Json;
import io.hookline.server.http.Problem;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /api/hookline/v1/tokens}: list, create (the value is shown once), revoke. */
public final class TokenApi implements HttpService {
    private static final int MAX_BODY = 64 * 1024;

    private final Tokens tokens;

    public TokenApi(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/api/hookline/v1/tokens", this::list)
                .post("/api/hookline/v1/tokens", this::create)
                .delete("/api/hookline/v1/tokens/{id}", this::revoke);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_USERS);
        ArrayNode list = Json.MAPPER.createArrayNode();
        tokens.list().forEach(token -> list.add(json(token)));
        Bodies.send(response, 200, list);
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_USERS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        String name = body.path("name").asText("").strip();
        if (name.isEmpty() || name.length() > 255) {
            throw Problem.badRequest("name: expected 1 to 255 characters.");
        }
        Set<Permission> permissions = permissions(body.path("permissions"));
        if (!caller.permissions().containsAll(permissions)) {
            throw new Problem(
                    403,
                    "Not allowed",
                    "permissions: a token cannot have more permissions than the one who makes it.");
        }
        Tokens.Created created = tokens.create(name, permissions, expires(body.path("expires")));
        ObjectNode answer = json(created.token());
        answer.put("token", created.value().reveal());
        Bodies.send(response, 201, answer);
    }

    private void revoke(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_USERS);
        tokens.revoke(request.path().pathParameters().get("id"));
        Bodies.sendEmpty(response);
    }

    private static Set<Permission> permissions(JsonNode names) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (JsonNode name : names) {
            permissions.add(
                    Arrays.stream(Permission.values())
                            .filter(permission -> word(permission).equals(name.asText()))
                            .findFirst()
                            .orElseThrow(() ->
                                    Problem.badRequest(
                                            "permissions: " + name + " is none; " + expected())));
        }
        if (permissions.isEmpty()) {
            throw Problem.badRequest("permissions: " + expected());
        }
        return permissions;
    }

    private static String expected() {
        return Arrays.stream(Permission.values())
                .map(TokenApi::word)
                .collect(Collectors.joining(", ", "expected a list of one or more of ", "."));
    }

    private static Optional<Instant> expires(JsonNode text) {
        if (text.isMissingNode() || text.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text.asText()));
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "expires: "
                            + text
                            + " is no instant such as 2027-01-31T00:00:00Z; leave it out for a"
                            + " token without end.");
        }
    }

    private static ObjectNode json(Tokens.ApiToken token) {
        ObjectNode json = Json.object();
        json.put("id", token.id());
        json.put("name", token.name());
        ArrayNode permissions = json.putArray("permissions");
        token.permissions().stream().sorted().map(TokenApi::word).forEach(permissions::add);
        json.put("created", token.created().toString());
        json.put("expires", token.expires().map(Instant::toString).orElse(null));
        json.put("lastUsed", token.lastUsed().map(Instant::toString).orElse(null));
        return json;
    }

    private static String word(Permission permission) {
        return permission.name().toLowerCase(Locale.ROOT);
    }
}
