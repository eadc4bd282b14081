package io.hookline.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Another system on a bad day: takes requests, and writes exactly the bytes that a test wants. */
final class BadServer implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Reply> day = any -> Reply.of(200, "{}");

    /**
     * A request that came.
     *
     * @param number counted from 1, since the day began
     * @param headers by lower-case name
     */
    record Asked(int number, String method, String path, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * @param hangsUp whether the connection ends behind the bytes, or stays open for ever
     */
    record Reply(String bytes, boolean hangsUp) {
        /** A whole answer. */
        static Reply of(int status, String body, String... headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Such\r\n");
            head.append("Content-Type: application/json\r\nConnection: close\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n\r\n");
            return new Reply(head + body, true);
        }

        /** These bytes and the end. */
        static Reply broken(String bytes) {
            return new Reply(bytes, true);
        }

        /** These bytes and never more. */
        static Reply stopping(String bytes) {
            return new Reply(bytes, false);
        }
    }

    BadServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** From now on. */
    void day(Function<Asked, Reply> answers) {
        asked.clear();
        day = answers;
    }

    /** What came since the day began. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            Reply reply = day.apply(read(socket.getInputStream()));
            socket.getOutputStream().write(reply.bytes().getBytes(UTF_8));
            socket.getOutputStream().flush();
            if (reply.hangsUp()) {
                socket.close();
            }
        } catch (IOException gone) {
            // Whoever asked has left.
        }
    }

    private synchronized Asked read(InputStream in) throws IOException {
        String[] first = line(in).split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        Asked request = new Asked(asked.size() + 1, first[0], first[1], headers);
        asked.add(request);
        return request;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("It ended within a line");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
