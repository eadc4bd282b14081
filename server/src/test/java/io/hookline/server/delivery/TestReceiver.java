package io.hookline.server.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A real HTTP server that remembers what it got and answers as the test says. */
public final class TestReceiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private volatile Function<Received, Reply> answer;

    public TestReceiver(Function<Received, Reply> answer) {
        this(0, answer);
    }

    public TestReceiver(int port, Function<Received, Reply> answer) {
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public static TestReceiver answering(int status) {
        return new TestReceiver(request -> new Reply(status, ""));
    }

    public void answer(Function<Received, Reply> next) {
        answer = next;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), v.getFirst()));
            Received request =
                    new Received(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            headers,
                            exchange.getRequestBody().readAllBytes());
            Reply reply = answer.apply(request);
            received.add(request);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** The next request, waiting for it. */
    public Received next() {
        try {
            Received request = received.poll(15, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("No request came within 15 seconds");
            }
            return request;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Requests until they hold so many events. */
    public List<Received> untilEvents(int count) {
        List<Received> requests = new ArrayList<>();
        int events = 0;
        while (events < count) {
            Received request = next();
            requests.add(request);
            events += request.names().size();
        }
        return requests;
    }

    /** What came that nobody asked for yet. */
    public List<Received> rest() {
        List<Received> rest = new ArrayList<>();
        received.drainTo(rest);
        return rest;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** How to answer. */
    public record Reply(int status, String body, Map<String, String> headers) {
        public Reply(int status, String body) {
            this(status, body, Map.of());
        }
    }

    /** A request as it came; header names in lower case. */
    public record Received(String method, String uri, Map<String, String> headers, byte[] body) {
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String eventId() {
            return json().path("eventId").asText();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The display messages of its events, by which tests tell them apart. */
        public List<String> names() {
            return json().path("data")
                    .path("events")
                    .valueStream()
                    .map(event -> event.path("displayMessage").asText())
                    .toList();
        }
    }
}
