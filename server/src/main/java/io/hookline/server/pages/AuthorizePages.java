package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;

import io.hookline.server.access.Sessions;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.http.AuthorizeApi;
import io.hookline.server.studio.http.AuthorizeApi.Arrival;

import java.util.List;
import java.util.Optional;

/**
 * Where a person comes back from an authorization server. Our cookie does not come with a request
 * that another site leads to (SameSite=Strict), so the way back goes through a page of ours.
 */
final class AuthorizePages {
    private static final Admission STATE = new Admission.OwnProof("the state, and its session");

    /** Marks the second step, which begins on our own page. */
    private static final String OURS = "here";

    private final AuthorizeApi authorize;

    AuthorizePages(AuthorizeApi authorize) {
        this.authorize = authorize;
    }

    List<Route> routes() {
        return List.of(Route.get(AuthorizeApi.CALLBACK, STATE, this::arrive));
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
                        AuthorizeApi.CONNECTIONS)
                : PageResponse.page(200, arriving(request));
    }

    private static String arriving(Request request) {
        String again = AuthorizeApi.CALLBACK + "?" + OURS + "=1&" + request.rawQuery();
        String here = again.replaceAll("[^!-~]", "");
        return Layout.page("One moment", Html.forward(here), Layout.link(here, "Continue"));
    }

    private Response arrived(Request request, Sessions.Session session) {
        try {
            return switch (authorize.arrive(request, session)) {
                case Arrival.Authorized(String connection) ->
                        PageResponse.redirect(AuthorizeApi.page(connection));
                case Arrival.Failed(String reason, Optional<String> connection) ->
                        failed(
                                400,
                                reason,
                                connection
                                        .map(AuthorizeApi::page)
                                        .orElse(AuthorizeApi.CONNECTIONS));
            };
        } catch (Refusal refusal) {
            return failed(
                    Problem.of(refusal).status(),
                    String.valueOf(refusal.getMessage()),
                    AuthorizeApi.CONNECTIONS);
        }
    }

    private static Response failed(int status, String reason, String back) {
        return PageResponse.page(
                status,
                Layout.page(
                        "Not authorised",
                        element("p", name(reason)),
                        Layout.link(
                                back,
                                back.equals(AuthorizeApi.CONNECTIONS)
                                        ? "Back to the connections"
                                        : "Back to the connection")));
    }
}
