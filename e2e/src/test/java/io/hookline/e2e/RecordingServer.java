package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A real HTTP server on a loopback port of its own that remembers every request and answers as it
 * the test says. Taken down, it refuses connections and comes up again at the same port.
 */
final class RecordingServer implements AutoCloseable {
    private final Function<Received, Answer> behaviour;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile Consumer<Integer> afterEach = count -> {};
    private HttpServer server;

    RecordingServer(Function<Received, Answer> behaviour) {
        this.behaviour = behaviour;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    /** One request as it arrived; header names are lower-case. */
    record Received(String method, String path, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        JsonNode json() {
            return read(body);
        }
    }

    /** What to answer. */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        static Answer json(int status, String body) {
            return new Answer(status, Map.of("Content-Type", List.of("application/json")), body);
        }

        JsonNode json() {
            return read(body);
        }
    }

    /** A request and what it was answered. */
    record Exchange(Received request, Answer answer) {}

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    int count() {
        return exchanges.size();
    }

    /** Runs after each answered request with the number of requests so far. */
    void afterEach(Consumer<Integer> action) {
        afterEach = action;
    }

    synchronized void down() {
        server.stop(0);
    }

    synchronized void up() {
        server = listen(port);
    }

    @Override
    public void close() {
        down();
    }

    private static JsonNode read(String body) {
        try {
            return Api.JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + body, e);
        }
    }

    private HttpServer listen(int wanted) {
        try {
            HttpServer listening =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1024);
            listening.createContext("/", this::handle);
            listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Received received =
                    new Received(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            headers,
                            body);
            Answer answer = behaviour.apply(received);
            exchanges.add(new Exchange(received, answer));
            answer.headers().forEach(exchange.getResponseHeaders()::put);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } finally {
            afterEach.accept(exchanges.size());
        }
    }
}
