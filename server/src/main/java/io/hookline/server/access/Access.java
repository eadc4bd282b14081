package io.hookline.server.access;

import io.helidon.webserver.http.ServerRequest;
import io.hookline.server.http.Problem;

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
        Caller caller =
                request.context()
                        .get(Caller.class)
                        .orElseThrow(() ->
                                new Problem(
                                                401,
                                                "Not signed in",
                                                "This address needs credentials: send the header"
                                                    + " 'Authorization: SSWS <token>' with a valid"
                                                    + " API token, or sign in.")
                                        .header("WWW-Authenticate", "SSWS"));
        if (!caller.permissions().contains(permission)) {
            throw new Problem(
                    403,
                    "Not allowed",
                    caller.name()
                            + " lacks the permission "
                            + permission.name().toLowerCase(java.util.Locale.ROOT)
                            + ".");
        }
        return caller;
    }
}
