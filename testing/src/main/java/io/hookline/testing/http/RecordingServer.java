package io.hookline.testing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A server on a loopback port of its own that keeps its newest requests and answers as a function
 * says. Taken down, it refuses connections and comes up again at the same port.
 */
public final class RecordingServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer bodies are refused, and their connection closed. */
    private static final int LONGEST_BODY = 32 * 1024 * 1024;

    private final Function<Received, Answer> behaviour;
    private final KeptExchanges kept;
    private final InstantSource clock;
    private final int port;
    private volatile Consumer<Integer> afterEach = count -> {};
    private HttpServer server;

    /** A server on a free port that keeps as much as tests need. */
    public RecordingServer(Function<Received, Answer> behaviour) {
        this(0, new KeptExchanges(200_000, 512L * 1024 * 1024), InstantSource.system(), behaviour);
    }

    /**
     * @param port 0 for a free one
     * @throws UncheckedIOException when nobody can listen there
     */
    public RecordingServer(
            int port,
            KeptExchanges kept,
            InstantSource clock,
            Function<Received, Answer> behaviour) {
        this.behaviour = behaviour;
        this.kept = kept;
        this.clock = clock;
        this.server = listen(port);
        this.port = server.getAddress().getPort();
    }

    /**
     * One request as it arrived.
     *
     * @param path as in the request line, the query included
     * @param headers by lower-case name; several of a name are joined by commas
     */
    public record Received(String method, String path, Map<String, String> headers, String body) {
        public Received {
            headers = Map.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** The path without the query. */
        public String rawPath() {
            int mark = path.indexOf('?');
            return mark < 0 ? path : path.substring(0, mark);
        }

        /** The query as it came; empty for none. */
        public String rawQuery() {
            int mark = path.indexOf('?');
            return mark < 0 ? "" : path.substring(mark + 1);
        }

        /**
         * The body as JSON.
         *
         * @throws AssertionError when it is none
         */
        public JsonNode json() {
            return read(body);
        }
    }

    /** What to answer. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        /**
         * A header that says how long the body is. Where that is more than it has, the connection
         * is closed after it, as when a server dies in the middle of an answer.
         */
        public static final String LENGTH = "Content-Length";

        public Answer {
            headers = Map.copyOf(headers);
        }

        public static Answer json(int status, String body) {
            return new Answer(status, Map.of("Content-Type", List.of("application/json")), body);
        }

        /**
         * The body as JSON.
         *
         * @throws AssertionError when it is none
         */
        public JsonNode json() {
            return read(body);
        }
    }

    /**
     * A request and what it was answered.
     *
     * @param number counts from 1
     */
    public record Exchange(
            long number, Instant at, Duration took, Received request, Answer answer) {
        /** One that nobody counted. */
        public Exchange(Received request, Answer answer) {
            this(0, Instant.EPOCH, Duration.ZERO, request, answer);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The newest exchanges, oldest first. */
    public List<Exchange> exchanges() {
        return kept.all();
    }

    /** How many requests were answered, also those that are kept no more. */
    public int count() {
        return Math.toIntExact(kept.count());
    }

    /** Forgets what came so far, and counts from 1 again. */
    public void forget() {
        kept.forget();
    }

    /** Runs after each answered request with the number of requests so far. */
    public void afterEach(Consumer<Integer> action) {
        afterEach = action;
    }

    public synchronized void down() {
        server.stop(0);
    }

    public synchronized void up() {
        server = listen(port);
    }

    @Override
    public void close() {
        down();
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + body, e);
        }
    }

    private HttpServer listen(int wanted) {
        try {
            HttpServer listening =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wanted),
                            1024);
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
            Instant at = clock.instant();
            long begun = System.nanoTime();
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
            boolean tooLong = body.length > LONGEST_BODY;
            Received received = received(exchange, tooLong ? new byte[0] : body);
            Answer answer = tooLong ? Answer.json(413, "{}") : behaviour.apply(received);
            kept.add(at, Duration.ofNanos(System.nanoTime() - begun), received, answer);
            send(exchange, answer);
        } finally {
            afterEach.accept(count());
        }
    }

    private static Received received(HttpExchange exchange, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::put);
        byte[] bytes =
                exchange.getRequestMethod().equals("HEAD")
                        ? new byte[0]
                        : answer.body().getBytes(StandardCharsets.UTF_8);
        long length =
                answer.headers().getOrDefault(Answer.LENGTH, List.of()).stream()
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(bytes.length);
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }
}
