package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.text;

import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.card.Secret;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.http.AuthenticationFilter;
import io.hookline.server.pages.Html.Element;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Signing in and out, and choosing the administrator's password through the one-time setup link.
 */
public final class SignInPages implements HttpService {
    private final SignIn signIn;
    private final AuthenticationFilter gate;
    private final ClientAddress addresses;
    private final Supplier<URI> baseUrl;

    /**
     * @param gate refuses forms that come from other sites' pages
     * @param baseUrl tells whether cookies travel over TLS
     */
    public SignInPages(
            SignIn signIn,
            AuthenticationFilter gate,
            ClientAddress addresses,
            Supplier<URI> baseUrl) {
        this.signIn = signIn;
        this.gate = gate;
        this.addresses = addresses;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/signin", this::showSignIn)
                .post("/signin", this::signIn)
                .post("/signout", this::signOut)
                .get("/setup", this::showSetup)
                .post("/setup", this::setUp);
    }

    private void showSignIn(ServerRequest request, ServerResponse response) {
        if (request.context().get(Sessions.Session.class).isPresent()) {
            Pages.redirect(response, "/");
            return;
        }
        Pages.send(response, 200, signInPage(SignIn.ADMINISTRATOR, Optional.empty()));
    }

    private void signIn(ServerRequest request, ServerResponse response) {
        gate.requireOwnOrigin(request);
        Map<String, String> form = Forms.read(request);
        String name = form.getOrDefault("name", "").strip();
        Secret password = new Secret(form.getOrDefault("password", ""));
        SignIn.Attempt attempt = signIn.signIn(name, password, addresses.of(request));
        if (attempt.session().isPresent()) {
            enter(response, attempt.session().get());
        } else if (attempt.retryAfter().isPresent()) {
            long seconds = attempt.retryAfter().get().toSeconds() + 1;
            response.header(HeaderNames.RETRY_AFTER, String.valueOf(seconds));
            String complaint =
                    "Too many attempts. Try again in "
                            + Views.count((int) seconds, "second", "seconds")
                            + ".";
            Pages.send(response, 429, signInPage(name, Optional.of(complaint)));
        } else {
            Pages.send(
                    response,
                    401,
                    signInPage(name, Optional.of("Name or password are not right.")));
        }
    }

    private void enter(ServerResponse response, Sessions.Opened session) {
        response.headers().addCookie(cookie(session.cookie(), Sessions.LIFE));
        Pages.redirect(response, "/");
    }

    private SetCookie cookie(String value, Duration life) {
        return SetCookie.builder(AuthenticationFilter.COOKIE, value)
                .path("/")
                .httpOnly(true)
                .sameSite(SetCookie.SameSite.STRICT)
                .secure("https".equals(baseUrl.get().getScheme()))
                .maxAge(life)
                .build();
    }

    private void signOut(ServerRequest request, ServerResponse response) {
        gate.requireOwnOrigin(request);
        Optional<Sessions.Session> session = request.context().get(Sessions.Session.class);
        String csrf = Forms.read(request).getOrDefault("csrf", "");
        if (session.isPresent() && new Secret(session.get().csrf()).matches(csrf)) {
            request.headers()
                    .cookies()
                    .first(AuthenticationFilter.COOKIE)
                    .asOptional()
                    .ifPresent(cookie -> signIn.signOut(cookie, addresses.of(request)));
            response.headers().addCookie(cookie("", Duration.ZERO));
        }
        Pages.redirect(response, "/signin");
    }

    private void showSetup(ServerRequest request, ServerResponse response) {
        String token = request.query().first("token").orElse("");
        if (signIn.isSetupToken(token)) {
            Pages.send(response, 200, setupPage(token, Optional.empty()));
        } else {
            Pages.send(response, 410, expiredPage());
        }
    }

    private void setUp(ServerRequest request, ServerResponse response) {
        gate.requireOwnOrigin(request);
        Map<String, String> form = Forms.read(request);
        String token = form.getOrDefault("token", "");
        Secret password = new Secret(form.getOrDefault("password", ""));
        if (!signIn.isSetupToken(token)) {
            Pages.send(response, 410, expiredPage());
            return;
        }
        Optional<String> complaint =
                Accounts.passwordProblem(password)
                        .or(() ->
                                password.matches(form.getOrDefault("again", ""))
                                        ? Optional.empty()
                                        : Optional.of("The two passwords are not the same."));
        if (complaint.isPresent()) {
            Pages.send(response, 422, setupPage(token, complaint));
            return;
        }
        signIn.setUp(token, password, addresses.of(request))
                .ifPresentOrElse(
                        session -> enter(response, session),
                        () -> Pages.send(response, 410, expiredPage()));
    }

    private static String signInPage(String name, Optional<String> complaint) {
        return Layout.bare(
                "Sign in",
                element(
                                "form",
                                element("h1", text("Sign in")),
                                complaint(complaint),
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
                                        text("It belongs to the administrator "),
                                        element("strong", text(SignIn.ADMINISTRATOR)),
                                        text(
                                                ". At least 12 characters; a few words that only"
                                                        + " you combine are good.")),
                                complaint(complaint),
                                element("input")
                                        .with("type", "hidden")
                                        .with("name", "token")
                                        .with("value", token),
                                field("Password", "password", "password", "new-password").input(""),
                                field("The same again", "again", "password", "new-password")
                                        .input(""),
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
                                element("h1", text("This link is not valid any more")),
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

    private static Html complaint(Optional<String> complaint) {
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
