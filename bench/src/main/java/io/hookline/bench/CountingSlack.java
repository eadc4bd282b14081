package io.hookline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Answers every POST as Slack answers a message, and remembers when the message of which number
 * came first. One thread.
 */
final class CountingSlack implements AutoCloseable {
    private static final byte[] BEFORE_NUMBER = HttpMessages.ascii("bench-");
    private static final byte[] BODY =
            HttpMessages.ascii("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1\"}");
    private static final byte[] ANSWER =
            HttpMessages.ascii(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + BODY.length
                            + "\r\n\r\n"
                            + new String(BODY, java.nio.charset.StandardCharsets.US_ASCII));

    private final Selector selector;
    private final ServerSocketChannel server;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
    private final AtomicLongArray arrivals;
    private volatile int distinct;
    private volatile int again;
    private volatile long lastArrival;

    CountingSlack(int numbers) {
        arrivals = new AtomicLongArray(numbers);
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("counting-slack").start(this::run);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.socket().getLocalPort() + "/api");
    }

    /** Messages with different numbers so far. */
    int distinct() {
        return distinct;
    }

    /** Messages whose number had come before. */
    int again() {
        return again;
    }

    /** When the last message of a new number came, by {@link System#nanoTime}. */
    long lastArrival() {
        return lastArrival;
    }

    /** When the message of a number came, or 0. */
    long arrival(int number) {
        return arrivals.get(number);
    }

    /** Waits until that many have come, or none has come for a while. */
    boolean await(int wanted, Duration silence) {
        int seen = -1;
        long since = System.nanoTime();
        while (distinct < wanted) {
            if (distinct != seen) {
                seen = distinct;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > silence.toNanos()) {
                return false;
            }
            synchronized (this) {
                try {
                    wait(5);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            server.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select();
                if (!selector.isOpen()) {
                    return;
                }
                Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
                while (keys.hasNext()) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        serve(key);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new HttpMessages(channel));
        }
    }

    private void serve(SelectionKey key) throws IOException {
        HttpMessages messages = (HttpMessages) key.attachment();
        try {
            if (messages.receive()) {
                count(messages);
                messages.next();
                ((SocketChannel) key.channel()).write(answer.clear());
            }
        } catch (IOException gone) {
            key.channel().close();
        }
    }

    private void count(HttpMessages messages) {
        int place = messages.find(BEFORE_NUMBER);
        if (place < 0) {
            return;
        }
        int number = messages.number(place + BEFORE_NUMBER.length, RequestTemplate.DIGITS);
        long now = System.nanoTime();
        if (number < arrivals.length() && arrivals.compareAndSet(number, 0, now)) {
            lastArrival = now;
            distinct = distinct + 1;
        } else {
            again = again + 1;
        }
    }
}
