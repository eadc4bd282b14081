package io.hookline.server.access;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of an API token once it is made; its value is known to its holder only.
 *
 * @param place its place in the order of making
 * @param createdBy id of the user or token that made it, when it is known
 * @param owner id of the account whose permissions it never exceeds; empty for those of the
 *     operator and of sources
 */
public record ApiToken(
        long place,
        String id,
        Kind kind,
        Grant grant,
        Instant created,
        Optional<String> createdBy,
        Optional<String> owner,
        Optional<Instant> lastUsed) {
    /** What it is for. */
    public enum Kind {
        /** For scripts and clients: may do what its permissions name. */
        API,
        /** For a system that reports events: may send them, under its name, and nothing else. */
        SOURCE
    }

    /**
     * What its maker chose and may change.
     *
     * @param expires from when it is refused; empty when it has no end
     */
    public record Grant(String name, Set<Permission> permissions, Optional<Instant> expires) {
        public Grant {
            permissions = Set.copyOf(permissions);
        }
    }

    public String name() {
        return grant.name();
    }

    /** Whether it is refused at that time because its own time is over. */
    boolean isExpired(Instant now) {
        return grant.expires().filter(end -> !now.isBefore(end)).isPresent();
    }

    ApiToken with(Grant changed) {
        return new ApiToken(place, id, kind, changed, created, createdBy, owner, lastUsed);
    }

    /**
     * Who calls with it.
     *
     * @param authority what the owner may do now
     */
    Caller caller(String address, Authority authority) {
        return switch (kind) {
            case API -> new Caller(id, name(), Caller.Kind.TOKEN, allowed(authority), address);
            case SOURCE ->
                    new Caller(
                            id, name(), Caller.Kind.SOURCE, grant.permissions(), address, name());
        };
    }

    /** What it may do now: what it was granted, as far as its owner may do that. */
    public Set<Permission> allowed(Authority authority) {
        if (owner.isEmpty()) {
            return grant.permissions();
        }
        Set<Permission> allowed = new HashSet<>(grant.permissions());
        allowed.retainAll(authority.of(owner.get()));
        return allowed;
    }
}
