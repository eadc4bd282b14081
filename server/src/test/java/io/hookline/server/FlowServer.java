package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.alert.TestingReceiver;
import io.hookline.server.alert.TestingReceiver.Message;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The whole server with flows whose cards read, tell, change and destroy: a receiver takes what
 * they send, for Slack and for a service that stands in, and a table takes rows.
 */
final class FlowServer implements AutoCloseable {
    private static final String OURS = "/api/hookline/v1";
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String TAKEN =
            "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.1\",\"message\":{}}";
    private static final Set<String> ENDED = Set.of("SUCCESS", "FAILURE", "CANCELLED");
    private static final long PATIENCE = 20_000_000_000L;

    final TestingReceiver receiver = new TestingReceiver();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;
    private final String folder;
    private final String table;
    final String slack;
    final String acme;
    private Server server;
    private int hooks;

    FlowServer(Path data) {
        this(data, Map.of());
    }

    /** The same, with these variables more. */
    FlowServer(Path data, Map<String, String> more) {
        this.data = data;
        server = started(more);
        heal();
        folder = id(call("POST", "/folders", "{\"name\": \"F\"}"));
        table =
                id(
                        call(
                                "POST",
                                "/tables",
                                "{\"name\": \"T\", \"folder\": {\"id\": \""
                                        + folder
                                        + "\"}, \"columns\": [{\"name\": \"who\"}]}"));
        slack = connection("slack", receiver.url("/api"), false);
        acme = connection("acme", receiver.url("/acme"), true);
    }

    private Server started(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HOOKLINE_API_TOKEN", TOKEN);
        environment.put("HOOKLINE_OUTBOUND_ALLOW", "127.0.0.1");
        return Server.start(TestSettings.in(data, environment), InstantSource.system());
    }

    /** Ends and starts again, with these variables more. */
    void restart(Map<String, String> more) {
        server.close();
        server = started(more);
    }

    Server server() {
        return server;
    }

    /** Takes everything from now on. */
    void heal() {
        receiver.answer(200, TAKEN);
    }

    String connection(String connector, String url, boolean standIn) {
        ObjectNode body = Json.object().put("name", connector).put("connector", connector);
        body.put("baseUrl", url).put("standIn", standIn);
        body.putObject("auth").put("type", "token").put("token", "secret-of-" + connector);
        return id(call("POST", "/connections", body.toString()));
    }

    JsonNode call(String method, String path, String body) {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isLessThan(300);
        return json(response.body());
    }

    HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body, TOKEN);
    }

    /**
     * @param path below our part of the API, or a whole one
     */
    HttpResponse<String> send(String method, String path, String body, String token) {
        boolean whole = path.startsWith("/api/") || path.equals("/metrics");
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve(whole ? path : OURS + path))
                        .method(method, BodyPublishers.ofString(body))
                        .header("Authorization", "SSWS " + token)
                        .header("Content-Type", "application/json")
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A PUT that asks for a revision. */
    HttpResponse<String> sendIf(String path, String body, String tag) {
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve(OURS + path))
                        .PUT(BodyPublishers.ofString(body))
                        .header("Authorization", "SSWS " + TOKEN)
                        .header("Content-Type", "application/json")
                        .header("If-Match", tag)
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asText();
    }

    /** Makes a flow, which is off. */
    String create(FlowDocument document) {
        ObjectNode body = Json.object();
        body.putObject("folder").put("id", folder);
        body.set("document", document.json("new"));
        return id(call("POST", "/flows", body.toString()));
    }

    /** Makes a hook for sign-ins of which the filter says yes; its id. */
    String hook(String filter) {
        ObjectNode hook = Json.object().put("name", "Sign-ins " + hooks++);
        ObjectNode events = hook.putObject("events").put("type", "EVENT_TYPE");
        events.putArray("items").add("user.session.start");
        events.putObject("filter")
                .put("type", "EXPRESSION_LANGUAGE")
                .putArray("eventFilterMap")
                .addObject()
                .put("event", "user.session.start")
                .putObject("condition")
                .put("expression", filter);
        hook.putObject("channel")
                .put("type", "HTTP")
                .put("version", "1.0.0")
                .putObject("config")
                .put("uri", "https://receiver.example.org/hook");
        return id(call("POST", "/api/v1/eventHooks", hook.toString()));
    }

    /** Runs a flow and waits until it and all that it started have ended. */
    JsonNode run(String flow, boolean dry) {
        return awaitEnded(start(flow, dry));
    }

    /** Runs a flow; its execution's id. */
    String start(String flow, boolean dry) {
        return id(call("POST", "/flows/" + flow + "/run", dry ? "{\"dryRun\": true}" : "{}"));
    }

    /** Waits until an execution that has begun is suspended. */
    void awaitSuspended(String execution) {
        long began = System.nanoTime();
        JsonNode found = call("GET", "/executions/" + execution, "");
        while (!Set.of("QUEUED", "WAITING").contains(found.path("status").asText())) {
            if (System.nanoTime() - began > PATIENCE) {
                throw new AssertionError("Was not suspended: " + found);
            }
            LockSupport.parkNanos(5_000_000);
            found = call("GET", "/executions/" + execution, "");
        }
    }

    /** The execution when it and all that it started have ended. */
    JsonNode awaitEnded(String execution) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < PATIENCE) {
            boolean ended = true;
            for (JsonNode one : call("GET", "/executions?root=" + execution, "")) {
                ended &= ENDED.contains(one.path("status").asText());
            }
            JsonNode root = call("GET", "/executions/" + execution, "");
            if (ended && ENDED.contains(root.path("status").asText())) {
                return root;
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new AssertionError("Has not ended: " + call("GET", "/executions/" + execution, ""));
    }

    /** Adds a card of each kind: one that reads, one that notifies, changes, destroys. */
    FlowDocument withEveryEffect(FlowDocument flow) {
        reading(flow);
        notifying(flow);
        flow.card("change", "x:stash:createRow", "Change")
                .input("parameters", "stash", "string", text(table))
                .input("Fields", "who", "string", text("ada"))
                .output("Output", "Row ID", "string");
        return destroying(flow);
    }

    FlowDocument reading(FlowDocument flow) {
        return flow.card("read", "x:acme:readUser", "Read").connection(acme).text("id", "ada");
    }

    FlowDocument notifying(FlowDocument flow) {
        return flow.card("tell", "x:slack:sendMessageToChannel2", "Tell")
                .connection(slack)
                .input("parameters", "channel", "string", text("C1"))
                .input("Message", "Text", "string", text("Look"))
                .output("Message", "Timestamp", "string");
    }

    FlowDocument destroying(FlowDocument flow) {
        return flow.card("destroy", "x:acme:suspendUser", "Destroy")
                .connection(acme)
                .text("id", "ada");
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    /** What came since the last time: the texts of messages, and the paths of other calls. */
    List<String> sent() {
        List<String> sent = new ArrayList<>();
        while (!receiver.isEmpty()) {
            Message message = receiver.take();
            sent.add(
                    message.path().startsWith("/api/")
                            ? message.json().path("text").asText()
                            : message.path());
        }
        return sent;
    }

    int rows() {
        return call("GET", "/tables/" + table + "/rows", "").size();
    }

    @Override
    public void close() {
        server.close();
        receiver.close();
        client.close();
    }
}
