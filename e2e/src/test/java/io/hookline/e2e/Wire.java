package io.hookline.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/** A connection on which a test sends what it likes, HTTP or not. */
final class Wire implements AutoCloseable {
    /** How long an answer may take before it counts as none. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;

    Wire(URI server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says that nothing follows. */
    Wire end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All that comes back until the other end closes; what was read before a reset counts. */
    String answer() throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[8_192];
        InputStream in = socket.getInputStream();
        try {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                text.append(new String(piece, 0, read, ISO_8859_1));
            }
        } catch (SocketException reset) {
            // It was closed while we were sending.
        }
        return text.toString();
    }

    /** The status of an answer, or -1 for none. */
    static int status(String answer) {
        return answer.matches("(?s)HTTP/1\\.1 \\d{3} .*")
                ? Integer.parseInt(answer.substring(9, 12))
                : -1;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
