package io.hookline.server.http;

import java.util.List;

/**
 * A refusal on a path that Okta publishes, in Okta's error object (event-hooks.md, section 1.1).
 * Clients rely on the code; summaries are ours.
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
