package io.hookline.server.access;

import java.util.Set;

/**
 * Who makes a request.
 *
 * @param id of the user or token; also the name of the source when it sends events
 * @param name shown in the log
 * @param kind what proved it
 * @param permissions what it may do
 * @param address where the request came from
 */
public record Caller(
        String id, String name, Kind kind, Set<Permission> permissions, String address) {
    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /** What proved the caller. */
    public enum Kind {
        USER,
        TOKEN
    }
}
