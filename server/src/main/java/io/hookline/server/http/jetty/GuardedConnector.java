package io.hookline.server.http.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookline.server.http.OpenConnections;
import io.hookline.server.task.VitalThread;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Accepts connections as long as they may be open, and goes on after a failure. Its two threads are
 * vital: if one fails for good, the process ends.
 */
final class GuardedConnector extends ServerConnector {
    private static final Logger log = LoggerFactory.getLogger(GuardedConnector.class);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(100);
    private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final OpenConnections connections;
    private final boolean speaksPlainHttp;
    private final Duration selectorAnswersWithin;
    private final Map<SelectableChannel, InetAddress> entered = new ConcurrentHashMap<>();
    private long warned = System.nanoTime() - BETWEEN_WARNINGS;
    private volatile long selectorAnswered = System.nanoTime();
    private volatile boolean selectorAsked;
    private volatile boolean ending;

    GuardedConnector(
            Server server,
            OpenConnections connections,
            boolean speaksPlainHttp,
            Duration selectorAnswersWithin,
            ConnectionFactory... factories) {
        super(server, 1, 1, factories);
        this.connections = connections;
        this.speaksPlainHttp = speaksPlainHttp;
        this.selectorAnswersWithin = selectorAnswersWithin;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (!(getTransport() instanceof ServerSocketChannel listening)) {
            throw new ClosedChannelException();
        }
        SocketChannel channel = listening.accept();
        try {
            InetAddress from = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            Optional<OpenConnections.Refusal> refused = connections.enter(from);
            if (refused.isPresent()) {
                refuse(channel);
                return;
            }
            entered.put(channel, from);
            channel.configureBlocking(false);
            configure(channel.socket());
            getSelectorManager().accept(channel);
        } catch (IOException | RuntimeException e) {
            // The caller is gone already, or we are ending.
            log.debug("A connection ended while it was accepted: {}", e.toString());
            leave(channel);
            channel.close();
        }
    }

    /** Says why, as far as the caller listens; waiting for it would help an attacker. */
    private void refuse(SocketChannel channel) throws IOException {
        try (channel) {
            if (speaksPlainHttp) {
                String body =
                        "{\"type\":\"about:blank\",\"title\":\"Too many connections\","
                                + "\"status\":503,\"detail\":\"This server has as many"
                                + " connections as it takes, in all or of your address; close"
                                + " some, or try again later.\"}";
                channel.configureBlocking(false);
                channel.write(
                        ByteBuffer.wrap(
                                ("HTTP/1.1 503 Service Unavailable\r\n"
                                                + "Content-Type: application/problem+json\r\n"
                                                + "X-Content-Type-Options: nosniff\r\n"
                                                + "Retry-After: 10\r\nContent-Length: "
                                                + body.length()
                                                + "\r\nConnection: close\r\n\r\n"
                                                + body)
                                        .getBytes(US_ASCII)));
                channel.shutdownOutput();
            }
        }
    }

    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (failure instanceof Error error) {
            throw VitalThread.died("http-acceptor", error);
        }
        if (ending || !isRunning() || isShutdown()) {
            return false;
        }
        if (!isOpen()) {
            throw VitalThread.died("http-acceptor", failure);
        }
        long now = System.nanoTime();
        if (now - warned >= BETWEEN_WARNINGS) {
            warned = now;
            log.warn(
                    "A connection could not be accepted ({}); trying again every {} ms",
                    failure.getMessage(),
                    BEFORE_NEXT_TRY.toMillis());
        }
        try {
            Thread.sleep(BEFORE_NEXT_TRY);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return isRunning();
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        if (endPoint instanceof SocketChannelEndPoint socket && !socket.getChannel().isOpen()) {
            leave(socket.getChannel());
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint =
                new LingeringEndPoint(
                        channel,
                        selector,
                        key,
                        getScheduler(),
                        connections.rules().lingering(),
                        this::leave);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** From now on the socket may be closed. */
    void end() {
        ending = true;
        shutdown();
    }

    /** Nobody takes any more what callers still send. */
    @Override
    protected void doStop() throws Exception {
        super.doStop();
        for (SelectableChannel channel : entered.keySet()) {
            channel.close();
            leave(channel);
        }
    }

    private void leave(SelectableChannel channel) {
        InetAddress from = entered.remove(channel);
        if (from != null) {
            connections.leave(from);
        }
    }

    /**
     * Forgets connections that ended without a word of the library, and ends the process when the
     * selector has stopped to answer.
     */
    void look() {
        entered.keySet().stream().filter(channel -> !channel.isOpen()).forEach(this::leave);
        long now = System.nanoTime();
        if (selectorAsked) {
            if (now - selectorAnswered > selectorAnswersWithin.toNanos()) {
                throw VitalThread.died(
                        "http-selector",
                        new IllegalStateException(
                                "no answer for " + selectorAnswersWithin.toSeconds() + " s"));
            }
            return;
        }
        selectorAsked = true;
        selectorAnswered = now;
        getSelectorManager()
                .getBeans(ManagedSelector.class)
                .forEach(selector -> selector.submit(it -> selectorAsked = false));
    }

    @Override
    protected SelectorManager newSelectorManager(
            Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            @Override
            protected ManagedSelector newSelector(int id) {
                return new ManagedSelector(this, id) {
                    @Override
                    protected void onSelectFailed(Throwable cause) {
                        throw VitalThread.died("http-selector", cause);
                    }
                };
            }
        };
    }
}
