package io.hookline.server.access.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Role;
import io.hookline.server.access.Roles;
import io.hookline.server.http.Body;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** Roles over HTTP: what bundles of permissions people can be given. */
public final class RoleApi implements Resource<Role> {
    private static final int MAX_NAME = 200;
    private static final int MAX_DESCRIPTION = 1_000;

    private final Roles roles;

    public RoleApi(Roles roles) {
        this.roles = roles;
    }

    public List<Route> routes() {
        return Resource.routes(
                "/api/hookline/v1/roles", Permission.MANAGE_USERS, Permission.MANAGE_USERS, this);
    }

    @Override
    public List<Role> list(long after, int limit) {
        return roles.list(after, limit);
    }

    @Override
    public Role get(String id) {
        return roles.get(id);
    }

    @Override
    public Created<Role> create(Caller caller, Body body) {
        body.allowOnly("name", "description", "permissions");
        return new Created<>(roles.create(caller, draft(body)));
    }

    @Override
    public Role update(Caller caller, Role before, Body body) {
        return roles.update(caller, before, draft(body));
    }

    private static Role.Draft draft(Body body) {
        return new Role.Draft(
                body.line("name", MAX_NAME),
                body.text("description", MAX_DESCRIPTION).orElse(""),
                EnumSet.copyOf(
                        body.choices(
                                "permissions", List.of(Permission.values()), Permission::word)));
    }

    @Override
    public void delete(Caller caller, String id) {
        roles.delete(caller, id);
    }

    @Override
    public String id(Role role) {
        return role.id();
    }

    @Override
    public long place(Role role) {
        return role.place();
    }

    @Override
    public List<String> tagged() {
        return List.of("name", "description", "permissions");
    }

    @Override
    public ObjectNode json(Role role) {
        ObjectNode json = Json.object();
        json.put("id", role.id());
        json.put("name", role.name());
        json.put("description", role.draft().description());
        ArrayNode permissions = json.putArray("permissions");
        role.permissions().stream().sorted().map(Permission::word).forEach(permissions::add);
        json.put("builtIn", role.isBuiltIn());
        json.put("updated", role.updated().map(Instant::toString).orElse(null));
        return json;
    }
}
