package io.hookline.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;

/** A receiver on a free loopback port that behaves, byte by byte, as a test wants. */
final class TestingReceiver implements AutoCloseable {
    private final ServerSocket server;
    private final Behaviour behaviour;
    private final String scheme;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private TestingReceiver(String scheme, ServerSocketFactory factory, Behaviour behaviour)
            throws IOException {
        this.scheme = scheme;
        this.behaviour = behaviour;
        server = factory.createServerSocket(0, 1_000, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    /** Does that with each connection, then closes it. */
    static TestingReceiver that(Behaviour behaviour) throws IOException {
        return new TestingReceiver("http", ServerSocketFactory.getDefault(), behaviour);
    }

    static TestingReceiver overTls(ServerSocketFactory factory, Behaviour behaviour)
            throws IOException {
        return new TestingReceiver("https", factory, behaviour);
    }

    /** Answers every request with that text and keeps the connection. */
    static TestingReceiver answering(String response) throws IOException {
        return that(answers(response));
    }

    static Behaviour answers(String response) {
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        return connection -> {
            while (connection.readRequest()) {
                connection.write(bytes);
            }
        };
    }

    static String ok(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                + length
                + "\r\n\r\n"
                + body;
    }

    int port() {
        return server.getLocalPort();
    }

    URI uri() {
        return uri("127.0.0.1");
    }

    URI uri(String host) {
        return URI.create(scheme + "://" + host + ":" + port() + "/hook?key=secret");
    }

    int connections() {
        return connections.get();
    }

    /** The requests so far: head and body as they came. */
    List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behaviour.serve(new Connection(socket));
        } catch (IOException e) {
            // The sender went away: that is what many tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** What it does with a connection. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    /** A connection that a sender opened. */
    final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** Reads one request and keeps it; false when the sender hung up. */
        boolean readRequest() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                bytes.write(next);
                head = next == '\n' ? bytes.toString(StandardCharsets.UTF_8) : "";
            }
            int length =
                    head.lines()
                            .map(line -> line.toLowerCase(Locale.ROOT))
                            .filter(line -> line.startsWith("content-length:"))
                            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                            .findFirst()
                            .orElse(0);
            bytes.write(in.readNBytes(length));
            requests.add(bytes.toString(StandardCharsets.UTF_8));
            return true;
        }

        /** Waits for the first byte, so that connecting is over on both sides. */
        void readByte() throws IOException {
            in.read();
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Waits, but not beyond the end of the test; false at its end. */
        boolean waitFor(Duration time) throws InterruptedException {
            return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        void waitForTheEnd() throws InterruptedException {
            closed.await();
        }

        /** Ends the connection with RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
