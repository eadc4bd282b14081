package io.hookline.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Json;
import io.hookline.server.http.Page;
import io.hookline.server.http.Problem;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /api/hookline/v1/tokens}: list, create (the value is shown once), change, revoke. */
public final class TokenApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/tokens";
    private static final int MAX_BODY = 64 * 1024;

    private final Tokens tokens;
    private final InstantSource clock;
    private final Supplier<URI> baseUrl;

    /**
     * @param baseUrl where callers reach us, for links
     */
    public TokenApi(Tokens tokens, InstantSource clock, Supplier<URI> baseUrl) {
        this.tokens = tokens;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .post(PATH, this::create)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::update)
                .delete(PATH + "/{id}", this::revoke);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_USERS);
        Page page = Page.of(request);
        page.send(
                request,
                response,
                baseUrl.get(),
                tokens.list(page.after(), page.limit() + 1),
                ApiToken::place,
                TokenApi::json);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_USERS);
        Bodies.send(response, 200, json(tokens.get(id(request))));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_USERS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        ApiToken.Kind kind = GrantReader.kind(body);
        ApiToken.Grant grant = GrantReader.fresh(body, kind, clock.instant());
        requireNoMoreThan(caller, grant);
        Tokens.Created created = tokens.create(caller, kind, grant);
        ObjectNode answer = json(created.token());
        answer.put("token", created.value().reveal());
        response.header(
                HeaderNames.LOCATION,
                baseUrl.get().resolve(PATH + "/" + created.token().id()).toString());
        // The one answer that holds the value: nobody on the way keeps it.
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Bodies.send(response, 201, answer);
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_USERS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        String id = id(request);
        ApiToken.Grant grant = GrantReader.changed(body, tokens.get(id), clock.instant());
        requireNoMoreThan(caller, grant);
        Bodies.send(response, 200, json(tokens.update(caller, id, grant)));
    }

    private void revoke(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_USERS);
        tokens.revoke(caller, id(request));
        Bodies.sendEmpty(response);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    /** Who may make tokens could otherwise make itself one that may do everything. */
    private static void requireNoMoreThan(Caller caller, ApiToken.Grant grant) {
        Set<Permission> missing = EnumSet.copyOf(grant.permissions());
        missing.removeAll(caller.permissions());
        if (!missing.isEmpty()) {
            throw new Problem(
                    403,
                    "Not allowed",
                    "permissions: a token cannot have more permissions than the one who grants"
                            + " them, and "
                            + caller.name()
                            + " lacks "
                            + missing.stream()
                                    .map(Permission::word)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
    }

    private static ObjectNode json(ApiToken token) {
        ObjectNode json = Json.object();
        json.put("id", token.id());
        json.put("name", token.name());
        json.put("kind", GrantReader.word(token.kind()));
        ArrayNode permissions = json.putArray("permissions");
        token.grant().permissions().stream()
                .sorted()
                .map(Permission::word)
                .forEach(permissions::add);
        json.put("created", token.created().toString());
        json.put("createdBy", token.createdBy().orElse(null));
        json.put("expires", token.grant().expires().map(Instant::toString).orElse(null));
        json.put("lastUsed", token.lastUsed().map(Instant::toString).orElse(null));
        return json;
    }
}
