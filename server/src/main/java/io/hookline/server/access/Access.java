package io.hookline.server.access;

import io.helidon.webserver.http.ServerRequest;
import io.hookline.server.http.Problem;

import java.util.Locale;

/**
 * Checks what the caller of a request may do. The caller is put into the request's context on
 * entry.
 */
public final class Access {
    private Access() {}

    /**
     * The caller, if it may do that.
     *
     * @throws Problem 401 without valid credentials, 403 without the permission; on Okta's paths
     *     answered as E0000011 and E0000006
     */
    public static Caller require(ServerRequest request, Permission permission) {
        Caller caller = requireCaller(request);
        if (!caller.permissions().contains(permission)) {
            throw new Problem(
                    403,
                    "Not allowed",
                    caller.name()
                            + " lacks the permission "
                            + permission.name().toLowerCase(Locale.ROOT)
                            + ".");
        }
        return caller;
    }

    /**
     * The caller, whatever it may do.
     *
     * @throws Problem 401 without valid credentials
     */
    public static Caller requireCaller(ServerRequest request) {
        return request.context().get(Caller.class).orElseThrow(Access::unauthenticated);
    }

    /** The refusal of a request that proves nobody. */
    static Problem unauthenticated() {
        return new Problem(
                        401,
                        "Not signed in",
                        "This address needs credentials: send the header 'Authorization: SSWS"
                                + " <token>' with a valid API token, or sign in.")
                .header("WWW-Authenticate", "SSWS");
    }
}
