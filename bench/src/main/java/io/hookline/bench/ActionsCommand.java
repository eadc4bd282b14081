package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.okta.SimulatedOrg;
import io.hookline.testing.simulate.World;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code hookline bench actions}. */
@Command(
        name = "actions",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures what an action of a connector takes against the simulated world, and what the"
                + " same request takes that a plain HTTP client sends there, one after the other.",
            "Each flow is a chain of 50 cards of one action; the history is kept. One line of JSON"
                    + " per action, in microseconds."
        })
final class ActionsCommand implements Callable<Integer> {
    private static final int CARDS = 50;
    private static final String USER = "ada@example.org";

    @Mixin private ServerOptions server;

    @Option(
            names = "--executions",
            paramLabel = "N",
            description = "How many times each flow runs after as many to warm up (40).",
            defaultValue = "40")
    private int executions;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * An action and the request that it sends.
     *
     * @param method of the request
     * @param path below the world
     */
    private record Action(
            String card,
            Consumer<BenchFlow.Card> fields,
            String method,
            String path,
            String body,
            String authorization) {}

    @Override
    public Integer call() {
        World.Settings settings = World.Settings.empty(InstantSource.system());
        try (World world = World.start(settings);
                Server running = Server.of(server)) {
            String user = world.org().addUser(USER, "Ada", "Lovelace");
            String group = world.org().addGroup("Sales");
            for (Action action : actions(user, group)) {
                System.out.println(measured(world, running, action));
            }
            return 0;
        }
    }

    private static List<Action> actions(String user, String group) {
        String okta = "SSWS " + SimulatedOrg.TOKEN;
        return List.of(
                new Action(
                        "okta.readUser",
                        card ->
                                card.in("User/ID or Login:string", user)
                                        .out("Profile Properties/email:string"),
                        "GET",
                        "/api/v1/users/" + user,
                        "",
                        okta),
                new Action(
                        "okta.addNewUserToGroup",
                        card ->
                                card.in("Group/id:string", group)
                                        .in("User/id:string", user)
                                        .out("Result/status:number"),
                        "PUT",
                        "/api/v1/groups/" + group + "/users/" + user,
                        "",
                        okta),
                new Action(
                        "slack.sendMessageToChannel2",
                        card ->
                                card.in("parameters/channel:string", "C0000000001")
                                        .in("Message/Text:string", "Hello"),
                        "POST",
                        "/slack/api/chat.postMessage",
                        "{\"channel\":\"C0000000001\",\"text\":\"Hello\"}",
                        "Bearer xoxb-bench"));
    }

    private ObjectNode measured(World world, Server running, Action action) {
        BenchFlow flow = BenchFlow.endpoint(action.card());
        for (int i = 0; i < CARDS; i++) {
            flow.card("action" + i, action.card(), action.fields());
        }
        Server.Flow prepared = running.prepare(BenchFlow.file(flow), stub -> connect(stub, world));
        inAFlow(running, prepared);
        raw(world, action);
        double card = micros(inAFlow(running, prepared));
        double raw = micros(raw(world, action));
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("bench", "actions");
        line.put("action", action.card());
        line.put("micros", Math.round(card));
        line.put("rawMicros", Math.round(raw));
        line.put("toRaw", Math.round(card / raw * 100) / 100.0);
        return line.put("executions", executions).put("cards", CARDS);
    }

    private double micros(Duration all) {
        return all.toNanos() / 1_000.0 / executions / CARDS;
    }

    private static void connect(ObjectNode stub, World world) {
        boolean okta = stub.path("connector").asText().equals("okta");
        stub.put("baseUrl", world.url() + (okta ? "" : "/slack/api"));
        stub.putObject("auth")
                .put("type", "token")
                .put("token", okta ? SimulatedOrg.TOKEN : "xoxb-bench");
    }

    /** From the beginning of each execution to its end, one after the other. */
    private Duration inAFlow(Server running, Server.Flow flow) {
        Duration all = Duration.ZERO;
        for (int i = 0; i < executions; i++) {
            String id = EngineLoad.invoke(flow.invokeUrl(), "{}");
            JsonNode ended = ended(running, id);
            all =
                    all.plus(
                            Duration.between(
                                    Instant.parse(ended.path("startedAt").asText()),
                                    Instant.parse(ended.path("endedAt").asText())));
        }
        return all;
    }

    private static JsonNode ended(Server running, String id) {
        JsonNode execution = running.execution(id);
        while (!execution.path("endedAt").isTextual()) {
            Server.pause(Duration.ofMillis(5));
            execution = running.execution(id);
        }
        if (!execution.path("status").asText().equals("SUCCESS")) {
            throw new IllegalStateException("An execution failed: " + execution.path("error"));
        }
        return execution;
    }

    private Duration raw(World world, Action action) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(world.url() + action.path()))
                        .header("Authorization", action.authorization())
                        .header("Content-Type", "application/json")
                        .method(action.method(), BodyPublishers.ofString(action.body()))
                        .build();
        long begun = System.nanoTime();
        try {
            for (int i = 0; i < executions * CARDS; i++) {
                int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
                if (status / 100 != 2) {
                    throw new IllegalStateException("The world answered " + status);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
