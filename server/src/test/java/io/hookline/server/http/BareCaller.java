package io.hookline.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hookline.server.access.ClientAddress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Callers that write what they want to a socket, and the routes that they call. */
final class BareCaller {
    static final String HOST = "Host: localhost\r\n";
    static final String POST = "POST /echo HTTP/1.1\r\n" + HOST;

    /** For what does not end in a test, however slow the machine is. */
    static final ConnectionRules RULES =
            new ConnectionRules(40, 20, Duration.ofHours(1), Duration.ofHours(1), 500, 8_192);

    /** The size of the answer of {@code /large}. */
    static final int LARGE = 50_000_000;

    /** How long a test waits for what must come, in milliseconds. */
    static final int WAIT = 60_000;

    private BareCaller() {}

    static Router router() {
        Admission open = new Admission.Open("a test");
        return new Router(URI.create("http://localhost"), new ClientAddress(List.of()))
                .add(
                        List.of(
                                Route.get(
                                        "/live",
                                        open,
                                        request -> Response.text("text/plain", "up")),
                                Route.get(
                                        "/large",
                                        open,
                                        request -> Response.stream("text/plain", large())),
                                Route.post(
                                        "/echo",
                                        open,
                                        request ->
                                                Response.bytes(
                                                        "text/plain", request.body(100_000))),
                                Route.post(
                                        "/api/v1/echo",
                                        open,
                                        request ->
                                                Response.bytes(
                                                        "text/plain", request.body(100_000)))));
    }

    private static Response.Writer large() {
        return out -> {
            byte[] piece = new byte[100_000];
            for (int i = 0; i < LARGE / piece.length; i++) {
                out.write(piece);
            }
        };
    }

    static Socket connect(TestServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(WAIT);
        return socket;
    }

    /** All that comes back until the other end closes; what was read before a reset counts. */
    static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[4_096];
        try {
            int read = socket.getInputStream().read(piece);
            while (read >= 0) {
                text.append(new String(piece, 0, read, ISO_8859_1));
                read = socket.getInputStream().read(piece);
            }
        } catch (SocketException reset) {
            // It was closed while we were sending.
        }
        return text.toString();
    }

    static void awaitCount(LongSupplier count, long wanted) {
        long until = System.nanoTime() + Duration.ofMillis(WAIT).toNanos();
        while (count.getAsLong() != wanted && System.nanoTime() < until) {
            Thread.onSpinWait();
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(count.getAsLong()).isEqualTo(wanted);
    }
}
