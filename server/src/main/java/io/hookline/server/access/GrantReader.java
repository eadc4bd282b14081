package io.hookline.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.http.Problem;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a body grants to a token; what is wrong with it is a 400 that names the field. */
final class GrantReader {
    private static final int MAX_NAME = 255;

    /** How our own source begins; nobody else's may. */
    private static final String RESERVED = "hookline";

    private GrantReader() {}

    static ApiToken.Kind kind(ObjectNode body) {
        JsonNode kind = body.path("kind");
        if (isAbsent(kind)) {
            return ApiToken.Kind.API;
        }
        return Arrays.stream(ApiToken.Kind.values())
                .filter(known -> word(known).equals(kind.textValue()))
                .findFirst()
                .orElseThrow(() ->
                        invalid("kind", "expected api or source, found " + shown(kind) + "."));
    }

    static String word(ApiToken.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What a new token may do. */
    static ApiToken.Grant fresh(ObjectNode body, ApiToken.Kind kind, Instant now) {
        return new ApiToken.Grant(
                name(body.path("name"), kind),
                permissions(body.path("permissions"), kind),
                expires(body.path("expires"), now));
    }

    /** What a token may do from now on; members that are left out stay as they are. */
    static ApiToken.Grant changed(ObjectNode body, ApiToken before, Instant now) {
        if (!isAbsent(body.path("kind")) && kind(body) != before.kind()) {
            throw invalid("kind", "it cannot be changed; make another token instead.");
        }
        ApiToken.Grant grant = before.grant();
        Optional<Instant> sent =
                body.has("expires") ? instant(body.path("expires")) : grant.expires();
        if (!sent.equals(grant.expires())) {
            sent = expires(body.path("expires"), now);
        }
        return new ApiToken.Grant(
                body.has("name") ? name(body.path("name"), before.kind()) : grant.name(),
                body.has("permissions")
                        ? permissions(body.path("permissions"), before.kind())
                        : grant.permissions(),
                sent);
    }

    private static String name(JsonNode text, ApiToken.Kind kind) {
        String name = text.isTextual() ? text.textValue().strip() : "";
        if (name.isEmpty()
                || name.length() > MAX_NAME
                || name.codePoints().anyMatch(GrantReader::isUnprintable)) {
            throw invalid(
                    "name",
                    "expected a text of 1 to "
                            + MAX_NAME
                            + " characters on one line, found "
                            + shown(text)
                            + ".");
        }
        if (kind == ApiToken.Kind.SOURCE
                && (name.toLowerCase(Locale.ROOT).startsWith(RESERVED)
                        || name.equals(Tokens.CONFIGURED))) {
            throw invalid(
                    "name",
                    "it becomes the source of events, and '"
                            + name
                            + "' is kept for Hookline's own; choose another name.");
        }
        return name;
    }

    /** Whether it is a control character or half of a pair. */
    static boolean isUnprintable(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE;
    }

    private static Set<Permission> permissions(JsonNode words, ApiToken.Kind kind) {
        if (kind == ApiToken.Kind.SOURCE) {
            return sourcePermissions(words);
        }
        if (!words.isArray() || words.isEmpty()) {
            throw invalid("permissions", expected() + ", found " + shown(words) + ".");
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        int index = 0;
        for (JsonNode word : words) {
            String field = "permissions[" + index++ + "]";
            permissions.add(
                    Permission.of(word.isTextual() ? word.textValue() : "")
                            .orElseThrow(() ->
                                    invalid(field, shown(word) + " is none; " + expected() + ".")));
        }
        return permissions;
    }

    /** A source needs no permissions in its body: it has just one. */
    private static Set<Permission> sourcePermissions(JsonNode words) {
        Set<Permission> only = EnumSet.of(Permission.INGEST);
        if (!isAbsent(words) && !permissions(words, ApiToken.Kind.API).equals(only)) {
            throw invalid(
                    "permissions",
                    "a token of kind source has the permission "
                            + Permission.INGEST.word()
                            + " and no other; leave them out.");
        }
        return only;
    }

    private static String expected() {
        return Arrays.stream(Permission.values())
                .map(Permission::word)
                .collect(Collectors.joining(", ", "expected a list of one or more of ", ""));
    }

    private static Optional<Instant> expires(JsonNode text, Instant now) {
        Optional<Instant> end = instant(text);
        if (end.filter(instant -> !instant.isAfter(now)).isPresent()) {
            throw invalid("expires", "expected a time to come, found " + shown(text) + ".");
        }
        return end;
    }

    private static Optional<Instant> instant(JsonNode text) {
        if (isAbsent(text)) {
            return Optional.empty();
        }
        try {
            Instant end =
                    OffsetDateTime.parse(text.isTextual() ? text.textValue() : "").toInstant();
            // Years of more than four digits do not survive the way through other programs.
            if (end.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return Optional.of(end.truncatedTo(ChronoUnit.MILLIS));
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw invalid(
                "expires",
                "expected a time such as 2030-01-31T00:00:00Z, or null for a token without end,"
                        + " found "
                        + shown(text)
                        + ".");
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static Problem invalid(String field, String what) {
        return Problem.badRequest(field + ": " + what).with("field", TextNode.valueOf(field));
    }

    private static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        String json =
                node.isContainerNode()
                        ? (node.isArray() ? "a list" : "an object")
                        : node.toString();
        return json.length() > 80 ? json.substring(0, 80) + "…" : json;
    }
}
