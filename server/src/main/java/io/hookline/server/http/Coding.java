package io.hookline.server.http;

import io.hookline.server.refusal.Refusal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** How the body of a request is encoded, as its header {@code Content-Encoding} says. */
enum Coding {
    IDENTITY,
    GZIP,
    DEFLATE;

    static final String HEADER = "Content-Encoding";
    private static final String KNOWN = "gzip, deflate";

    /**
     * Reads the lines of the header.
     *
     * @throws Problem when it names what is not read here, or more than one
     */
    static Coding of(List<String> lines) {
        List<String> named =
                lines.stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty() && !word.equals("identity"))
                        .toList();
        if (named.isEmpty()) {
            return IDENTITY;
        }
        return switch (named.size() > 1 ? "" : named.getFirst()) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                    throw new Problem(
                                    415,
                                    "Unsupported encoding",
                                    HEADER
                                            + ": "
                                            + Expected.found(
                                                    "expected one of gzip, deflate, identity",
                                                    String.join(", ", named)))
                            .header("Accept-Encoding", KNOWN);
        };
    }

    /** What was encoded so, to be read while it grows. */
    InputStream expand(byte[] sent) throws IOException {
        InputStream in = new ByteArrayInputStream(sent);
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in);
            case DEFLATE -> new Inflating(in, !hasHeader(sent));
        };
    }

    /** The refusal of a body that is not what the header says. */
    Refusal broken(IOException e) {
        String what =
                switch (e) {
                    case EOFException _ -> "it ends too early";
                    default -> "it cannot be expanded";
                };
        return new Refusal.Invalid(
                HEADER,
                "says "
                        + name().toLowerCase(Locale.ROOT)
                        + ", but the body is not encoded so: "
                        + what
                        + ".");
    }

    /** Many send deflate without the two bytes before it that the standard wants. */
    private static boolean hasHeader(byte[] sent) {
        return sent.length >= 2
                && (sent[0] & 0x0f) == Deflated.METHOD
                && ((sent[0] & 0xff) << 8 | (sent[1] & 0xff)) % Deflated.CHECK == 0;
    }

    /** The numbers of RFC 1950, section 2.2. */
    private static final class Deflated {
        private static final int METHOD = 8;
        private static final int CHECK = 31;
    }

    /** Frees the memory of its inflater, which is no Java object. */
    private static final class Inflating extends InflaterInputStream {
        Inflating(InputStream in, boolean bare) {
            super(in, new Inflater(bare));
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }
}
