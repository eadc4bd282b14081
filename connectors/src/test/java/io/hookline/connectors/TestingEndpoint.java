package io.hookline.connectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Another system on a free loopback port: remembers what it was asked and answers as a test says.
 */
public final class TestingEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private TestingEndpoint(Function<Asked, Answered> behaviour) throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, behaviour));
        server.start();
    }

    /** Answers each request with what the function says. */
    public static TestingEndpoint that(Function<Asked, Answered> behaviour) throws IOException {
        return new TestingEndpoint(behaviour);
    }

    /** Gives these answers in turn, the last one again and again. */
    public static TestingEndpoint answering(Answered... answers) throws IOException {
        CopyOnWriteArrayList<Answered> left = new CopyOnWriteArrayList<>(answers);
        return that(request -> left.size() > 1 ? left.removeFirst() : left.getFirst());
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** All requests so far. */
    public List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange, Function<Asked, Answered> behaviour)
            throws IOException {
        try (exchange) {
            Asked request =
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders(),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            asked.add(request);
            Answered answer = behaviour.apply(request);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A request that came. */
    public record Asked(String method, URI uri, Map<String, List<String>> headers, String body) {
        /** The value of a header; empty text when it was not sent. */
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> String.join(", ", entry.getValue()))
                    .findFirst()
                    .orElse("");
        }
    }

    /** An answer to give. */
    public record Answered(int status, Map<String, String> headers, String body) {
        public static Answered ok(String body) {
            return of(200, body);
        }

        public static Answered of(int status, String body) {
            return new Answered(status, Map.of("Content-Type", "application/json"), body);
        }

        public Answered with(String name, String value) {
            Map<String, String> more = new java.util.HashMap<>(headers);
            more.put(name, value);
            return new Answered(status, more, body);
        }
    }
}
