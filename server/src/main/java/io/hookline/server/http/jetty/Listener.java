package io.hookline.server.http.jetty;

import io.hookline.server.http.ConnectionRules;
import io.hookline.server.http.Edge;
import io.hookline.server.http.OpenConnections;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

/**
 * Listens on an address. From {@link #open} on the system takes connections, which wait until
 * {@link #start}.
 */
public final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration SELECTOR_ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final int BACKLOG = 1_024;

    /** The largest headers that an answer may have: a flow writes some of them. */
    private static final int ANSWER_HEADER_BYTES = 64 * 1024;

    private final Server server;
    private final GuardedConnector connector;
    private final Exchange exchange;
    private final Deadlines deadlines;

    private Listener(
            Server server, GuardedConnector connector, Exchange exchange, Deadlines deadlines) {
        this.server = server;
        this.connector = connector;
        this.exchange = exchange;
        this.deadlines = deadlines;
    }

    /**
     * Takes the address.
     *
     * @param tls to speak https with; empty for plain http
     * @throws UncheckedIOException when the address cannot be used
     */
    public static Listener open(
            InetSocketAddress address,
            Edge edge,
            OpenConnections connections,
            Optional<SSLContext> tls) {
        return open(address, edge, connections, tls, SELECTOR_ANSWERS_WITHIN);
    }

    /**
     * The same.
     *
     * @param selectorAnswersWithin after which time without an answer of the selector the process
     *     ends
     */
    static Listener open(
            InetSocketAddress address,
            Edge edge,
            OpenConnections connections,
            Optional<SSLContext> tls,
            Duration selectorAnswersWithin) {
        Server server = new Server(threads());
        Exchange exchange = new Exchange(edge, connections);
        server.setHandler(exchange);
        server.setErrorHandler(new Unreadable(edge, connections.rules().headerBytes()));
        // Ours decides how long an end may take.
        server.setStopTimeout(0);
        Holder connector = new Holder();
        Deadlines deadlines = new Deadlines(connections, connector::look);
        TimedConnection.Factory http =
                new TimedConnection.Factory(configuration(connections.rules()), deadlines);
        ConnectionFactory[] factories =
                tls.<ConnectionFactory[]>map(context ->
                                new ConnectionFactory[] {
                                    new SslConnectionFactory(secured(context), http.getProtocol()),
                                    http
                                })
                        .orElseGet(() -> new ConnectionFactory[] {http});
        connector.held =
                new GuardedConnector(
                        server, connections, tls.isEmpty(), selectorAnswersWithin, factories);
        connector.held.setHost(address.getHostString());
        connector.held.setPort(address.getPort());
        connector.held.setAcceptQueueSize(BACKLOG);
        connector.held.setIdleTimeout(connections.rules().idle().toMillis());
        server.addConnector(connector.held);
        try {
            connector.held.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Listener(server, connector.held, exchange, deadlines);
    }

    /** Lets the deadlines look at a connector that is made after them. */
    private static final class Holder {
        private GuardedConnector held;

        void look() {
            held.look();
        }
    }

    /** A few threads that accept and select; whatever may wait runs on virtual ones. */
    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
        return threads;
    }

    private static HttpConfiguration configuration(ConnectionRules rules) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(rules.headerBytes());
        http.setMaxResponseHeaderSize(ANSWER_HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.STRICT);
        // A percent sign may stand in a name; all else that reads in two ways is refused.
        http.setUriCompliance(
                UriCompliance.from(Set.of(UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING)));
        return http;
    }

    private static SslContextFactory.Server secured(SSLContext context) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        return factory;
    }

    /** Loads what {@link #open} will need. */
    public static void warmUp() {
        new Server(threads());
        configuration(ConnectionRules.DEFAULT);
    }

    /** The port that was taken. */
    public int port() {
        return connector.getLocalPort();
    }

    /** What accepts connections and selects those that have something to read. */
    GuardedConnector connector() {
        return connector;
    }

    /** Answers requests from now on, also of those who have been waiting. */
    public Listener start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP server could not start.", e);
        }
        deadlines.start();
        return this;
    }

    /** Takes no connections any more, and ends after the requests that are under way. */
    @Override
    public void close() {
        try {
            connector.end();
            awaitEnd();
            deadlines.close();
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("The HTTP server did not end cleanly", e);
        } finally {
            connector.close();
        }
    }

    private void awaitEnd() throws InterruptedException {
        long until = System.nanoTime() + GRACE.toNanos();
        while (exchange.underWay() > 0 && System.nanoTime() < until) {
            Thread.sleep(10);
        }
    }
}
