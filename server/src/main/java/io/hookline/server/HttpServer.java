package io.hookline.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.StartRefused;
import io.hookline.server.http.Edge;
import io.hookline.server.http.OpenConnections;
import io.hookline.server.http.jetty.Listener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Listens for requests. The port is reserved before anything else is opened, because it is the most
 * likely thing to be wrong, and because features need to know their address; connections are
 * refused until {@link #listen}, and wait from there until {@link #serve}.
 */
final class HttpServer implements AutoCloseable {
    private final Configuration configuration;
    private final Socket reservation;
    private final int port;
    private final OpenConnections connections;
    private Optional<Listener> listener = Optional.empty();
    private Optional<ServedCertificate> certificate = Optional.empty();

    private HttpServer(Configuration configuration, Socket reservation) {
        this.configuration = configuration;
        this.reservation = reservation;
        this.port = reservation.getLocalPort();
        ClientAddress addresses = new ClientAddress(configuration.trustedProxies());
        this.connections = new OpenConnections(configuration.connections(), addresses::isTrusted);
    }

    /**
     * Reserves the configured port, or a free one for port 0.
     *
     * @throws StartRefused in one sentence when it cannot be used
     */
    static HttpServer reserve(Configuration configuration) {
        Socket reservation = new Socket();
        try {
            // A port that was chosen for us must not be shared with another reservation.
            reservation.setReuseAddress(configuration.port() != 0);
            reservation.bind(new InetSocketAddress(configuration.bind(), configuration.port()));
            return new HttpServer(configuration, reservation);
        } catch (IOException e) {
            throw refused(configuration, e);
        }
    }

    private static StartRefused refused(Configuration configuration, IOException e) {
        return new StartRefused(
                "Port "
                        + configuration.port()
                        + " on "
                        + configuration.bind()
                        + " cannot be used ("
                        + e.getMessage()
                        + "); choose another one with --port.");
    }

    int port() {
        return port;
    }

    /** Counts connections. */
    OpenConnections connections() {
        return connections;
    }

    /** Where people and receivers reach us. */
    URI baseUrl() {
        return configuration.baseUrl().orElseGet(this::ownUrl);
    }

    private URI ownUrl() {
        String scheme = configuration.tls().isPresent() ? "https" : "http";
        String bind = configuration.bind();
        String host = bind.contains(":") ? "[" + bind + "]" : bind;
        return URI.create(scheme + "://" + host + ":" + port);
    }

    /** Lets callers connect; they wait for their answers. */
    void listen(Edge edge) {
        InetSocketAddress address = new InetSocketAddress(configuration.bind(), port);
        certificate = configuration.tls().map(ServedCertificate::read);
        release();
        try {
            listener =
                    Optional.of(
                            Listener.open(
                                    address,
                                    edge,
                                    connections,
                                    certificate.map(ServedCertificate::context)));
        } catch (UncheckedIOException e) {
            throw refused(configuration, e.getCause());
        }
    }

    /** Answers requests from now on. */
    void serve() {
        listener.ifPresent(Listener::start);
        certificate.ifPresent(ServedCertificate::watch);
    }

    /** Gives the port back, if it is not served. */
    void release() {
        try {
            reservation.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers one request, as after every start. */
    void rehearse(Duration limit) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) limit.toMillis());
            socket.getOutputStream()
                    .write(
                            "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(US_ASCII));
            if (socket.getInputStream().read() < 0) {
                throw new IOException("no answer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends listening, after the requests that are under way. */
    @Override
    public void close() {
        certificate.ifPresent(ServedCertificate::close);
        listener.ifPresent(Listener::close);
        release();
    }
}
