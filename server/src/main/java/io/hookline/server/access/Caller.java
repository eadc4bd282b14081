package io.hookline.server.access;

import java.util.Set;

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
