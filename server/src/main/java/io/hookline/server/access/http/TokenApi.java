package io.hookline.server.access.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.ApiToken;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Tokens;
import io.hookline.server.http.Body;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** API tokens over HTTP: list, create (the value is shown once), change, revoke. */
public final class TokenApi implements Resource<ApiToken> {
    private final Tokens tokens;
    private final InstantSource clock;

    public TokenApi(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    public List<Route> routes() {
        return Resource.routes(
                "/api/hookline/v1/tokens", Permission.MANAGE_USERS, Permission.MANAGE_USERS, this);
    }

    @Override
    public List<ApiToken> list(long after, int limit) {
        return tokens.list(after, limit);
    }

    @Override
    public ApiToken get(String id) {
        return tokens.get(id);
    }

    @Override
    public Created<ApiToken> create(Caller caller, Body body) {
        ApiToken.Kind kind = GrantReader.kind(body);
        ApiToken.Grant grant = GrantReader.fresh(body, kind, clock.instant());
        requireNoMoreThan(caller, grant);
        Tokens.Created created = tokens.create(caller, kind, grant);
        return new Created<>(created.token(), Map.of("token", created.value()));
    }

    @Override
    public ApiToken update(Caller caller, ApiToken before, Body body) {
        ApiToken.Grant grant = GrantReader.changed(body, before, clock.instant());
        requireNoMoreThan(caller, grant);
        return tokens.update(caller, before.id(), grant);
    }

    @Override
    public void delete(Caller caller, String id) {
        tokens.revoke(caller, id);
    }

    @Override
    public String id(ApiToken token) {
        return token.id();
    }

    @Override
    public long place(ApiToken token) {
        return token.place();
    }

    /** Shown once, when it was created; whoever sends it back changes nothing. */
    @Override
    public Set<String> writeOnly() {
        return Set.of("token");
    }

    /** Who may make tokens could otherwise make itself one that may do everything. */
    private static void requireNoMoreThan(Caller caller, ApiToken.Grant grant) {
        caller.requireAll(
                grant.permissions(),
                "permissions: a token cannot have more permissions than the one who grants them");
    }

    @Override
    public ObjectNode json(ApiToken token) {
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
        json.put("owner", token.owner().orElse(null));
        json.put("expires", token.grant().expires().map(Instant::toString).orElse(null));
        json.put("lastUsed", token.lastUsed().map(Instant::toString).orElse(null));
        return json;
    }
}
