package io.hookline.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.hookline.server.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * {@code hookline sink}: a receiver on this machine that prints what arrives. It stands in for
 * Slack, and for the receiver of an event hook, so that a flow can be tried without an account.
 */
@Command(
        name = "sink",
        description =
                "Prints the requests that arrive on a port of this machine and answers them: as"
                    + " Slack does (chat.postMessage, incoming webhooks), and as the receiver of an"
                    + " event hook (verification, deliveries). Ctrl-C ends it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Sink implements Callable<Integer> {
    private static final int MAX_BODY = 1_000_000;
    private static final int MAX_PRINTED = 4_000;
    private static final String CHALLENGE = "x-okta-verification-challenge";

    /** Slack names methods by family and verb, as in {@code chat.postMessage}. */
    private static final Pattern SLACK_METHOD = Pattern.compile("/(?:api/)?([a-z]+\\.[a-zA-Z.]+)");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on (9090); 0 takes a free one.",
            defaultValue = "9090")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        try (Running running = start(port, System.out, InstantSource.system())) {
            System.out.println(
                    "Waiting for requests at "
                            + running.url()
                            + "; Slack's API is at "
                            + running.url()
                            + "/api");
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            System.err.println(
                    "hookline: sink cannot listen on port "
                            + port
                            + " of 127.0.0.1: "
                            + e.getMessage()
                            + ". Choose another with --port.");
            return 1;
        }
    }

    /** Listens on a loopback port until it is closed. */
    static Running start(int port, PrintStream out, InstantSource clock) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> handle(exchange, out, clock));
        server.start();
        return new Running(server);
    }

    /** A sink that listens. */
    record Running(HttpServer server) implements AutoCloseable {
        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static void handle(HttpExchange exchange, PrintStream out, InstantSource clock)
            throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
            String text = new String(body, StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            out.println(line(exchange.getRequestMethod(), path, text));
            out.flush();
            byte[] answer = answer(exchange, path, text, clock);
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** The request in one line; neither query nor headers, as they carry tokens. */
    private static String line(String method, String path, String body) {
        String shown = body.length() > MAX_PRINTED ? body.substring(0, MAX_PRINTED) + "…" : body;
        return CONTROL.matcher(method + " " + path + " " + shown).replaceAll(" ").strip();
    }

    private static byte[] answer(
            HttpExchange exchange, String path, String body, InstantSource clock) {
        Optional<String> challenge =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(CHALLENGE));
        if (challenge.isPresent()) {
            return json(exchange, object().put("verification", challenge.get()));
        }
        if (path.startsWith("/services/")) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            return "ok".getBytes(StandardCharsets.UTF_8);
        }
        var method = SLACK_METHOD.matcher(path);
        if (method.matches()) {
            return json(exchange, slack(exchange, method.group(1), body, clock));
        }
        return new byte[0];
    }

    /** Slack answers 200 also when it refuses, and says why in {@code error}. */
    private static ObjectNode slack(
            HttpExchange exchange, String method, String body, InstantSource clock) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null && !body.contains("token=")) {
            return object().put("ok", false).put("error", "not_authed");
        }
        if (method.equals("auth.test")) {
            return object().put("ok", true).put("team", "Sink").put("user", "hookline");
        }
        if (!method.equals("chat.postMessage")) {
            return object().put("ok", false).put("error", "unknown_method");
        }
        Optional<String> channel = field(body, "channel");
        if (channel.isEmpty()) {
            return object().put("ok", false).put("error", "channel_not_found");
        }
        Optional<String> text = field(body, "text");
        if (text.isEmpty() && field(body, "blocks").isEmpty()) {
            return object().put("ok", false).put("error", "no_text");
        }
        long micros = clock.millis() * 1000;
        String time = micros / 1_000_000 + "." + String.format("%06d", micros % 1_000_000);
        ObjectNode answer = object().put("ok", true).put("channel", channel.get()).put("ts", time);
        answer.putObject("message")
                .put("type", "message")
                .put("text", text.orElse(""))
                .put("ts", time);
        return answer;
    }

    /** A field of a JSON object or of a form; empty when it is missing or empty. */
    private static Optional<String> field(String body, String name) {
        return (body.startsWith("{") ? ofJson(body, name) : ofForm(body, name))
                .filter(value -> !value.isEmpty());
    }

    private static Optional<String> ofJson(String body, String name) {
        try {
            JsonNode value = Json.MAPPER.readTree(body).path(name);
            return Optional.of(value.isTextual() ? value.asText() : value.toString());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofForm(String body, String name) {
        for (String pair : body.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                try {
                    return Optional.of(
                            URLDecoder.decode(
                                    pair.substring(name.length() + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] json(HttpExchange exchange, ObjectNode answer) {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        return Json.bytes(answer);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
