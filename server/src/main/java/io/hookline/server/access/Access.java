package io.hookline.server.access;

import io.helidon.webserver.http.ServerRequest;

/** Checks what the caller of a request may do, for routes that do not declare it yet. */
public final class Access {
    private Access() {}

    /**
     * The caller, if it may do that.
     *
     * @throws io.hookline.server.refusal.Refusal.Unauthenticated without valid credentials
     * @throws io.hookline.server.refusal.Refusal.NotAllowed without the permission
     */
    public static Caller require(ServerRequest request, Permission permission) {
        Caller caller = requireCaller(request);
        caller.require(permission);
        return caller;
    }

    /**
     * The caller, whatever it may do.
     *
     * @throws io.hookline.server.refusal.Refusal.Unauthenticated without valid credentials
     */
    public static Caller requireCaller(ServerRequest request) {
        return request.context().get(Caller.class).orElseThrow(Caller::noCredentials);
    }
}
