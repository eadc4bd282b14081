package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.e2e.Api.Reply;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Ten thousand random mutations of good bodies of hooks and events and of filters, sent by several
 * at once: none is answered by a 5xx, and what is refused changes nothing.
 */
class MutationsTest {
    private static final int SENDERS = 8;
    private static final int EACH = 10_000 / SENDERS;
    private static final String OURS = "/api/hookline/v1";

    @TempDir static Path folder;
    @AutoClose private static Hookline hookline;
    private static Workspace workspace;
    private static Api api;
    private static String invokeUrl;

    @BeforeAll
    static void start() {
        hookline = Hookline.start(Hookline.Settings.in(folder));
        api = hookline.api();
        workspace = new Workspace(api);
        JsonNode imported = workspace.importFlows(Checkout.ownPhishingFlow(), "Mutations");
        invokeUrl = workspace.flow(imported.at("/flows/0")).get("invokeUrl").asText();
    }

    /** What one sender did, as it was answered. */
    private record Tally(int refused, int taken, int eventsTaken) {}

    @Test
    void noneIsAnsweredByAnErrorOfOursOrChangesWhatItDidNotTake() throws Exception {
        long seed = Long.getLong("hookline.seed", System.nanoTime());
        System.out.println("MutationsTest: repeat with -Dhookline.seed=" + seed);
        int eventsBefore = events();
        List<Tally> tallies = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Tally>> all = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int number = i;
                all.add(senders.submit(() -> send(number, new Random(seed + number))));
            }
            for (Future<Tally> one : all) {
                tallies.add(one.get());
            }
        }
        int taken = tallies.stream().mapToInt(Tally::taken).sum();
        int refused = tallies.stream().mapToInt(Tally::refused).sum();
        System.out.println("MutationsTest: " + refused + " refused, " + taken + " taken");
        assertThat(refused + taken).isEqualTo(SENDERS * EACH);
        assertThat(refused).as("refused of %d", refused + taken).isGreaterThan(taken / 4);
        assertThat(taken).as("taken of %d", refused + taken).isGreaterThan(100);
        assertThat(events() - eventsBefore)
                .as("events in the log are those that were taken")
                .isEqualTo(tallies.stream().mapToInt(Tally::eventsTaken).sum());
        assertThat(hookline.output()).doesNotContain("Exception");
    }

    /** One sender with a hook of its own, so that it knows what must have stayed. */
    private static Tally send(int number, Random random) throws IOException {
        Mutant mutant = new Mutant(random);
        JsonNode hook = hook("Mutated " + number);
        String path = "/api/v1/eventHooks/" + Workspace.id(hook);
        String before = api.get(path).expect(200).body();
        int refused = 0;
        int taken = 0;
        int eventsTaken = 0;
        for (int i = 0; i < EACH; i++) {
            switch (i % 5) {
                case 0, 1 -> {
                    Reply reply = sent("PUT", path, mutant.of(hook));
                    if (reply.status() >= 400) {
                        refused++;
                    } else {
                        taken++;
                        before = api.get(path).expect(200).body();
                    }
                }
                case 2 -> {
                    byte[] body = mutant.of(((ObjectNode) hook).put("name", number + "." + i));
                    if (sent("POST", "/api/v1/eventHooks", body).status() >= 400) {
                        refused++;
                    } else {
                        taken++;
                    }
                }
                case 3 -> {
                    byte[] body = mutant.of(Events.phishing("ada@example.org", "203.0.113.7"));
                    Reply reply = sent("POST", "/api/v1/logs", body);
                    if (reply.status() >= 400) {
                        refused++;
                    } else {
                        taken++;
                        eventsTaken += reply.json().get("events").size();
                    }
                }
                default -> {
                    assertThat(api.get(path).expect(200).body()).isEqualTo(before);
                    if (filter(mutant, random.nextBoolean()).status() >= 400) {
                        refused++;
                    } else {
                        taken++;
                    }
                }
            }
        }
        return new Tally(refused, taken, eventsTaken);
    }

    /** A hook filter to be checked, or a filter of a log query. */
    private static Reply filter(Mutant mutant, boolean ofHook) throws IOException {
        if (ofHook) {
            String odd = mutant.of(Events.PHISHING_FILTER);
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("expression", odd);
            return sent(
                    "POST",
                    OURS + "/filters/check",
                    body.toString().getBytes(StandardCharsets.UTF_8));
        }
        String odd =
                mutant.of(
                        "eventType eq \"user.session.start\" and (actor.id pr or not"
                                + " (target.type co \"User\" and published.x lt 5))");
        return sent(
                "GET",
                "/api/v1/logs?limit=1&filter=" + URLEncoder.encode(odd, StandardCharsets.UTF_8),
                new byte[0]);
    }

    private static Reply sent(String method, String path, byte[] body) throws IOException {
        Reply reply =
                api.send(
                        method,
                        path,
                        body.length == 0 ? Optional.empty() : Optional.of(body),
                        Map.of());
        assertThat(reply.status())
                .as("%s with %s", reply, new String(body, StandardCharsets.UTF_8))
                .isLessThan(500);
        return reply;
    }

    /** Its types are not those of the events: what hundreds of hooks deliver is not asked here. */
    private static JsonNode hook(String name) {
        JsonNode made =
                workspace.createHook(
                        name,
                        invokeUrl,
                        List.of("user.lifecycle.create", "user.session.end"),
                        Optional.of(Events.PHISHING_FILTER));
        ObjectNode body = made.deepCopy();
        ObjectNode config = (ObjectNode) body.at("/channel/config");
        config.putArray("headers").addObject().put("key", "X-One").put("value", "two");
        config.putObject("authScheme")
                .put("type", "HEADER")
                .put("key", "X-Key")
                .put("value", "secret");
        return body;
    }

    /** All events in the log that senders sent. */
    private static int events() {
        return workspace
                .log("not (eventType sw \"event_hook.\") and not (eventType sw \"hookline.\")")
                .size();
    }
}
