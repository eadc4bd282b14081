package io.hookline.server.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that does with a connection what it wants, once a request begins to come. */
final class RawServer implements AutoCloseable {
    private final ServerSocket server;
    private final Treatment treatment;

    /** How it treats a connection. */
    @FunctionalInterface
    interface Treatment {
        void treat(Socket connection) throws IOException, InterruptedException;
    }

    RawServer(Treatment treatment) {
        this.treatment = treatment;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String uri() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/in";
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> treat(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void treat(Socket connection) {
        try (connection) {
            connection.getInputStream().read(new byte[64 * 1024]);
            treatment.treat(connection);
        } catch (IOException | InterruptedException e) {
            // The other side had enough of it.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
