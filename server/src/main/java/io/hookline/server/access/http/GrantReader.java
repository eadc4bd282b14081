package io.hookline.server.access.http;

import io.hookline.server.access.ApiToken;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Tokens;
import io.hookline.server.http.Body;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what a body grants to a token. */
final class GrantReader {
    private static final int MAX_NAME = 255;

    /** How our own source begins; nobody else's may. */
    private static final String RESERVED = "hookline";

    private GrantReader() {}

    static ApiToken.Kind kind(Body body) {
        return body.choice("kind", List.of(ApiToken.Kind.values()), GrantReader::word)
                .orElse(ApiToken.Kind.API);
    }

    static String word(ApiToken.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What a new token may do. */
    static ApiToken.Grant fresh(Body body, ApiToken.Kind kind, Instant now) {
        return new ApiToken.Grant(name(body, kind), permissions(body, kind), expires(body, now));
    }

    /** What a token may do from now on; members that are left out stay as they are. */
    static ApiToken.Grant changed(Body body, ApiToken before, Instant now) {
        if (!body.isAbsent("kind") && kind(body) != before.kind()) {
            body.fault("kind", "it cannot be changed; make another token instead.");
        }
        ApiToken.Grant grant = before.grant();
        return new ApiToken.Grant(
                body.has("name") ? name(body, before.kind()) : grant.name(),
                body.has("permissions") ? permissions(body, before.kind()) : grant.permissions(),
                body.has("expires") && !body.time("expires").equals(grant.expires())
                        ? expires(body, now)
                        : grant.expires());
    }

    private static String name(Body body, ApiToken.Kind kind) {
        String name = body.line("name", MAX_NAME);
        if (kind == ApiToken.Kind.SOURCE
                && (name.toLowerCase(Locale.ROOT).startsWith(RESERVED)
                        || name.equals(Tokens.CONFIGURED))) {
            body.fault(
                    "name",
                    "it becomes the source of events, and '"
                            + name
                            + "' is kept for Hookline's own; choose another name.");
        }
        return name;
    }

    private static Set<Permission> permissions(Body body, ApiToken.Kind kind) {
        if (kind == ApiToken.Kind.API) {
            return sent(body);
        }
        // A source needs no permissions in its body: it has just one.
        Set<Permission> only = EnumSet.of(Permission.INGEST);
        if (!body.isAbsent("permissions") && !sent(body).equals(only)) {
            body.fault(
                    "permissions",
                    "a token of kind source has the permission "
                            + Permission.INGEST.word()
                            + " and no other; leave them out.");
        }
        return only;
    }

    private static Set<Permission> sent(Body body) {
        if (body.node("permissions").isArray() && body.node("permissions").isEmpty()) {
            body.fault(
                    "permissions",
                    "a token needs at least one permission, because without any it could do"
                            + " nothing; to end a token, delete it.");
        }
        return EnumSet.copyOf(
                body.choices("permissions", List.of(Permission.values()), Permission::word));
    }

    /** The end of a token; one without an end has none, or null. */
    private static Optional<Instant> expires(Body body, Instant now) {
        Optional<Instant> end = body.time("expires");
        if (end.filter(instant -> !instant.isAfter(now)).isPresent()) {
            body.unexpected("expires", "expected a time to come");
        }
        return end;
    }
}
