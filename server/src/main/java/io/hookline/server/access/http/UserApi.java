package io.hookline.server.access.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.User;
import io.hookline.server.access.Users;
import io.hookline.server.http.Body;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** People over HTTP: their accounts, roles, passwords and sessions, for those who manage users. */
public final class UserApi implements Resource<User> {
    private static final String PATH = "/api/hookline/v1/users";
    private static final String ONE = PATH + "/{id}";
    private static final String ONE_TIME_PASSWORD = "oneTimePassword";
    private static final int MAX_NAME = 200;
    private static final int MAX_ROLES = 50;

    private final Users users;
    private final Sessions sessions;

    public UserApi(Users users, Sessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        Permission manage = Permission.MANAGE_USERS;
        List<Route> routes = new ArrayList<>(Resource.routes(PATH, manage, manage, this));
        routes.add(Route.post(ONE + "/password", manage, this::resetPassword));
        routes.add(
                Route.get(
                        ONE + "/sessions",
                        manage,
                        request -> SessionJson.list(sessions.list(user(request).id()), "")));
        routes.add(Route.delete(ONE + "/sessions", manage, this::signOutEverywhere));
        return routes;
    }

    private User user(Request request) {
        return users.get(request.path("id"));
    }

    @Override
    public List<User> list(long after, int limit) {
        return users.list("", after, limit);
    }

    @Override
    public List<User> list(Query query, long after, int limit) {
        return users.list(query.text("q").orElse(""), after, limit);
    }

    @Override
    public User get(String id) {
        return users.get(id);
    }

    @Override
    public Created<User> create(Caller caller, Body body) {
        body.allowOnly("name", "roles");
        Users.Invitation made = users.create(caller, body.line("name", MAX_NAME), roles(body));
        return new Created<>(made.user(), Map.of(ONE_TIME_PASSWORD, made.password()));
    }

    @Override
    public User update(Caller caller, User before, Body body) {
        return users.update(
                caller,
                before,
                new User.Draft(
                        body.line("name", MAX_NAME),
                        roles(body),
                        body.flag("disabled").orElseGet(before::isDisabled)));
    }

    private static Set<String> roles(Body body) {
        return new LinkedHashSet<>(
                body.texts("roles", 1, MAX_ROLES, MAX_NAME)
                        .orElseThrow(
                                () -> body.invalid("roles", "expected a list of ids of roles.")));
    }

    @Override
    public void delete(Caller caller, String id) {
        users.delete(caller, id);
    }

    @Override
    public String id(User user) {
        return user.id();
    }

    @Override
    public long place(User user) {
        return user.place();
    }

    @Override
    public List<String> tagged() {
        return List.of("name", "roles", "disabled");
    }

    /** Shown once, when it was made; whoever sends it back changes nothing. */
    @Override
    public Set<String> writeOnly() {
        return Set.of(ONE_TIME_PASSWORD);
    }

    private Response resetPassword(Request request) {
        Users.Invitation made = users.resetPassword(request.caller(), request.path("id"));
        return Response.json(json(made.user()).put(ONE_TIME_PASSWORD, made.password().reveal()))
                .noStore();
    }

    private Response signOutEverywhere(Request request) {
        User user = user(request);
        request.caller().requireAll(users.permissions(user), "This person may do more than you");
        sessions.endAll(request.caller(), user);
        return Response.empty();
    }

    @Override
    public ObjectNode json(User user) {
        ObjectNode json = Json.object();
        json.put("id", user.id());
        json.put("name", user.name());
        json.put(
                "signIn",
                switch (user.origin()) {
                    case User.Origin.Local() -> "password";
                    case User.Origin.Invited(Instant until) -> "one_time_password";
                    case User.Origin.Issuer(String issuer, String subject) -> "identity_provider";
                });
        json.put(
                "passwordExpires",
                user.origin() instanceof User.Origin.Invited(Instant until)
                        ? until.toString()
                        : null);
        texts(json.putArray("roles"), user.roles());
        texts(
                json.putArray("permissions"),
                users.permissions(user).stream().map(Permission::word).toList());
        json.put("disabled", user.isDisabled());
        json.put("created", user.created().toString());
        json.put("lastSignIn", text(user.lastSignIn()));
        return json;
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static void texts(ArrayNode array, Collection<String> texts) {
        texts.stream().sorted().forEach(array::add);
    }
}
