package io.hookline.server.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.hookline.server.json.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Stands in for the systems around while samples are tried, on a loopback port: it answers as the
 * samples say, and keeps what would have changed or told something. Each connector has the first
 * part of the path to itself.
 */
public final class SampleWorld implements AutoCloseable {
    private static final int MAX_BODY = 1_000_000;

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Map<String, JsonNode> answers = Map.of();

    private SampleWorld(HttpServer server) {
        this.server = server;
    }

    /** What would have changed or told something; the body as the texts in it. */
    record Call(String line, String body) {}

    /** Listens until it is closed. */
    public static SampleWorld start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SampleWorld world = new SampleWorld(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", world::handle);
            server.start();
            return world;
        } catch (IOException e) {
            throw new TemplateRefused("No port of this machine is free: " + e.getMessage() + ".");
        }
    }

    /** Where the system of a connector is. */
    URI url(String connector) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + connector);
    }

    /** Forgets calls, and answers so from now on. */
    void begin(Map<String, JsonNode> next) {
        answers = next;
        calls.clear();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            boolean reads = exchange.getRequestMethod().equals("GET");
            if (!reads) {
                calls.add(new Call(line, texts(new String(body, StandardCharsets.UTF_8))));
            }
            JsonNode answer = answers.get(line);
            int status = answer != null || !reads ? 200 : 404;
            byte[] bytes = Json.bytes(answer != null ? answer : usual(line, reads));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** What Slack and Okta answer to a call that the samples say nothing about. */
    private static JsonNode usual(String line, boolean reads) {
        if (line.contains(" /slack/")) {
            return Json.object().put("ok", true).put("channel", "C1").put("ts", "1.1");
        }
        return reads
                ? Json.object()
                        .put("errorCode", "E0000007")
                        .put("errorSummary", "Not found: the samples have no answer to " + line)
                : Json.object();
    }

    private static String texts(String body) {
        try {
            if (body.startsWith("{")) {
                List<String> texts = new ArrayList<>();
                collect(Json.MAPPER.readTree(body), texts);
                return String.join("\n", texts);
            }
        } catch (JsonProcessingException e) {
            return body;
        }
        return List.of(body.split("&", -1)).stream()
                .map(pair ->
                        URLDecoder.decode(
                                pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isValueNode()) {
            texts.add(node.asText());
        } else {
            node.forEach(child -> collect(child, texts));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
