package io.hookline.server.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookline.server.Program;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.http.ConnectionRules;
import io.hookline.server.http.KnownPaths;
import io.hookline.server.http.OpenConnections;
import io.hookline.server.http.Router;
import io.hookline.server.task.VitalThread;

import org.eclipse.jetty.io.ManagedSelector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A process whose HTTP server has gone deaf ends and says so, for a supervisor to start it again.
 */
class VitalThreadsTest {
    @TempDir Path folder;

    private void assertEnds(Class<?> program, String thread, String why) throws Exception {
        Program.Ended ended = Program.run(folder, program);
        assertThat(ended.exit()).as("%s", ended.lines()).isEqualTo(VitalThread.EXIT_CODE);
        assertThat(ended.lines().getLast())
                .startsWith("hookline: the thread '" + thread + "' died")
                .contains(why)
                .contains("Start it again: what was accepted is on disk.");
    }

    @Test
    void aSelectorThatFailsEndsIt() throws Exception {
        assertEnds(FailingSelector.class, "http-selector", "ClosedSelectorException");
    }

    @Test
    void aSelectorThatHangsEndsIt() throws Exception {
        assertEnds(HangingSelector.class, "http-selector", "no answer for 2 s");
    }

    @Test
    void aListeningSocketThatIsClosedEndsIt() throws Exception {
        assertEnds(ClosedSocket.class, "http-acceptor", "AsynchronousCloseException");
    }

    /** A server that is up, and has answered. */
    private static Listener serving() throws Exception {
        Router router = new Router(URI.create("http://localhost"), new ClientAddress(List.of()));
        Listener listener =
                Listener.open(
                                new InetSocketAddress("127.0.0.1", 0),
                                router.edge(KnownPaths.read()),
                                new OpenConnections(ConnectionRules.DEFAULT, address -> false),
                                Optional.empty(),
                                Duration.ofSeconds(2))
                        .start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            socket.getInputStream().read();
        }
        return listener;
    }

    private static ManagedSelector selector(Listener listener) {
        return listener.connector()
                .getSelectorManager()
                .getBeans(ManagedSelector.class)
                .iterator()
                .next();
    }

    /** Its selector is closed under it. */
    static final class FailingSelector {
        public static void main(String... arguments) throws Exception {
            selector(serving())
                    .submit(it -> {
                        try {
                            it.close();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            new CountDownLatch(1).await();
        }
    }

    /** Its selector waits for something that never comes. */
    static final class HangingSelector {
        public static void main(String... arguments) throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            selector(serving())
                    .submit(it -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            never.await();
        }
    }

    /** The socket on which it listens is closed. */
    static final class ClosedSocket {
        public static void main(String... arguments) throws Exception {
            serving().connector().close();
            new CountDownLatch(1).await();
        }
    }
}
