package io.hookline.server.event.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.SampleEvents;
import io.hookline.server.event.TestingLogServer;
import io.hookline.server.event.TestingLogServer.Reply;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whatever arrives, the answer is no 5xx, and what is refused has changed nothing. */
class IngestFuzzTest {
    private static final List<String> SCRAPS =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "1e400",
                    "1E-999999",
                    "123456789012345678901234567890",
                    "\"\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "{}",
                    "[]",
                    "[[]]",
                    "{\"\":{}}",
                    "\"hookline.x\"",
                    "\"9999-12-31T23:59:59Z\"",
                    "\"+999999999-01-01T00:00:00Z\"",
                    "\"2026-03-01T12:00:00.000Z\"",
                    "NaN",
                    "'x'",
                    "/*c*/1",
                    "\u00ff",
                    "{\"a\":1,\"a\":2}",
                    "\"source\"",
                    "\"published\"",
                    "\"eventType\"",
                    ",",
                    ":",
                    "}",
                    "]",
                    "\n");

    @TempDir static Path folder;

    private static TestingLogServer server;

    @BeforeAll
    static void start() {
        server = new TestingLogServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void mutatedBodiesNeverBreakItNorHalfPass() throws Exception {
        long seed = Long.getLong("hookline.seed", 20_260_301L);
        int taken = 0;
        for (int i = 0; i < 2_000; i++) {
            Random random = new Random(seed + i);
            boolean lines = random.nextInt(4) == 0;
            byte[] body = mutated(lines, random);
            long before = server.log.end();
            int count = server.log.read(0, List.of(), 1).size();
            Reply reply =
                    server.post(
                            "source-" + i,
                            lines ? "application/x-ndjson" : "application/json",
                            body);
            String name = "seed %d: %s".formatted(seed + i, text(body));
            assertThat(reply.status()).as(name).isIn(202, 400, 413);
            if (reply.status() == 202) {
                taken++;
                long fresh =
                        reply.body().path("events").findValues("duplicate").stream()
                                .filter(duplicate -> !duplicate.asBoolean())
                                .count();
                assertThat(server.log.read(before, List.of(), 100)).as(name).hasSize((int) fresh);
            } else {
                assertThat(reply.body().path("errorCode").asText()).as(name).startsWith("E00000");
                assertThat(reply.causes()).as(name).isNotEmpty();
                assertThat(server.log.end()).as(name).isEqualTo(before);
                assertThat(server.log.read(0, List.of(), 1)).as(name).hasSize(count);
            }
        }
        assertThat(taken).as("accepted of 2,000, seed %d", seed).isBetween(100, 1_900);
        everyStoredEventCanBeShown();
    }

    private static void everyStoredEventCanBeShown() {
        Reply page = server.list("limit", "1000");
        int shown = page.body().size();
        while (!page.body().isEmpty()) {
            assertThat(page.status()).isEqualTo(200);
            page = server.follow(page.link("next"));
            shown += page.body().size();
        }
        assertThat(shown).isPositive();
    }

    @Test
    void mutatedQueriesNeverBreakIt() throws Exception {
        long seed = Long.getLong("hookline.seed", 20_260_301L);
        String valid =
                "since=2026-02-28T00:00:00Z&until=2026-03-01T13:00:00%2B01:00&after=cC41&limit=10&q=a+b"
                    + "&sortOrder=DESCENDING&filter=eventType%20eq%20%22a%22%20and%20(actor.id%20pr)";
        for (int i = 0; i < 1_000; i++) {
            Random random = new Random(seed + i);
            StringBuilder query = new StringBuilder(valid);
            for (int change = random.nextInt(6); change >= 0; change--) {
                int at = random.nextInt(query.length());
                switch (random.nextInt(3)) {
                    case 0 -> query.deleteCharAt(at);
                    case 1 -> query.setCharAt(at, (char) (33 + random.nextInt(94)));
                    default ->
                            query.insert(at, "%" + Integer.toHexString(16 + random.nextInt(240)));
                }
            }
            int status = status("GET /api/v1/logs?" + query.toString().replace("#", ""));
            assertThat(status).as("seed %d: %s", seed + i, query).isIn(200, 400);
        }
    }

    /** Sends a request line as it is; the client of the JDK would refuse some. */
    private static int status(String requestLine) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            String request =
                    requestLine
                            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: SSWS reader\r\n"
                            + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] start = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(start, StandardCharsets.US_ASCII).substring(9));
        }
    }

    private static byte[] mutated(boolean lines, Random random) throws IOException {
        List<String> events = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            JsonNode event = Json.parse(SampleEvents.FULL.getBytes(StandardCharsets.UTF_8));
            ((ObjectNode) event).put("uuid", "event-" + random.nextInt(3));
            for (int change = random.nextInt(3); change > 0; change--) {
                disturb(event, random);
            }
            events.add(event.toString());
        }
        String text = lines ? String.join("\n", events) : "[" + String.join(",", events) + "]";
        StringBuilder body = new StringBuilder(text);
        for (int change = random.nextInt(3); change > 0; change--) {
            int at = random.nextInt(body.length());
            int end = Math.min(body.length(), at + random.nextInt(8));
            body.replace(at, end, SCRAPS.get(random.nextInt(SCRAPS.size())));
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(5) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Changes something somewhere in a document that stays well-formed. */
    private static void disturb(JsonNode node, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(node, containers);
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object -> {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name =
                        names.isEmpty() || random.nextInt(5) == 0
                                ? "extra"
                                : names.get(random.nextInt(names.size()));
                if (random.nextBoolean()) {
                    object.remove(name);
                } else {
                    object.set(name, scrap(random));
                }
            }
            case ArrayNode array -> array.add(scrap(random));
            default -> throw new AssertionError();
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode scrap(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> Json.object();
            case 1 -> Json.MAPPER.createArrayNode().add(1);
            case 2 -> Json.object().numberNode(random.nextInt());
            case 3 -> Json.object().numberNode(random.nextDouble());
            case 4 -> Json.object().booleanNode(random.nextBoolean());
            case 5 -> Json.object().nullNode();
            default -> Json.object().textNode("t".repeat(random.nextInt(300)));
        };
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
