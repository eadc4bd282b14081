package io.hookline.server.http;

import io.hookline.server.access.Permission;

/** Who may use a route. */
public sealed interface Admission {
    /** Callers with that permission. */
    record Needs(Permission permission) implements Admission {}

    /** Everybody with valid credentials, whatever they permit. */
    record AnyCaller() implements Admission {}

    /**
     * Those whom the handler finds out about itself.
     *
     * @param how for readers of the code, for example {@code the client token in the URL}
     */
    record OwnProof(String how) implements Admission {}

    /**
     * Everybody.
     *
     * @param why for readers of the code, for example {@code load balancers have no credentials}
     */
    record Open(String why) implements Admission {}

    /**
     * Asked before the handler runs.
     *
     * @throws io.hookline.server.refusal.Refusal.Unauthenticated without credentials where they are
     *     needed
     * @throws io.hookline.server.refusal.Refusal.NotAllowed without the permission
     */
    default void check(Request request) {
        switch (this) {
            case Needs(Permission permission) -> request.caller().require(permission);
            case AnyCaller() -> request.caller();
            case OwnProof(String how) -> {}
            case Open(String why) -> {}
        }
    }
}
