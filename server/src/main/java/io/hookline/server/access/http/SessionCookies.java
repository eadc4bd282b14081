package io.hookline.server.access.http;

import io.hookline.server.access.Sessions;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.Visit;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;

import java.time.Duration;

/** What a browser keeps of signing in. Scripts and other sites' pages can read neither. */
public final class SessionCookies {
    /** The session. */
    public static final String SESSION = "hookline_session";

    /** By which a browser is known in which somebody has signed in before. */
    public static final String BROWSER = "hookline_browser";

    private SessionCookies() {}

    /** The answer with both cookies. */
    public static Response entered(Request request, Response response, SignIn.Entered entered) {
        boolean secure = isOverTls(request);
        return response.cookie(SESSION, entered.session().cookie(), Sessions.LIFE, secure)
                .cookie(BROWSER, entered.mark(), SignIn.Entered.MARK_LIFE, secure);
    }

    /** The answer with the session of somebody for whom the identity provider vouches. */
    public static Response entered(Request request, Response response, Sessions.Opened session) {
        return response.cookie(SESSION, session.cookie(), Sessions.LIFE, isOverTls(request));
    }

    /** The answer after which the browser has no session any more. */
    public static Response left(Request request, Response response) {
        return response.cookie(SESSION, "", Duration.ZERO, isOverTls(request));
    }

    /** From where somebody comes. */
    public static Visit visit(Request request) {
        return new Visit(request.clientAddress(), request.header("User-Agent").orElse(""));
    }

    /** Whether cookies travel over TLS only. */
    public static boolean isOverTls(Request request) {
        return "https".equals(request.url("/").getScheme());
    }
}
