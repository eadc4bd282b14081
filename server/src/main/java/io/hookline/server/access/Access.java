package io.hookline.server.access;

import io.helidon.webserver.http.ServerRequest;
import io.hookline.server.http.Problem;

import java.util.Optional;

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
            throw lacking(caller, permission);
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

    private static Problem lacking(Caller caller, Permission permission) {
        if (caller.kind() != Caller.Kind.CLIENT) {
            return forbidden(caller.name() + " lacks the permission " + permission.word() + ".");
        }
        Optional<Scope> scope = Scope.allowing(permission);
        if (scope.isEmpty()) {
            return forbidden(
                    "No scope of an access token allows this; use an API token with the permission "
                            + permission.word()
                            + ".");
        }
        String word = scope.get().word();
        return forbidden("The access token of " + caller.name() + " lacks the scope " + word + ".")
                .header(
                        "WWW-Authenticate",
                        "Bearer error=\"insufficient_scope\", scope=\"" + word + "\"");
    }

    static Problem forbidden(String detail) {
        return new Problem(403, "Not allowed", detail);
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
