package io.hookline.server.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** A request as the HTTP server read it, before any of our filters saw it. */
public interface Incoming {
    /** As it was sent: methods are case-sensitive. */
    String method();

    /** Decoded, with dots resolved, without the query. Begins with a slash. */
    String path();

    /** Exactly as it was sent; empty when there is none. */
    String rawQuery();

    /** The host, with its port if it was sent, that the request is meant for. */
    String authority();

    /** The address of the other end of the connection. */
    String peer();

    /** The lines of that header, in the order in which they were sent. */
    List<String> header(String name);

    /** All headers: names in lower case, several lines joined by commas. */
    Map<String, String> headers();

    /** How many bytes of body are announced; empty when that is not said. */
    java.util.OptionalLong announced();

    /** Whether the caller has ended its side of the connection, as far as that can be seen. */
    boolean isLeft();

    /**
     * The body. Reading it may throw a {@link Problem} when it is no HTTP or comes too slowly, and
     * {@link ClientGone} when the connection ends.
     */
    InputStream body();
}
