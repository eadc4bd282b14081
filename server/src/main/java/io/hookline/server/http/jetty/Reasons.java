package io.hookline.server.http.jetty;

/** What Jetty says of a request that it cannot read, as it may be shown to its sender. */
final class Reasons {
    private static final int MOST = 120;

    private Reasons() {}

    /** Short, printable, and a sentence: it may repeat a letter of the request. */
    static String shown(String reason) {
        if (reason == null || reason.isBlank()) {
            return "it is not valid HTTP.";
        }
        String start = reason.length() > MOST ? reason.substring(0, MOST) + "…" : reason;
        String plain = start.replaceAll("[^\\x20-\\x7e…]", "?").strip();
        return plain.endsWith(".") || plain.endsWith("…") ? plain : plain + ".";
    }
}
