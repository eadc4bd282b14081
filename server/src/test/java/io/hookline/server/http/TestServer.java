package io.hookline.server.http;

import io.hookline.server.http.jetty.Listener;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** Serves a few routes on a free port of loopback. */
public final class TestServer implements AutoCloseable {
    private final Listener listener;
    private final OpenConnections connections;

    private TestServer(Listener listener, OpenConnections connections) {
        this.listener = listener;
        this.connections = connections;
    }

    public static TestServer of(Router router) {
        return of(router, 0);
    }

    /** On a port that the routes know. */
    public static TestServer of(Router router, int port) {
        return of(router, port, ConnectionRules.DEFAULT);
    }

    static TestServer of(Router router, int port, ConnectionRules rules) {
        OpenConnections connections = new OpenConnections(rules, address -> false);
        return new TestServer(
                Listener.open(
                                new InetSocketAddress("127.0.0.1", port),
                                router.edge(KnownPaths.read()),
                                connections,
                                Optional.empty())
                        .start(),
                connections);
    }

    OpenConnections connections() {
        return connections;
    }

    public int port() {
        return listener.port();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        listener.close();
    }
}
