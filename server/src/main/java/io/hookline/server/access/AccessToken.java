package io.hookline.server.access;

import java.util.Set;

/**
 * A verified OAuth 2.0 access token.
 *
 * @param subject for whom it was issued; also identifies a client that acts for itself
 * @param name the subject's name as people know it, else the subject
 * @param scopes what it may be used for
 */
record AccessToken(String subject, String name, Set<String> scopes) {
    AccessToken {
        scopes = Set.copyOf(scopes);
    }

    /** Who calls with it. */
    Caller caller(String address) {
        return new Caller(subject, name, Caller.Kind.CLIENT, Scope.permissions(scopes), address);
    }
}
