package io.hookline.server.refusal;

import java.util.Optional;

/** The credentials that a refused caller could present instead. */
public sealed interface Challenge {
    /** An API token. */
    record ApiToken() implements Challenge {}

    /** An API token or an OAuth 2.0 access token. */
    record AnyToken() implements Challenge {}

    /**
     * An OAuth 2.0 access token.
     *
     * @param scope that it must have
     */
    record AccessToken(Optional<String> scope) implements Challenge {}

    /** A valid access token: the one that was presented is not. */
    record ValidAccessToken() implements Challenge {}

    /** An access token with that scope: the one that was presented lacks it. */
    record WiderAccessToken(String scope) implements Challenge {}
}
