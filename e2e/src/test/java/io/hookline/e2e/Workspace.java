package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.okta.SimulatedOrg;
import io.hookline.testing.simulate.World;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What a person does in the two consoles, by the public API. */
final class Workspace {
    private static final String OURS = "/api/hookline/v1";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Connectors that talk to the org of the world. */
    private static final Set<String> OF_OKTA = Set.of("okta", "oktadevices", "oktarealms");

    private static final Set<String> OF_MAIL = Set.of("gmail", "office365mail", "email");

    private final Api api;
    private Optional<Set<String>> installed = Optional.empty();

    Workspace(Api api) {
        this.api = api;
    }

    /** Connectors whose cards the server has. */
    Set<String> installed() {
        if (installed.isEmpty()) {
            Set<String> found = new HashSet<>();
            for (JsonNode card : all(OURS + "/cards?limit=1000")) {
                found.add(card.path("connector").asText());
            }
            installed = Optional.of(Set.copyOf(found));
        }
        return installed.orElseThrow();
    }

    JsonNode importFlows(byte[] flopack, String folder) {
        return api.post(OURS + "/flows/import?folder=" + encoded(folder), flopack)
                .expect(200)
                .json();
    }

    /** Fills the stub that an import left. */
    JsonNode connectSlack(JsonNode stub, URI slack) {
        ObjectNode filled = stub.deepCopy();
        filled.put("baseUrl", slack.toString());
        filled.putObject("auth").put("type", "token").put("token", "xoxb-e2e-secret-token");
        return api.put(OURS + "/connections/" + id(stub), filled).expect(200).json();
    }

    /**
     * Fills a stub with a connection to the world: to its org, its Slack, its mail server, to
     * answers that are written down, or to what stands in for connectors.
     *
     * @param standIns connectors whose cards are answered, although they are installed; so are
     *     those of whose system the world knows nothing
     */
    void connect(JsonNode stub, World world, Set<String> standIns) {
        ObjectNode filled = stub.deepCopy();
        String connector = stub.path("connector").asText();
        boolean standIn =
                standIns.contains(connector)
                        || !installed().contains(connector)
                        || !isKnown(connector);
        filled.put("standIn", standIn);
        filled.put("baseUrl", standIn ? world.url() + "/cards" : base(connector, world));
        ObjectNode auth = filled.putObject("auth").put("type", "none");
        if (OF_OKTA.contains(connector)) {
            auth.put("type", "token").put("token", SimulatedOrg.TOKEN);
        } else if (OF_MAIL.contains(connector)) {
            // who sends, where a card has no field for that
            auth.put("type", "basic")
                    .put("username", "hookline@example.org")
                    .put("password", "simulated");
        } else if (connector.equals("slack")) {
            auth.put("type", "token").put("token", "xoxb-conformance");
        }
        api.put(OURS + "/connections/" + id(stub), filled).expect(200);
    }

    /** Whether the world can answer what the connector calls. */
    private static boolean isKnown(String connector) {
        return OF_OKTA.contains(connector)
                || OF_MAIL.contains(connector)
                || connector.equals("slack")
                || Published.read("answers.json").has(connector);
    }

    private static String base(String connector, World world) {
        if (OF_OKTA.contains(connector)) {
            return world.url().toString();
        }
        if (OF_MAIL.contains(connector)) {
            return world.mailUrl().toString();
        }
        return world.url() + (connector.equals("slack") ? "/slack/api" : "/http/" + connector);
    }

    /** Adds rows to a table, as people do it now: by a flow that has a card for each of them. */
    void addRows(String folder, String table, JsonNode rows) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("folder").put("id", folder);
        body.set("document", RowMaker.document(table, rows));
        JsonNode flow = api.post(OURS + "/flows", body).expect(201).json();
        switchOn(flow);
        JsonNode started = api.post(OURS + "/flows/" + id(flow) + "/run").expect(202).json();
        JsonNode ended = awaitEnded(id(started));
        if (!ended.path("status").asText().equals("SUCCESS")) {
            throw new AssertionError("The rows could not be made: " + ended);
        }
    }

    JsonNode switchOn(JsonNode flow) {
        ObjectNode choice = JsonNodeFactory.instance.objectNode().put("saveData", true);
        return api.post(OURS + "/flows/" + id(flow) + "/on", choice).expect(200).json();
    }

    JsonNode flow(JsonNode flow) {
        return api.get(OURS + "/flows/" + id(flow)).expect(200).json();
    }

    /** Imports a flow with a Slack card, connects it and switches it on. */
    JsonNode alertingFlow(byte[] flopack, SlackServer slack) {
        JsonNode imported = importFlows(flopack, "Alerts");
        imported.get("connections").forEach(stub -> connectSlack(stub, slack.url()));
        JsonNode flow = imported.at("/flows/0");
        switchOn(flow);
        return flow(flow);
    }

    JsonNode createHook(String name, String uri, List<String> types, Optional<String> filter) {
        ObjectNode hook = JsonNodeFactory.instance.objectNode().put("name", name);
        ObjectNode events = hook.putObject("events").put("type", "EVENT_TYPE");
        ArrayNode items = events.putArray("items");
        types.forEach(items::add);
        filter.ifPresent(expression -> {
            ObjectNode map = events.putObject("filter").put("type", "EXPRESSION_LANGUAGE");
            ArrayNode entries = map.putArray("eventFilterMap");
            types.forEach(type ->
                    entries.addObject()
                            .put("event", type)
                            .putObject("condition")
                            .put("expression", expression));
        });
        ObjectNode channel = hook.putObject("channel").put("type", "HTTP").put("version", "1.0.0");
        channel.putObject("config").put("uri", uri);
        return api.post("/api/v1/eventHooks", hook).expect(200).json();
    }

    JsonNode verify(JsonNode hook) {
        return api.post("/api/v1/eventHooks/" + id(hook) + "/lifecycle/verify").expect(200).json();
    }

    /** Hands one event or an array of them in, and answers their uuids. */
    List<String> ingest(JsonNode events) {
        JsonNode accepted = api.post("/api/v1/logs", events).expect(202).json().get("events");
        return StreamSupport.stream(accepted.spliterator(), false)
                .map(event -> event.get("uuid").asText())
                .toList();
    }

    /** The log in the order in which it was written. */
    List<JsonNode> log(String filter) {
        return all("/api/v1/logs?limit=1000&filter=" + encoded(filter));
    }

    List<JsonNode> executions(String query) {
        return all(OURS + "/executions?limit=200" + query);
    }

    JsonNode execution(String id) {
        return api.get(OURS + "/executions/" + id).expect(200).json();
    }

    /** Waits until this many executions of a flow have ended, and answers them with every card. */
    List<JsonNode> awaitEnded(JsonNode flow, int expected) {
        List<JsonNode> ended =
                Await.value(
                        expected + " ended executions of " + flow.get("name"),
                        SOON,
                        () -> {
                            List<JsonNode> all = executions("&flow=" + id(flow));
                            boolean done =
                                    all.size() >= expected
                                            && all.stream().noneMatch(Workspace::isOpen);
                            return done ? Optional.of(all) : Optional.empty();
                        });
        return ended.stream().map(execution -> execution(id(execution))).toList();
    }

    /** The execution once it ended; empty when it goes on for so long. */
    Optional<JsonNode> endOf(String executionId, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return Await.value(
                "the end of execution " + executionId,
                limit.multipliedBy(2),
                () -> {
                    JsonNode found = execution(executionId);
                    boolean over = !isOpen(found);
                    return over || System.nanoTime() > end
                            ? Optional.of(Optional.of(found).filter(some -> over))
                            : Optional.empty();
                });
    }

    JsonNode awaitEnded(String executionId) {
        return Await.value(
                "the end of execution " + executionId,
                SOON,
                () -> Optional.of(execution(executionId)).filter(found -> !isOpen(found)));
    }

    /** Also flows that nobody waits for have ended. */
    void awaitIdle() {
        Await.until(
                "the end of every execution",
                SOON,
                () ->
                        api.get(OURS + "/executions?limit=100")
                                .expect(200)
                                .json()
                                .valueStream()
                                .noneMatch(Workspace::isOpen));
    }

    static boolean isOpen(JsonNode execution) {
        return switch (execution.get("status").asText()) {
            case "SUCCESS", "FAILURE", "CANCELLED" -> false;
            default -> true;
        };
    }

    static String id(JsonNode thing) {
        return thing.get("id").asText();
    }

    /** Every page of a list. */
    private List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        while (next.isPresent()) {
            Api.Reply page = api.get(next.orElseThrow()).expect(200);
            page.json().forEach(items::add);
            next = page.json().isEmpty() ? Optional.empty() : page.next();
        }
        return items;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
