package io.hookline.server.http.jetty;

import io.hookline.server.http.ClientGone;
import io.hookline.server.http.Problem;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The body of a request; reading it ends when it is no HTTP, comes too slowly or breaks off. */
final class PacedBody extends InputStream {
    /** The status of a request whose body came too slowly. */
    static final int TOO_SLOW = 408;

    private final InputStream in;
    private final Request request;
    private final Pace pace;
    private boolean ended;

    PacedBody(Request request, Pace pace) {
        this.request = request;
        this.in = Content.Source.asInputStream(request);
        this.pace = pace;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int read = -1;
        pace.begin(System.nanoTime());
        try {
            read = in.read(into, offset, length);
        } catch (IOException | IllegalStateException e) {
            throw failure(e);
        } finally {
            pace.end(System.nanoTime(), read);
        }
        ended = ended || read < 0;
        if (!ended && pace.isTooSlow(System.nanoTime())) {
            throw tooSlow();
        }
        return read;
    }

    /** Whether all of it was read. */
    boolean isEnded() {
        return ended;
    }

    private RuntimeException failure(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return tooSlow();
            }
        }
        // Jetty reports what it cannot read as an early end, as it does a connection that has
        // ended.
        return fault().<RuntimeException>map(why ->
                        new Problem(
                                400,
                                "Bad request",
                                "The body could not be read to its end: " + why))
                .orElseGet(() -> new ClientGone(e));
    }

    private Optional<String> fault() {
        return request.getConnectionMetaData().getConnection() instanceof TimedConnection timed
                ? timed.fault()
                : Optional.empty();
    }

    private static Problem tooSlow() {
        return new Problem(
                        TOO_SLOW,
                        "Too slow",
                        "The body came too slowly; send it at once, or ask for a longer"
                                + " connections.headerSeconds or a lower"
                                + " connections.bytesPerSecond.")
                .header("Connection", "close");
    }
}
