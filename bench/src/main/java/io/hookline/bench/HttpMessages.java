package io.hookline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.1 messages from a connection, as far as a bench needs: lengths, chunked endings and
 * the status. There is no pipelining.
 */
final class HttpMessages {
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] LENGTH = ascii("content-length:");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

    private final SocketChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);

    HttpMessages(SocketChannel channel) {
        this.channel = channel;
    }

    /** Reads what is there; answers whether a whole message is. */
    boolean receive() throws IOException {
        int read = channel.read(buffer);
        if (read < 0) {
            throw new IOException("The other side closed the connection");
        }
        if (!buffer.hasRemaining()) {
            buffer = ByteBuffer.allocate(buffer.capacity() * 2).put(buffer.flip());
        }
        return isWhole();
    }

    /** The status of the response that has been received. */
    int status() {
        byte[] bytes = buffer.array();
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
    }

    /** Where a text begins in the message, or -1. */
    int find(byte[] text) {
        return indexOf(text, 0, buffer.position(), false);
    }

    /** The same, in letters of any case; the text is given in lower case. */
    int findAnyCase(byte[] text) {
        int head = indexOf(HEAD_END, 0, buffer.position(), false);
        return indexOf(text, 0, Math.max(head, 0), true);
    }

    /** How often a text occurs in the message. */
    int count(byte[] text) {
        int count = 0;
        int at = find(text);
        while (at >= 0) {
            count++;
            at = indexOf(text, at + text.length, buffer.position(), false);
        }
        return count;
    }

    /** The rest of a line of the head. */
    String line(int from) {
        int to = from;
        while (buffer.get(to) != '\r') {
            to++;
        }
        return new String(buffer.array(), from, to - from, StandardCharsets.US_ASCII);
    }

    /** Reads decimal digits of the message. */
    int number(int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + (buffer.get(i) - '0');
        }
        return number;
    }

    String text() {
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    void next() {
        buffer.clear();
    }

    private boolean isWhole() {
        int head = indexOf(HEAD_END, 0, buffer.position(), false);
        if (head < 0) {
            return false;
        }
        int length = indexOf(LENGTH, 0, head, true);
        if (length >= 0) {
            return buffer.position() >= head + HEAD_END.length + lengthAt(length + LENGTH.length);
        }
        if (indexOf(CHUNKED, 0, head, true) >= 0) {
            int end = buffer.position() - LAST_CHUNK.length;
            return end >= head && indexOf(LAST_CHUNK, end, buffer.position(), false) == end;
        }
        return true;
    }

    private int lengthAt(int from) {
        int at = from;
        while (buffer.get(at) == ' ') {
            at++;
        }
        int number = 0;
        while (buffer.get(at) >= '0' && buffer.get(at) <= '9') {
            number = number * 10 + (buffer.get(at++) - '0');
        }
        return number;
    }

    private int indexOf(byte[] text, int from, int to, boolean anyCase) {
        byte[] bytes = buffer.array();
        for (int start = from; start <= to - text.length; start++) {
            int i = 0;
            while (i < text.length
                    && (bytes[start + i] == text[i]
                            || (anyCase && lower(bytes[start + i]) == text[i]))) {
                i++;
            }
            if (i == text.length) {
                return start;
            }
        }
        return -1;
    }

    private static int lower(byte value) {
        return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** All places where a text occurs. */
    static int[] places(byte[] bytes, byte[] text) {
        int[] places = new int[8];
        int count = 0;
        for (int i = 0; i <= bytes.length - text.length; i++) {
            if (Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }
}
