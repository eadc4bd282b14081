package io.hookline.connectors.httpfunctions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another system that writes exactly these bytes to whoever connects, and then hangs up or not. */
final class BadEndpoint implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private BadEndpoint(String answer, boolean hangsUp) throws IOException {
        server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> serve(answer, hangsUp));
    }

    /** Answers, and hangs up. */
    static BadEndpoint sending(String answer) throws IOException {
        return new BadEndpoint(answer, true);
    }

    /** Begins an answer, and never ends it. */
    static BadEndpoint stoppingAfter(String answer) throws IOException {
        return new BadEndpoint(answer, false);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/x";
    }

    private void serve(String answer, boolean hangsUp) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                readHead(socket);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                if (hangsUp) {
                    socket.close();
                }
            } catch (IOException closed) {
                // the next one, or none
            }
        }
    }

    private static void readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
