package io.hookline.server.http;

import static io.hookline.server.http.BareCaller.HOST;
import static io.hookline.server.http.BareCaller.LARGE;
import static io.hookline.server.http.BareCaller.POST;
import static io.hookline.server.http.BareCaller.RULES;
import static io.hookline.server.http.BareCaller.WAIT;
import static io.hookline.server.http.BareCaller.answer;
import static io.hookline.server.http.BareCaller.awaitCount;
import static io.hookline.server.http.BareCaller.connect;
import static io.hookline.server.http.BareCaller.router;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How many connections there may be, and for how long, whatever their callers do with them. */
class ConnectionLimitsTest {
    private static final ConnectionRules IMPATIENT =
            new ConnectionRules(40, 20, Duration.ofSeconds(3), Duration.ofSeconds(4), 500, 8_192);

    @AutoClose private final TestServer server = TestServer.of(router(), 0, RULES);

    private static void assertOthersAreAnswered(TestServer server) throws IOException {
        try (Socket socket = connect(server)) {
            socket.getOutputStream()
                    .write(
                            ("GET /live HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n")
                                    .getBytes(ISO_8859_1));
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("up");
        }
    }

    @Test
    void oneConnectionTooManyOfAnAddressIsRefused() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try (TestServer patient = TestServer.of(router(), 0, RULES)) {
            for (int i = 0; i < RULES.mostPerAddress(); i++) {
                silent.add(connect(patient));
            }
            assertThat(answer(connect(patient))).contains(" 503 ").contains("Too many connections");
            assertThat(patient.connections().refused()).containsEntry("address", 1L);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void silentConnectionsAreClosedAndLeaveRoomForOthers() throws IOException {
        ConnectionRules brief =
                new ConnectionRules(40, 20, Duration.ofSeconds(1), Duration.ofHours(1), 500, 8_192);
        List<Socket> silent = new ArrayList<>();
        try (TestServer server = TestServer.of(router(), 0, brief)) {
            for (int i = 0; i < brief.mostPerAddress(); i++) {
                silent.add(connect(server));
            }
            for (Socket socket : silent) {
                assertThat(answer(socket)).isEmpty();
            }
            awaitCount(server.connections()::inAll, 0);
            assertThat(server.connections().slow()).isEqualTo(brief.mostPerAddress());
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** Sends what is refused at once, and reads the refusal to its end. */
    private static Socket refused(TestServer server) throws IOException {
        Socket socket = connect(server);
        socket.getOutputStream().write((POST + "Content-Length: x\r\n\r\n").getBytes(ISO_8859_1));
        assertThat(answer(socket)).startsWith("HTTP/1.1 400");
        return socket;
    }

    @Test
    void callersThatGoOnAfterARefusalKeepTheirPlaceAmongTheConnections() throws IOException {
        List<Socket> going = new ArrayList<>();
        try {
            for (int i = 0; i < RULES.mostPerAddress(); i++) {
                going.add(refused(server));
            }
            assertThat(server.connections().inAll()).isEqualTo(RULES.mostPerAddress());
            assertThat(answer(connect(server))).contains(" 503 ");
        } finally {
            for (Socket socket : going) {
                socket.close();
            }
        }
        awaitCount(server.connections()::inAll, 0);
        assertOthersAreAnswered(server);
    }

    @Test
    void whatGoesOnAfterARefusalIsClosedInTime() throws IOException {
        ConnectionRules brief =
                new ConnectionRules(40, 20, Duration.ofSeconds(2), Duration.ofHours(1), 500, 8_192);
        try (TestServer server = TestServer.of(router(), 0, brief);
                Socket socket = refused(server)) {
            long until = System.nanoTime() + Duration.ofMillis(WAIT).toNanos();
            boolean closed = false;
            while (!closed && System.nanoTime() < until) {
                try {
                    socket.getOutputStream().write('x');
                    LockSupport.parkNanos(10_000_000);
                } catch (SocketException reset) {
                    closed = true;
                }
            }
            assertThat(closed).isTrue();
            awaitCount(server.connections()::inAll, 0);
        }
    }

    @Test
    void aConnectionThatIsNotUsedAnyMoreIsClosed() throws IOException {
        try (TestServer impatient = TestServer.of(router(), 0, IMPATIENT);
                Socket socket = connect(impatient)) {
            socket.getOutputStream()
                    .write(("GET /live HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("up");
            assertThat(impatient.connections().slow()).isZero();
        }
    }

    @Test
    void anAnswerThatNobodyTakesIsGivenUp() throws Exception {
        try (TestServer server = TestServer.of(router(), 0, IMPATIENT);
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            socket.getOutputStream()
                    .write(("GET /large HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
            awaitCount(server.connections()::slow, 1);
            assertOthersAreAnswered(server);
            socket.setSoTimeout(WAIT);
            assertThat(answer(socket).length()).isLessThan(LARGE);
            awaitCount(server.connections()::inAll, 0);
        }
    }

    @Test
    void connectionsAreLimitedInAllToo() throws IOException {
        ConnectionRules few =
                new ConnectionRules(
                        10, 1_000, Duration.ofHours(1), Duration.ofHours(1), 500, 8_192);
        try (TestServer other = TestServer.of(router(), 0, few)) {
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < few.most(); i++) {
                    open.add(new Socket(InetAddress.getLoopbackAddress(), other.port()));
                }
                try (Socket more = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
                    assertThat(answer(more)).startsWith("HTTP/1.1 503").contains("Retry-After");
                }
                assertThat(other.connections().refused()).containsEntry("all", 1L);
            } finally {
                for (Socket socket : open) {
                    socket.close();
                }
            }
            awaitCount(other.connections()::inAll, 0);
        }
    }

    @Test
    void aHeaderThatTricklesIsCutOffInTime() throws Exception {
        try (TestServer impatient = TestServer.of(router(), 0, IMPATIENT);
                Socket socket = connect(impatient)) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /live HTTP/1.1\r\nX: ".getBytes(ISO_8859_1));
            assertThat(trickle(out, socket)).isTrue();
        }
        assertOthersAreAnswered(server);
    }

    @Test
    void aBodyThatTricklesIsCutOffInTime() throws Exception {
        try (TestServer impatient = TestServer.of(router(), 0, IMPATIENT);
                Socket socket = connect(impatient)) {
            OutputStream out = socket.getOutputStream();
            out.write((POST + "Content-Length: 50000\r\n\r\n").getBytes(ISO_8859_1));
            assertThat(trickle(out, socket)).isTrue();
        }
        assertOthersAreAnswered(server);
    }

    /** Sends a letter now and then, until the other end closes; false if it never does. */
    private static boolean trickle(OutputStream out, Socket socket) throws Exception {
        long until = System.nanoTime() + Duration.ofMillis(WAIT).toNanos();
        socket.setSoTimeout(100);
        while (System.nanoTime() < until) {
            try {
                out.write('x');
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (java.net.SocketTimeoutException goesOn) {
                // The pause between two letters.
            } catch (SocketException closed) {
                return true;
            }
        }
        return false;
    }
}
