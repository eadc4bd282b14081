package io.hookline.server.access.http;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.Permission;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.SignIn.Changed;
import io.hookline.server.access.SignIn.PasswordChange;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Passwords over HTTP, for whoever knows the present one: one's own, or the administrator's. */
public final class PasswordApi {
    private static final String CURRENT = "current";
    private static final String PASSWORD = "password";
    private static final int MAX_NAME = 255;

    private final SignIn signIn;

    public PasswordApi(SignIn signIn) {
        this.signIn = signIn;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/hookline/v1/password", new Admission.AnyCaller(), this::change));
    }

    private Response change(Request request) {
        Body body = request.object();
        Optional<String> own = request.session().map(session -> session.account().name());
        String name =
                body.optionalLine("name", MAX_NAME)
                        .orElseGet(() -> own.orElse(SignIn.ADMINISTRATOR));
        if (own.filter(name::equals).isEmpty()) {
            request.caller().require(Permission.MANAGE_USERS);
        }
        Secret current = required(body, CURRENT);
        Secret password = required(body, PASSWORD);
        Optional<String> problem = Accounts.passwordProblem(password);
        if (problem.isPresent()) {
            throw body.invalid(PASSWORD, problem.get());
        }
        if (password.matches(current.reveal())) {
            throw body.invalid(PASSWORD, "it is the present one; choose another.");
        }
        String mark = own.isPresent() ? request.cookie(SessionCookies.BROWSER).orElse("") : "";
        String kept = request.cookie(SessionCookies.SESSION).orElse("");
        return switch (signIn.changePassword(
                new PasswordChange(name, current, password), request.caller(), mark, kept)) {
            case Changed.Done() -> Response.empty();
            case Changed.Wrong() ->
                    throw body.invalid(
                            CURRENT, "name or current password are not right; nothing changed.");
            case Changed.TooEarly(Duration wait) ->
                    throw new Refusal.RateLimited(
                            "Too many attempts",
                            "Too many passwords were wrong. Try again in "
                                    + (wait.toSeconds() + 1)
                                    + " s.",
                            wait);
        };
    }

    private static Secret required(Body body, String name) {
        return body.secret(
                        name,
                        text -> !text.isEmpty() && text.length() <= Accounts.MAX_PASSWORD * 4,
                        "expected a text")
                .orElseThrow(() -> body.invalid(name, "expected a text."));
    }
}
