package io.hookline.server.access.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.Tokens;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.Optional;

/** Before anybody is signed in: which ways there are, and the administrator's first password. */
public final class SetupApi {
    static final String SIGN_IN = "/api/hookline/v1/sign-in";
    static final String SETUP = "/api/hookline/v1/setup";

    private static final Admission EVERYBODY = new Admission.Open("people sign in here");
    private static final int MAX_CODE = 200;

    private final SignIn signIn;
    private final Tokens tokens;
    private final OwnHosts hosts;
    private final Optional<Way> signOn;

    /**
     * The way through the identity provider.
     *
     * @param name on its button
     * @param path where it begins
     */
    public record Way(String name, String path) {}

    /**
     * @param tokens makes a first one when that is asked for with the first password
     * @param hosts refuses requests that come from other sites' pages
     * @param signOn empty when no identity provider is configured
     */
    public SetupApi(SignIn signIn, Tokens tokens, OwnHosts hosts, Optional<Way> signOn) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.hosts = hosts;
        this.signOn = signOn;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(SIGN_IN, EVERYBODY, this::ways),
                Route.post(
                        SETUP, new Admission.Open("the setup code proves who asks"), this::setUp));
    }

    private Response ways(Request request) {
        ObjectNode json = Json.object().put("setup", signIn.isSetupOpen());
        signOn.ifPresentOrElse(
                way ->
                        json.putObject("singleSignOn")
                                .put("name", way.name())
                                .put("path", way.path()),
                () -> json.putNull("singleSignOn"));
        return Response.json(json).noStore();
    }

    private Response setUp(Request request) {
        hosts.requireOwnOrigin(request);
        Body body = request.object();
        body.allowOnly("code", "password", "apiToken");
        String code = body.line("code", MAX_CODE);
        Secret password =
                body.secret("password", text -> !text.isEmpty(), "expected a text")
                        .orElseThrow(() -> body.invalid("password", "expected a text."));
        boolean wantsToken = body.flag("apiToken").orElse(false);
        if (!signIn.isSetupToken(code, request.clientAddress())) {
            throw notValid();
        }
        Optional<String> problem = Accounts.passwordProblem(password);
        if (problem.isPresent()) {
            throw body.invalid("password", problem.get());
        }
        SignIn.Entered entered =
                signIn.setUp(code, password, SessionCookies.visit(request))
                        .orElseThrow(SetupApi::notValid);
        ObjectNode json = SessionApi.entered(request, entered);
        if (wantsToken) {
            json.put(
                    "apiToken",
                    tokens.createFirst(entered.caller(request.clientAddress())).value().reveal());
        }
        return SessionCookies.entered(request, Response.json(json).noStore(), entered);
    }

    private static Problem notValid() {
        return new Problem(
                410,
                "Setup code not valid",
                "A setup code works once and for 15 minutes. Restart Hookline for a new one, or"
                        + " sign in with the password that was chosen.");
    }
}
