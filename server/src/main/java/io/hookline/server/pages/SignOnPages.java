package io.hookline.server.pages;

import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;

import io.hookline.server.access.http.SessionCookies;
import io.hookline.server.access.signon.SignOn;
import io.hookline.server.access.signon.SignOnFailed;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.url.QueryString;

import java.time.Duration;
import java.util.List;

/**
 * The way of a browser to the identity provider and back. What it takes along is a cookie for these
 * addresses only; it must come with a request that another site leads to, as the session's must
 * not.
 */
public final class SignOnPages {
    /** Where it begins. */
    public static final String PATH = "/signin/sso";

    /** Where the identity provider sends people back. */
    public static final String CALLBACK = PATH + "/callback";

    private static final String LUGGAGE = "hookline_signon";
    private static final Admission EVERYBODY = new Admission.Open("people sign in here");
    private static final Admission STATE = new Admission.OwnProof("the state, and its browser");
    private static final int LONGEST_NEXT = 1_000;

    private final SignOn signOn;

    public SignOnPages(SignOn signOn) {
        this.signOn = signOn;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, EVERYBODY, this::leave), Route.get(CALLBACK, STATE, this::arrive));
    }

    private Response leave(Request request) {
        try {
            SignOn.Departure departure =
                    signOn.leave(next(request.queryString().first("next").orElse("")));
            return Response.seeOther(departure.address().toString())
                    .noStore()
                    .header("Referrer-Policy", "no-referrer")
                    .laxCookie(
                            LUGGAGE,
                            departure.luggage(),
                            SignOn.LIFE,
                            PATH,
                            SessionCookies.isOverTls(request));
        } catch (SignOnFailed e) {
            return failed(e);
        }
    }

    /** Where somebody wanted to go: a page of the console, so that no link leads elsewhere. */
    private static String next(String wanted) {
        return wanted.startsWith(PageRoutes.CONSOLE)
                        && wanted.length() <= LONGEST_NEXT
                        && wanted.matches("[!-~&&[^\\\\]]*")
                ? wanted
                : PageRoutes.CONSOLE;
    }

    private Response arrive(Request request) {
        QueryString query = request.queryString();
        SignOn.Answer answer =
                new SignOn.Answer(
                        query.first("state").orElse(""),
                        query.first("code").orElse(""),
                        query.first("error").orElse(""));
        Response response;
        try {
            SignOn.Arrival arrival =
                    signOn.arrive(
                            answer,
                            request.cookie(LUGGAGE).orElse(""),
                            SessionCookies.visit(request));
            response =
                    SessionCookies.entered(
                            request, PageResponse.redirect(arrival.next()), arrival.session());
        } catch (SignOnFailed e) {
            response = failed(e);
        }
        return response.laxCookie(
                LUGGAGE, "", Duration.ZERO, PATH, SessionCookies.isOverTls(request));
    }

    private static Response failed(SignOnFailed failure) {
        int status =
                switch (failure.reason()) {
                    case "PROVIDER_UNAVAILABLE" -> 503;
                    case "NO_ROLE", "ACCOUNT_BARRED", "PROVIDER_REFUSED" -> 403;
                    default -> 400;
                };
        return PageResponse.page(
                status,
                Layout.page(
                        "Not signed in",
                        element("p", name(String.valueOf(failure.getMessage()))),
                        Layout.link(PageRoutes.CONSOLE, "Back to signing in")));
    }
}
