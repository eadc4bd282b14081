package io.hookline.server.http.jetty;

import io.hookline.server.http.ClientGone;
import io.hookline.server.http.Response;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Sends answers by Jetty. */
final class ResponseWriter {
    /** Bytes that are handed over at once, so that we see how fast they are taken. */
    private static final int PIECE = 64 * 1024;

    private ResponseWriter() {}

    /** Sends it whole and returns when it is on its way. */
    static void send(Response answer, org.eclipse.jetty.server.Response to, Pace pace) {
        head(answer, to);
        try {
            switch (answer.content()) {
                case Response.Content.Empty() -> write(to, true, ByteBuffer.allocate(0), pace);
                case Response.Content.Document _ ->
                        throw new IllegalStateException("A document must be written before");
                case Response.Content.Bytes(byte[] bytes) -> write(to, List.of(bytes), pace);
                case Response.Content.Constant(byte[] bytes) -> write(to, List.of(bytes), pace);
                case Response.Content.Parts(List<byte[]> parts) -> write(to, parts, pace);
                case Response.Content.Stream(Response.Writer writer) -> {
                    try (OutputStream out = new PacedAnswer(to, pace)) {
                        writer.write(out);
                    }
                }
            }
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Sends an answer without waiting; its body is small. */
    static void send(Response answer, org.eclipse.jetty.server.Response to, Callback callback) {
        head(answer, to);
        ByteBuffer body =
                answer.content() instanceof Response.Content.Bytes(byte[] bytes)
                        ? ByteBuffer.wrap(bytes)
                        : ByteBuffer.allocate(0);
        to.write(true, body, callback);
    }

    private static void head(Response answer, org.eclipse.jetty.server.Response to) {
        to.setStatus(answer.status());
        for (Response.Header header : answer.headers()) {
            to.getHeaders().add(header.name(), header.value());
        }
    }

    /** Sends parts, several small ones together. */
    private static void write(org.eclipse.jetty.server.Response to, List<byte[]> parts, Pace pace)
            throws IOException {
        long length = parts.stream().mapToLong(part -> part.length).sum();
        to.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        if (parts.size() == 1) {
            byte[] bytes = parts.getFirst();
            int sent = 0;
            do {
                int size = Math.min(PIECE, bytes.length - sent);
                ByteBuffer piece = ByteBuffer.wrap(bytes, sent, size);
                sent += size;
                write(to, sent == bytes.length, piece, pace);
            } while (sent < bytes.length);
            return;
        }
        try (OutputStream out = new PacedAnswer(to, pace)) {
            for (byte[] part : parts) {
                out.write(part);
            }
        }
    }

    private static void write(
            org.eclipse.jetty.server.Response to, boolean last, ByteBuffer piece, Pace pace)
            throws IOException {
        int size = piece.remaining();
        pace.begin(System.nanoTime());
        try {
            Content.Sink.write(to, last, piece);
        } finally {
            pace.end(System.nanoTime(), size);
        }
        if (!last && pace.isTooSlow(System.nanoTime())) {
            throw new IOException(new TimeoutException("The answer is taken too slowly."));
        }
    }

    /** An answer of unknown length. */
    private static final class PacedAnswer extends OutputStream {
        private final org.eclipse.jetty.server.Response to;
        private final Pace pace;
        private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

        PacedAnswer(org.eclipse.jetty.server.Response to, Pace pace) {
            this.to = to;
            this.pace = pace;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int size = Math.min(length - done, buffer.remaining());
                buffer.put(bytes, offset + done, size);
                done += size;
                if (!buffer.hasRemaining()) {
                    flush(false);
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (buffer.position() > 0) {
                flush(false);
            }
        }

        @Override
        public void close() throws IOException {
            flush(true);
        }

        private void flush(boolean last) throws IOException {
            buffer.flip();
            ResponseWriter.write(to, last, buffer, pace);
            buffer.clear();
        }
    }
}
