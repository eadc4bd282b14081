package io.hookline.server.http.jetty;

import org.eclipse.jetty.http.HttpParser;

/** What Jetty says of a request that it cannot read, as it may be shown to its sender. */
final class Reasons {
    private static final int MOST = 120;

    private Reasons() {}

    /** The end of a sentence: short, printable, with its full stop. */
    static String of(String reason) {
        if (reason == null || reason.isBlank()) {
            return "it is not valid HTTP.";
        }
        String plain = shown(reason);
        return plain.endsWith(".") || plain.endsWith("…") ? plain : plain + ".";
    }

    /** The same, of a place that the parser had reached. */
    static String of(String reason, HttpParser.State reached) {
        return of(
                switch (reason == null ? "" : reason) {
                    case "Multiple Content-Lengths" ->
                            "the header Content-Length is there more than once";
                    case "Transfer-Encoding and Content-Length" ->
                            "the headers Transfer-Encoding and Content-Length are both there;"
                                    + " expected one of them";
                    case "Invalid Content-Length Value" ->
                            "the value of Content-Length is no number of bytes";
                    case "Duplicate Host Header" -> "the header Host is there more than once";
                    case "No Host" -> "the header Host is missing";
                    case "Line Folding not supported" ->
                            "a line of the headers has no name, or goes on with the line before";
                    case String encoding when encoding.startsWith("Bad Transfer-Encoding") ->
                            "of transfer encodings only 'chunked' is read, once";
                    case "", "Bad Request" ->
                            "a value or number is wrong in "
                                    + (reached == HttpParser.State.HEADER
                                            ? "the first line or the headers"
                                            : place(reached));
                    case String other when other.startsWith("Illegal character") ->
                            shown(other) + " in " + place(reached);
                    case String other -> shown(other);
                });
    }

    private static String place(HttpParser.State reached) {
        return switch (reached) {
            case HEADER -> "the headers";
            case CONTENT, EOF_CONTENT -> "the body";
            case CHUNKED_CONTENT, CHUNK_SIZE -> "the size of a chunk";
            case CHUNK, CHUNK_END -> "a chunk";
            case TRAILER -> "the headers after the last chunk";
            default -> "the first line";
        };
    }

    /** It may repeat a letter of the request. */
    private static String shown(String reason) {
        String start = reason.length() > MOST ? reason.substring(0, MOST) + "…" : reason;
        return start.replaceAll("[^\\x20-\\x7e…]", "?").strip();
    }
}
