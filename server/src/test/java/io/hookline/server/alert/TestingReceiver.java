package io.hookline.server.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver of alerts on a free port, which answers as the test says. */
public final class TestingReceiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private volatile String answer = "ok";
    private volatile Runnable before = () -> {};

    /** What came. */
    public record Message(String path, Map<String, List<String>> headers, byte[] body) {
        public JsonNode json() {
            try {
                return Json.parse(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    public TestingReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    before.run();
                    messages.add(
                            new Message(
                                    exchange.getRequestURI().toString(),
                                    Map.copyOf(exchange.getRequestHeaders()),
                                    body));
                    byte[] bytes = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public void answer(int code, String body) {
        status = code;
        answer = body;
    }

    /** What is done when a message comes, before it can be taken. */
    public void before(Runnable action) {
        before = action;
    }

    /** The next message; waits for it. */
    public Message take() {
        try {
            Message message = messages.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("Nothing came");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether nothing has come that was not taken. */
    public boolean isEmpty() {
        return messages.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
