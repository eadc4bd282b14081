package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.connection.Authorizations.Back;
import io.hookline.server.studio.connection.Authorizations.Departure;
import io.hookline.server.studio.http.AuthorizeApi;
import io.hookline.server.studio.http.AuthorizeApi.Arrival;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a person to an authorization server and back. Our cookie does not come with a request
 * that another site leads to (SameSite=Strict), so the way back goes through a page of ours.
 */
final class AuthorizePages {
    private static final Admission SESSION = new Admission.OwnProof("session and csrf");
    private static final Admission STATE = new Admission.OwnProof("the state, and its session");

    /** Marks the second step, which begins on our own page. */
    private static final String OURS = "here";

    private final AuthorizeApi authorize;
    private final OwnHosts hosts;

    /**
     * @param hosts refuses forms that come from other sites' pages
     */
    AuthorizePages(AuthorizeApi authorize, OwnHosts hosts) {
        this.authorize = authorize;
        this.hosts = hosts;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/connections/{id}/authorize", SESSION, this::leave),
                Route.get(AuthorizeApi.CALLBACK, STATE, this::arrive));
    }

    private Response leave(Request request) {
        hosts.requireOwnOrigin(request);
        Map<String, String> form = Forms.read(request);
        boolean isOurs =
                request.session()
                        .filter(open ->
                                new Secret(open.csrf()).matches(form.getOrDefault("csrf", "")))
                        .isPresent();
        if (!isOurs) {
            return PageResponse.redirect("/signin");
        }
        try {
            Departure departure = authorize.leave(request, request.path("id"), Back.PAGE);
            return PageResponse.page(200, leaving(departure.address()));
        } catch (Refusal refusal) {
            return failed(
                    Problem.of(refusal).status(),
                    String.valueOf(refusal.getMessage()),
                    Back.PAGE.path(request.path("id")));
        }
    }

    /** A redirect would break the rule that our forms lead to ourselves only. */
    private static String leaving(URI address) {
        return Layout.bare(
                "Authorise",
                element(
                                "div",
                                Html.forward(address),
                                element("h1", text("One moment")),
                                element(
                                        "p",
                                        text("You are sent to "),
                                        element("strong", name(String.valueOf(address.getHost()))),
                                        text(" to give this connection leave.")),
                                element("p", Html.outside(address, "Continue")))
                        .styled("card form"));
    }

    private Response arrive(Request request) {
        Optional<Sessions.Session> session = request.session();
        if (session.isPresent()) {
            return arrived(request, session.get());
        }
        return request.queryString().first(OURS).isPresent()
                ? failed(
                        403,
                        "You are not signed in here any more. Sign in, open the connection and"
                                + " authorise it again.",
                        Back.PAGE.path())
                : PageResponse.page(200, arriving(request));
    }

    private static String arriving(Request request) {
        String again = AuthorizeApi.CALLBACK + "?" + OURS + "=1&" + request.rawQuery();
        URI here = URI.create(again.replaceAll("[^!-~]", ""));
        return Layout.bare(
                "Authorise",
                element(
                                "div",
                                Html.forward(here),
                                element("h1", text("One moment")),
                                element(
                                        "p",
                                        element("a", text("Continue"))
                                                .with("href", here.toString())))
                        .styled("card form"));
    }

    private Response arrived(Request request, Sessions.Session session) {
        try {
            return switch (authorize.arrive(request, session)) {
                case Arrival.Authorized(String connection, Back back) ->
                        PageResponse.redirect(back.path(connection));
                case Arrival.Failed(String reason, Optional<String> connection, Back back) ->
                        failed(400, reason, connection.map(back::path).orElse(back.path()));
            };
        } catch (Refusal refusal) {
            return failed(
                    Problem.of(refusal).status(),
                    String.valueOf(refusal.getMessage()),
                    Back.PAGE.path());
        }
    }

    private static Response failed(int status, String reason, String back) {
        return PageResponse.page(
                status,
                Layout.bare(
                        "Not authorised",
                        element(
                                        "div",
                                        element("h1", text("Not authorised")),
                                        element("p", name(reason)),
                                        element(
                                                "p",
                                                element("a", text("Back to the connection"))
                                                        .with("href", back)))
                                .styled("card form")));
    }
}
