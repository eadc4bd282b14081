package io.hookline.server.http.jetty;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A connection that, once we end it, takes what its caller still sends for a while. The system
 * answers bytes that arrive at a closed connection, or that nobody has read, by a reset, and a
 * reset throws away the answer that the caller has not read yet. It counts as a connection until
 * then, so that callers cannot have more of these than of others.
 */
final class LingeringEndPoint extends SocketChannelEndPoint {
    private static final long MOST_BYTES = 128L * 1024 * 1024;
    private static final int PIECE = 16 * 1024;

    private final ManagedSelector selector;
    private final Duration longest;
    private final Consumer<SocketChannel> ended;
    private volatile SelectionKey key;
    private volatile boolean cutOff;
    private volatile boolean callerEnded;
    private volatile boolean lingering;

    /**
     * @param longest how long it takes what its caller still sends
     * @param ended called when the connection is closed for good after it lingered
     */
    LingeringEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Duration longest,
            Consumer<SocketChannel> ended) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
        this.longest = longest;
        this.key = key;
        this.ended = ended;
    }

    /** Closes it at once, whatever its caller still sends: a caller that is gone or too slow. */
    static void cutOff(EndPoint endPoint, Throwable why) {
        EndPoint inner = endPoint;
        while (inner instanceof EndPoint.Wrapper wrapper) {
            inner = wrapper.unwrap();
        }
        if (inner instanceof LingeringEndPoint lingering) {
            lingering.cutOff = true;
        }
        endPoint.close(why);
    }

    @Override
    public void replaceKey(SelectionKey newKey) {
        super.replaceKey(newKey);
        key = newKey;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        callerEnded = callerEnded || filled < 0;
        return filled;
    }

    @Override
    public boolean isOpen() {
        return !lingering && super.isOpen();
    }

    @Override
    public void doClose() {
        if (cutOff || callerEnded || !getChannel().isOpen()) {
            super.doClose();
            return;
        }
        lingering = true;
        key.cancel();
        // The selector lets go of the channel when it selects, which it does between two updates.
        selector.submit(now ->
                selector.submit(
                        free -> Thread.ofVirtual().name("http-lingering").start(this::linger)));
    }

    private void linger() {
        try (SocketChannel channel = getChannel()) {
            channel.shutdownOutput();
            channel.configureBlocking(true);
            takeAll(channel.socket(), System.nanoTime() + longest.toNanos());
        } catch (IOException | IllegalStateException e) {
            // The caller is gone: nothing more to be done for it.
        } finally {
            ended.accept(getChannel());
        }
    }

    private static void takeAll(Socket socket, long until) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[PIECE];
        long taken = 0;
        while (taken < MOST_BYTES) {
            long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
            if (left <= 0) {
                return;
            }
            socket.setSoTimeout((int) left);
            int read;
            try {
                read = in.read(piece);
            } catch (SocketTimeoutException | SocketException over) {
                return;
            }
            if (read < 0) {
                return;
            }
            taken += read;
        }
    }
}
