package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.text;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.SignIn.Changed;
import io.hookline.server.access.SignIn.PasswordChange;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.access.http.SessionCookies;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where people who are signed in change their password. */
final class PasswordPage {
    private static final String PATH = "/password";
    private static final Admission OWN = new Admission.OwnProof("session and csrf");

    private final SignIn signIn;
    private final OwnHosts hosts;

    /**
     * @param hosts refuses forms that come from other sites' pages
     */
    PasswordPage(SignIn signIn, OwnHosts hosts) {
        this.signIn = signIn;
        this.hosts = hosts;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, OWN, PasswordPage::show), Route.post(PATH, OWN, this::change));
    }

    private static Response show(Request request) {
        return request.session()
                .map(session -> PageResponse.page(200, page(session, Optional.empty())))
                .orElseGet(() -> PageResponse.redirect("/signin"));
    }

    private Response change(Request request) {
        hosts.requireOwnOrigin(request);
        Map<String, String> form = Forms.read(request);
        Optional<Sessions.Session> session =
                request.session()
                        .filter(open ->
                                new Secret(open.csrf()).matches(form.getOrDefault("csrf", "")));
        if (session.isEmpty()) {
            return PageResponse.redirect("/signin");
        }
        Secret password = new Secret(form.getOrDefault("password", ""));
        Optional<String> complaint =
                Accounts.passwordProblem(password)
                        .or(() ->
                                password.matches(form.getOrDefault("again", ""))
                                        ? Optional.empty()
                                        : Optional.of("The two passwords are not the same."));
        if (complaint.isPresent()) {
            return PageResponse.page(422, page(session.get(), complaint));
        }
        return changed(request, session.get(), form, password);
    }

    private Response changed(
            Request request, Sessions.Session session, Map<String, String> form, Secret password) {
        Secret current = new Secret(form.getOrDefault("current", ""));
        Caller caller = request.caller();
        String kept = request.cookie(SessionCookies.SESSION).orElse("");
        String mark = request.cookie(SessionCookies.BROWSER).orElse("");
        try {
            return switch (signIn.changePassword(
                    new PasswordChange(session.account().name(), current, password),
                    caller,
                    mark,
                    kept)) {
                case Changed.Done() -> PageResponse.page(200, done());
                case Changed.Wrong() ->
                        PageResponse.page(
                                422,
                                page(session, Optional.of("The current password is not right.")));
                case Changed.TooEarly(Duration wait) -> later(429, session, wait);
            };
        } catch (Refusal.Busy busy) {
            return later(503, session, busy.retryAfter());
        }
    }

    private static Response later(int status, Sessions.Session session, Duration wait) {
        int seconds = (int) wait.toSeconds() + 1;
        String complaint =
                "Too many attempts. Try again in "
                        + Views.count(seconds, "second", "seconds")
                        + ".";
        return PageResponse.page(status, page(session, Optional.of(complaint)))
                .header("Retry-After", String.valueOf(seconds));
    }

    private static String page(Sessions.Session session, Optional<String> complaint) {
        return Layout.bare(
                "Password",
                element(
                                "form",
                                element("h1", text("Change the password")),
                                element(
                                        "p",
                                        text("It belongs to "),
                                        element("strong", text(session.account().name())),
                                        text(
                                                ". At least 12 characters. Other browsers that are"
                                                        + " signed in must sign in again.")),
                                SignInPages.complaint(complaint),
                                SignInPages.hidden("csrf", session.csrf()),
                                SignInPages.password(
                                        "Current password", "current", "current-password"),
                                SignInPages.password("New password", "password", "new-password"),
                                SignInPages.password("Repeat it", "again", "new-password"),
                                element("button", text("Change")).with("type", "submit"),
                                element("p", element("a", text("Back")).with("href", "/")))
                        .with("method", "post")
                        .with("action", PATH)
                        .styled("card form"));
    }

    private static String done() {
        return Layout.bare(
                "Password",
                element(
                                "div",
                                element("h1", text("The password is changed")),
                                element(
                                        "p",
                                        element("a", text("To the overview")).with("href", "/")))
                        .styled("card form"));
    }
}
