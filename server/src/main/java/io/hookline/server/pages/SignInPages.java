package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.text;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.Tokens;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.access.http.SessionCookies;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.pages.Html.Element;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signing in and out, and choosing the administrator's password through the one-time setup link.
 */
final class SignInPages {
    private static final Admission EVERYBODY = new Admission.Open("people sign in here");

    private static final String TOKEN = "apiToken";
    private static final String NEXT = "next";

    private static final Admission LINK = new Admission.OwnProof("the token of the setup link");

    private final SignIn signIn;
    private final Tokens tokens;
    private final OwnHosts hosts;

    /**
     * @param tokens makes a first one when that is asked for with the first password
     * @param hosts refuses forms that come from other sites' pages
     */
    SignInPages(SignIn signIn, Tokens tokens, OwnHosts hosts) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.hosts = hosts;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/signin", EVERYBODY, SignInPages::showSignIn),
                Route.post("/signin", EVERYBODY, this::signIn),
                Route.post("/signout", new Admission.OwnProof("session and csrf"), this::signOut),
                Route.get("/setup", LINK, this::showSetup),
                Route.post("/setup", LINK, this::setUp));
    }

    private static Response showSignIn(Request request) {
        String next = next(request.queryString().first(NEXT).orElse(""));
        return request.session().isPresent()
                ? PageResponse.redirect(next)
                : PageResponse.page(200, signInPage(SignIn.ADMINISTRATOR, next, Optional.empty()));
    }

    /** Where somebody wanted to go; nothing but an approval, so that no link leads elsewhere. */
    private static String next(String wanted) {
        return wanted.matches("/approvals/[0-9a-f-]{36}") ? wanted : "/";
    }

    private Response signIn(Request request) {
        hosts.requireOwnOrigin(request);
        Map<String, String> form = Forms.read(request);
        String name = form.getOrDefault("name", "").strip();
        Secret password = new Secret(form.getOrDefault("password", ""));
        String mark = request.cookie(SessionCookies.BROWSER).orElse("");
        String next = next(form.getOrDefault(NEXT, ""));
        try {
            return switch (signIn.signIn(name, password, SessionCookies.visit(request), mark)) {
                case SignIn.Attempt.In(SignIn.Entered entered) ->
                        enter(
                                request,
                                entered,
                                PageResponse.redirect(
                                        entered.account().mustChoose() ? "/password" : next));
                case SignIn.Attempt.Wrong() ->
                        PageResponse.page(
                                401,
                                signInPage(name, next, Optional.of("Name or password is wrong.")));
                case SignIn.Attempt.Barred(String why) ->
                        PageResponse.page(403, signInPage(name, next, Optional.of(why)));
                case SignIn.Attempt.TooEarly(Duration wait) ->
                        later(429, name, next, "Too many attempts. Try again in ", wait);
            };
        } catch (Refusal.Busy busy) {
            return later(
                    503,
                    name,
                    next,
                    "Too many people are signing in at the moment. Try again in ",
                    busy.retryAfter());
        }
    }

    private static Response later(int status, String name, String next, String why, Duration wait) {
        int seconds = (int) wait.toSeconds() + 1;
        String complaint = why + Views.count(seconds, "second", "seconds") + ".";
        return PageResponse.page(status, signInPage(name, next, Optional.of(complaint)))
                .header("Retry-After", String.valueOf(seconds));
    }

    /** Its value is shown this once. */
    private Response firstToken(Request request, SignIn.Entered entered) {
        Tokens.Created made = tokens.createFirst(entered.caller(request.clientAddress()));
        return PageResponse.page(200, tokenPage(made.value().reveal()));
    }

    private static String tokenPage(String token) {
        return Layout.bare(
                "API token",
                element(
                                "div",
                                element("h1", text("Your first API token")),
                                element(
                                        "p",
                                        text(
                                                "It has all permissions and is shown only now. Keep"
                                                        + " it where secrets are kept; it can be"
                                                        + " revoked at any time.")),
                                element("pre", element("code", text(token))),
                                element("p", element("a", text("Continue")).with("href", "/")))
                        .styled("card form"));
    }

    private static Response enter(Request request, SignIn.Entered entered, Response home) {
        return SessionCookies.entered(request, home, entered);
    }

    private Response signOut(Request request) {
        hosts.requireOwnOrigin(request);
        Response response = PageResponse.redirect("/signin");
        String csrf = Forms.read(request).getOrDefault("csrf", "");
        if (request.session()
                .filter(session -> new Secret(session.csrf()).matches(csrf))
                .isEmpty()) {
            return response;
        }
        request.session().ifPresent(open -> signIn.signOut(open, request.clientAddress()));
        return SessionCookies.left(request, response);
    }

    private Response showSetup(Request request) {
        String token = request.query().text("token").orElse("");
        return signIn.isSetupToken(token, request.clientAddress())
                ? PageResponse.page(200, setupPage(token, Optional.empty()))
                : expired();
    }

    private static Response expired() {
        return PageResponse.page(410, expiredPage());
    }

    private Response setUp(Request request) {
        hosts.requireOwnOrigin(request);
        Map<String, String> form = Forms.read(request);
        String token = form.getOrDefault("token", "");
        Secret password = new Secret(form.getOrDefault("password", ""));
        if (!signIn.isSetupToken(token, request.clientAddress())) {
            return expired();
        }
        Optional<String> complaint =
                Accounts.passwordProblem(password)
                        .or(() ->
                                password.matches(form.getOrDefault("again", ""))
                                        ? Optional.empty()
                                        : Optional.of("The two passwords differ."));
        if (complaint.isPresent()) {
            return PageResponse.page(422, setupPage(token, complaint));
        }
        return signIn.setUp(token, password, SessionCookies.visit(request))
                .map(entered ->
                        form.containsKey(TOKEN)
                                ? enter(request, entered, firstToken(request, entered))
                                : enter(request, entered, PageResponse.redirect("/")))
                .orElseGet(SignInPages::expired);
    }

    private static String signInPage(String name, String next, Optional<String> complaint) {
        return Layout.bare(
                "Sign in",
                element(
                                "form",
                                element("h1", text("Sign in")),
                                complaint(complaint),
                                next.equals("/") ? Html.NONE : hidden(NEXT, next),
                                field("Name", "name", "text", "username").input(name),
                                field("Password", "password", "password", "current-password")
                                        .input(""),
                                element("button", text("Sign in")).with("type", "submit"))
                        .with("method", "post")
                        .with("action", "/signin")
                        .styled("card form"));
    }

    private static String setupPage(String token, Optional<String> complaint) {
        return Layout.bare(
                "Set up",
                element(
                                "form",
                                element("h1", text("Choose a password")),
                                element(
                                        "p",
                                        text("This is the password of the administrator "),
                                        element("strong", text(SignIn.ADMINISTRATOR)),
                                        text(
                                                ". Use at least 12 characters, for example a few"
                                                        + " unrelated words.")),
                                complaint(complaint),
                                hidden("token", token),
                                password("Password", "password", "new-password"),
                                password("Repeat it", "again", "new-password"),
                                element(
                                        "label",
                                        element("input")
                                                .with("type", "checkbox")
                                                .with("name", TOKEN)
                                                .with("value", "yes"),
                                        text(
                                                " Also make an API token with all permissions, and"
                                                        + " show it once")),
                                element("button", text("Save and sign in")).with("type", "submit"))
                        .with("method", "post")
                        .with("action", "/setup")
                        .styled("card form"));
    }

    private static String expiredPage() {
        return Layout.bare(
                "Link not valid",
                element(
                                "div",
                                element("h1", text("This link is no longer valid")),
                                element(
                                        "p",
                                        text(
                                                "A setup link works once and for 15 minutes."
                                                        + " Restart Hookline for a new one, or ")),
                                element(
                                        "p",
                                        element("a", text("sign in")).with("href", "/signin"),
                                        text(" with the password that was chosen.")))
                        .styled("card form"));
    }

    static Html hidden(String name, String value) {
        return element("input").with("type", "hidden").with("name", name).with("value", value);
    }

    static Html password(String label, String name, String autocomplete) {
        return field(label, name, "password", autocomplete).input("");
    }

    static Html complaint(Optional<String> complaint) {
        return complaint
                .<Html>map(
                        words -> element("p", text(words)).styled("failure").with("role", "alert"))
                .orElse(Html.NONE);
    }

    private static Field field(String label, String name, String type, String autocomplete) {
        return new Field(label, name, type, autocomplete);
    }

    private record Field(String label, String name, String type, String autocomplete) {
        Html input(String value) {
            Element input =
                    element("input")
                            .with("id", name)
                            .with("name", name)
                            .with("type", type)
                            .with("autocomplete", autocomplete)
                            .with("required", "")
                            .with("value", value);
            return element("div", element("label", text(label)).with("for", name), input)
                    .styled("field");
        }
    }
}
