package io.hookline.server.access;

import io.hookline.server.refusal.Challenge;
import io.hookline.server.refusal.Refusal;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who makes a request.
 *
 * @param id of the user, token or client
 * @param name shown in the log
 * @param kind what proved it
 * @param permissions what it may do
 * @param address where the request came from
 * @param source the name under which it sends events
 */
public record Caller(
        String id,
        String name,
        Kind kind,
        Set<Permission> permissions,
        String address,
        String source) {
    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /** A caller whose events bear its id as their source. */
    public Caller(String id, String name, Kind kind, Set<Permission> permissions, String address) {
        this(id, name, kind, permissions, address, id);
    }

    /** Somebody at that address who proved nothing. */
    public static Caller unknown(String address) {
        return new Caller("unknown", "unknown", Kind.USER, Set.of(), address);
    }

    /**
     * Refuses what the caller may not do.
     *
     * @throws Refusal.NotAllowed without the permission
     */
    public void require(Permission permission) {
        if (!permissions.contains(permission)) {
            throw lacking(permission);
        }
    }

    /**
     * Refuses to hand on, or to act on, what the caller may not do itself.
     *
     * @param rule that is broken otherwise, for example {@code a token cannot have more permissions
     *     than the one who grants them}
     * @throws Refusal.NotAllowed naming what the caller lacks
     */
    public void requireAll(Set<Permission> wanted, String rule) {
        String lacking =
                wanted.stream()
                        .filter(permission -> !permissions.contains(permission))
                        .sorted()
                        .map(Permission::word)
                        .collect(Collectors.joining(", "));
        if (!lacking.isEmpty()) {
            throw new Refusal.NotAllowed(rule + ", and " + name + " lacks " + lacking + ".");
        }
    }

    private Refusal lacking(Permission permission) {
        if (kind != Kind.CLIENT) {
            return new Refusal.NotAllowed(
                    name + " lacks the permission " + permission.word() + ".");
        }
        Optional<Scope> scope = Scope.allowing(permission);
        if (scope.isEmpty()) {
            return new Refusal.NotAllowed(
                    "No scope of an access token allows this; use an API token with the permission "
                            + permission.word()
                            + ".");
        }
        String word = scope.get().word();
        return new Refusal.NotAllowed(
                "The access token of " + name + " lacks the scope " + word + ".",
                new Challenge.WiderAccessToken(word));
    }

    /** The refusal of somebody who presents no credentials. */
    public static Refusal noCredentials() {
        return noCredentials(new Challenge.ApiToken());
    }

    static Refusal noCredentials(Challenge challenge) {
        return new Refusal.Unauthenticated(
                "Not signed in",
                "This address needs credentials: send the header 'Authorization: SSWS <token>' with"
                        + " a valid API token, or sign in.",
                challenge);
    }

    /** What proved the caller. */
    public enum Kind {
        /** A person, by a session. */
        USER,
        /** An API token. */
        TOKEN,
        /** The token of a system that reports events; it may do nothing else. */
        SOURCE,
        /** A client of an identity provider, by an access token. */
        CLIENT
    }
}
