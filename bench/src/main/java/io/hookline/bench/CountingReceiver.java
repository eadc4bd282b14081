package io.hookline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;

/** A receiver of event hooks on one thread that only counts the events it is sent. */
final class CountingReceiver implements AutoCloseable {
    private static final byte[] EVENT = HttpMessages.ascii("\"published\":");
    private static final byte[] CHALLENGE = HttpMessages.ascii("x-okta-verification-challenge: ");
    private static final byte[] TAKEN =
            HttpMessages.ascii("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n");

    private final Selector selector;
    private final ServerSocketChannel server;
    private final boolean answers;
    private volatile long events;
    private volatile long requests;
    private volatile long lastArrival;

    private CountingReceiver(boolean answers) {
        this.answers = answers;
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("counting-receiver").start(this::run);
    }

    static CountingReceiver open() {
        return new CountingReceiver(true);
    }

    /** Proves who it is, and then never answers. */
    static CountingReceiver silent() {
        return new CountingReceiver(false);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.socket().getLocalPort() + "/in");
    }

    long events() {
        return events;
    }

    long requests() {
        return requests;
    }

    /** When the last events came, by {@link System#nanoTime}. */
    long lastArrival() {
        return lastArrival;
    }

    /** Waits until that many have come, or none has come for a while. */
    boolean await(long wanted, Duration silence) throws InterruptedException {
        long seen = -1;
        long since = System.nanoTime();
        while (events < wanted) {
            if (events != seen) {
                seen = events;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > silence.toNanos()) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select();
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
        } catch (ClosedSelectorException | CancelledKeyException e) {
            // It was closed.
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
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (!messages.receive()) {
                return;
            }
            int challenge = messages.findAnyCase(CHALLENGE);
            if (challenge >= 0) {
                channel.write(proof(messages.line(challenge + CHALLENGE.length)));
            } else if (answers) {
                events += messages.count(EVENT);
                requests++;
                lastArrival = System.nanoTime();
                channel.write(ByteBuffer.wrap(TAKEN));
            }
            messages.next();
        } catch (IOException gone) {
            channel.close();
        }
    }

    private static ByteBuffer proof(String challenge) {
        String body = "{\"verification\":\"" + challenge + "\"}";
        return ByteBuffer.wrap(
                HttpMessages.ascii(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body));
    }

    @Override
    public void close() {
        try {
            server.close();
            selector.keys()
                    .forEach(key -> {
                        try {
                            key.channel().close();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
