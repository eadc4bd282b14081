package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.http.ConnectionRules;
import io.hookline.server.http.KnownPaths;
import io.hookline.server.http.OpenConnections;
import io.hookline.server.http.Router;
import io.hookline.server.http.jetty.Listener;
import io.hookline.server.task.EndInTime;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.VitalThread;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A process that cannot go on, or does not end, ends by itself and says why in its last line. */
class EndOfProcessTest {
    @TempDir Path folder;

    @Test
    void anErrorInABackgroundTaskEndsIt() throws Exception {
        Program.Ended ended = Program.run(folder, BrokenTask.class);
        assertThat(ended.exit()).isEqualTo(VitalThread.EXIT_CODE).isEqualTo(71);
        assertThat(ended.lines().getLast())
                .startsWith("hookline: the thread 'sweep' died (java.lang.StackOverflowError")
                .contains("Start it again: what was accepted is on disk.");
    }

    @Test
    void anErrorWhileConnectionsAreAcceptedEndsIt() throws Exception {
        Program.Ended ended = Program.run(folder, BrokenAcceptor.class);
        assertThat(ended.exit()).isEqualTo(VitalThread.EXIT_CODE);
        assertThat(ended.lines().getLast()).startsWith("hookline: the thread 'http-acceptor' died");
    }

    @Test
    void anEndThatTakesTooLongIsEnded() throws Exception {
        Program.Ended ended = Program.run(folder, EndlessEnd.class);
        assertThat(ended.exit()).isEqualTo(EndInTime.EXIT_CODE).isEqualTo(72);
        assertThat(ended.lines().getLast())
                .isEqualTo(
                        "hookline: not everything ended within 1 s, so the process ends now; what"
                                + " was accepted is on disk.");
    }

    /** Has a loop in the background that runs into an error of the Java machine. */
    static final class BrokenTask {
        public static void main(String... arguments) throws InterruptedException {
            PeriodicTask.every(
                            Duration.ofSeconds(1),
                            "sweep",
                            () -> {
                                throw new StackOverflowError("in a test");
                            })
                    .start();
            new CountDownLatch(1).await();
        }
    }

    /** Listens, and fails at the first connection. */
    static final class BrokenAcceptor {
        public static void main(String... arguments) throws Exception {
            OpenConnections connections =
                    new OpenConnections(
                            ConnectionRules.DEFAULT,
                            address -> {
                                throw new StackOverflowError("in a test");
                            });
            Router router =
                    new Router(URI.create("http://localhost"), new ClientAddress(List.of()));
            try (Listener listener =
                            Listener.open(
                                            new InetSocketAddress("127.0.0.1", 0),
                                            router.edge(KnownPaths.read()),
                                            connections,
                                            Optional.empty())
                                    .start();
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
                socket.getInputStream().read();
                new CountDownLatch(1).await();
            }
        }
    }

    /** Is ended, and does not. */
    static final class EndlessEnd {
        public static void main(String... arguments) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .unstarted(() ->
                                            EndInTime.within(
                                                    Duration.ofSeconds(1), EndlessEnd::hang)));
            System.exit(0);
        }

        private static void hang() {
            while (true) {
                LockSupport.park();
            }
        }
    }
}
