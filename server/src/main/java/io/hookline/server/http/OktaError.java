package io.hookline.server.http;

import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A refusal on a path that Okta publishes, in Okta's error object. Clients rely on the code;
 * summaries are ours.
 */
public final class OktaError extends RuntimeException {
    private final int status;
    private final String code;
    private final List<String> causes;

    public OktaError(int status, String code, String summary, List<String> causes) {
        super(summary);
        this.status = status;
        this.code = code;
        this.causes = List.copyOf(causes);
    }

    /**
     * 400 E0000001: a field or an object is not valid; each cause is {@code field: message} or a
     * sentence.
     */
    public static OktaError invalid(String what, String... causes) {
        return new OktaError(400, "E0000001", "Api validation failed: " + what, List.of(causes));
    }

    /** 404 E0000007. */
    public static OktaError notFound(String id, String type) {
        return new OktaError(
                404,
                "E0000007",
                "Not found: Resource not found: " + id + " (" + type + ")",
                List.of());
    }

    /** How each kind of refusal reads in Okta's error object: the one place that says so. */
    static OktaError of(Refusal refusal) {
        List<String> detail = List.of(refusal.getMessage());
        return switch (refusal) {
            case Refusal.Invalid invalid -> of(invalid);
            case Refusal.Malformed _ ->
                    new OktaError(400, "E0000003", "The request body was not well-formed.", detail);
            case Refusal.InvalidFilter filter ->
                    new OktaError(
                            400,
                            switch (filter.fault()) {
                                case EXPRESSION -> "E0000053";
                                case OPERATOR -> "E0000031";
                                case PARAMETER -> "E0000001";
                            },
                            refusal.getMessage(),
                            List.of());
            case Refusal.Unsupported unsupported ->
                    new OktaError(
                            400,
                            switch (unsupported.fault()) {
                                case MISSING -> "E0000019";
                                case UNKNOWN -> "E0000021";
                            },
                            refusal.title(),
                            detail);
            case Refusal.Unauthenticated _ ->
                    new OktaError(401, "E0000011", "Invalid token provided", detail);
            case Refusal.NotAllowed _ ->
                    new OktaError(
                            403,
                            "E0000006",
                            "You do not have permission to perform the requested action",
                            detail);
            case Refusal.NotFound it -> notFound(it.id(), joined(it.kind()));
            case Refusal.Conflict conflict ->
                    new OktaError(
                            409,
                            "E0000195",
                            "Api validation failed due to conflict: " + conflict.subject(),
                            detail);
            case Refusal.RateLimited _ ->
                    new OktaError(
                            429,
                            "E0000047",
                            "API call exceeded rate limit due to too many requests.",
                            detail);
            case Refusal.TookTooLong _ ->
                    new OktaError(500, "E0000009", refusal.getMessage(), List.of());
            case Refusal.Off _ -> other(409, refusal);
            case Refusal.Outdated _ -> other(412, refusal);
            case Refusal.TooLarge _ -> other(413, refusal);
            case Refusal.Busy _ -> other(503, refusal);
            case Refusal.Loop _ -> other(508, refusal);
        };
    }

    /** The summary names the object or field; of a query it says everything. */
    private static OktaError of(Refusal.Invalid invalid) {
        String what =
                switch (invalid.place()) {
                    case BODY -> invalid.subject();
                    case QUERY ->
                            invalid.errors().stream()
                                    .map(error -> "'" + error.field() + "': " + error.sentence())
                                    .collect(Collectors.joining(" "));
                };
        return invalid(
                what, invalid.errors().stream().map(FieldError::text).toArray(String[]::new));
    }

    /** {@code EventHook} for {@code event hook}. */
    private static String joined(String kind) {
        return Arrays.stream(kind.split(" "))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static OktaError other(int status, Refusal refusal) {
        return new OktaError(status, "E0000001", refusal.title(), List.of(refusal.getMessage()));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<String> causes() {
        return causes;
    }
}
