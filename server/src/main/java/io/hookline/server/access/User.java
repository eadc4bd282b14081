package io.hookline.server.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may sign in, as administrators see it.
 *
 * @param place its place in the order of making
 * @param roles ids of its roles
 * @param lastSignIn empty before the first one
 */
public record User(
        long place,
        String id,
        String name,
        Origin origin,
        Set<String> roles,
        boolean isDisabled,
        Instant created,
        Optional<Instant> lastSignIn) {
    public User {
        roles = Set.copyOf(roles);
    }

    /** How it proves itself. */
    public sealed interface Origin {
        /** By a password that it chose. */
        record Local() implements Origin {}

        /**
         * By a password that an administrator handed over; it must choose another one first.
         *
         * @param until when it is valid
         */
        record Invited(Instant until) implements Origin {}

        /** By the identity provider, who also says which roles it has. */
        record Issuer(String issuer, String subject) implements Origin {}
    }

    boolean isOfIssuer() {
        return origin instanceof Origin.Issuer;
    }

    /** Whether it can let everybody in again: an administrator with a password of its own. */
    boolean isKeeper() {
        return origin instanceof Origin.Local && !isDisabled && roles.contains(Role.ADMINISTRATOR);
    }

    Accounts.Account account(Set<Permission> permissions) {
        return new Accounts.Account(id, name, permissions, origin instanceof Origin.Invited);
    }

    User with(Draft draft) {
        return new User(
                place,
                id,
                draft.name(),
                origin,
                draft.roles(),
                draft.isDisabled(),
                created,
                lastSignIn);
    }

    /** What administrators may change, as it is. */
    Draft draft() {
        return new Draft(name, roles, isDisabled);
    }

    /** What administrators may change. */
    public record Draft(String name, Set<String> roles, boolean isDisabled) {
        public Draft {
            roles = Set.copyOf(roles);
        }
    }
}
