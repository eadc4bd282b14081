package io.hookline.server.access.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.SignIn;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /api/hookline/v1/session}: who a browser is signed in as; signing in and out. */
public final class SessionApi {
    static final String PATH = "/api/hookline/v1/session";

    private static final Admission EVERYBODY = new Admission.Open("people sign in here");
    private static final int MAX_NAME = 255;

    private final SignIn signIn;
    private final OwnHosts hosts;
    private final Farewell farewell;

    /** Where somebody who signs out here may sign out of the identity provider too. */
    @FunctionalInterface
    public interface Farewell {
        Optional<URI> of(Sessions.Session session);
    }

    /**
     * @param hosts refuses requests that come from other sites' pages
     */
    public SessionApi(SignIn signIn, OwnHosts hosts, Farewell farewell) {
        this.signIn = signIn;
        this.hosts = hosts;
        this.farewell = farewell;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, EVERYBODY, SessionApi::get),
                Route.post(PATH, EVERYBODY, this::signIn),
                new Route("DELETE", PATH, new Admission.AnyCaller(), this::signOut));
    }

    private static Response get(Request request) {
        return Response.json(
                request.knownCaller()
                        .map(caller -> {
                            ObjectNode json =
                                    json(caller, request.session().map(Sessions.Session::csrf));
                            request.session().ifPresent(session -> add(json, session));
                            return json;
                        })
                        .orElseGet(() -> Json.object().put("signedIn", false)));
    }

    private static void add(ObjectNode json, Sessions.Session session) {
        json.put("id", session.id())
                .put("mustChoosePassword", session.account().mustChoose())
                .put("hasPassword", !session.isOfIssuer());
    }

    /** Somebody who has just come in, by a password. */
    static ObjectNode entered(Request request, SignIn.Entered entered) {
        return json(entered.caller(request.clientAddress()), Optional.of(entered.session().csrf()))
                .put("mustChoosePassword", entered.account().mustChoose())
                .put("hasPassword", true);
    }

    private static ObjectNode json(Caller caller, Optional<String> csrf) {
        ObjectNode json = Json.object().put("signedIn", true);
        json.put("name", caller.name()).put("kind", caller.kind().name().toLowerCase(Locale.ROOT));
        ArrayNode permissions = json.putArray("permissions");
        EnumSet.allOf(Permission.class).stream()
                .filter(caller.permissions()::contains)
                .forEach(permission -> permissions.add(permission.word()));
        return json.put("csrf", csrf.orElse(null));
    }

    private Response signIn(Request request) {
        hosts.requireOwnOrigin(request);
        Body body = request.object();
        body.allowOnly("name", "password");
        String name = body.line("name", MAX_NAME).strip();
        Secret password =
                body.secret(
                                "password",
                                text ->
                                        !text.isEmpty()
                                                && text.length() <= Accounts.MAX_PASSWORD * 4,
                                "expected a text")
                        .orElseThrow(() -> body.invalid("password", "expected a text."));
        String mark = request.cookie(SessionCookies.BROWSER).orElse("");
        return switch (signIn.signIn(name, password, SessionCookies.visit(request), mark)) {
            case SignIn.Attempt.In(SignIn.Entered entered) ->
                    SessionCookies.entered(
                            request, Response.json(entered(request, entered)), entered);
            case SignIn.Attempt.Wrong() ->
                    throw new Problem(
                            401, "Name or password is wrong", "Name or password is wrong.");
            case SignIn.Attempt.Barred(String why) -> throw new Problem(403, "Not signed in", why);
            case SignIn.Attempt.TooEarly(Duration wait) ->
                    throw new Refusal.RateLimited(
                            "Too many attempts",
                            "Too many attempts. Try again in " + (wait.toSeconds() + 1) + " s.",
                            wait);
        };
    }

    private Response signOut(Request request) {
        boolean everywhere = request.query().flag("everywhere").orElse(false);
        if (request.session().isEmpty()) {
            throw new Refusal.Conflict(
                    "No session",
                    "The request bears a token and no session: there is nothing to sign out of.");
        }
        Sessions.Session session = request.session().get();
        // Asked before the session is gone.
        Optional<URI> onward = farewell.of(session);
        if (everywhere) {
            signIn.signOutEverywhere(session, request.clientAddress());
        } else {
            signIn.signOut(session, request.clientAddress());
        }
        return SessionCookies.left(
                request,
                onward.map(address ->
                                Response.json(
                                        Json.object().put("singleSignOut", address.toString())))
                        .orElseGet(Response::empty));
    }
}
