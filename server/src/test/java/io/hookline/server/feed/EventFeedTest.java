package io.hookline.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Outcome;
import io.hookline.outbound.Lineage;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.World;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

class EventFeedTest {
    private static final Outcome.Wait LONG =
            new Outcome.Wait(Instant.now().plus(Duration.ofDays(1)), Optional.empty());

    @TempDir Path folder;
    private final BlockingQueue<JsonNode> runs = new LinkedBlockingQueue<>();
    private final Semaphore mayEnd = new Semaphore(1_000);
    private final List<PublishedFlow> on = new ArrayList<>();
    private World world;
    private EventLog log;
    private EventFeed feed;

    @BeforeEach
    void start() {
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            JsonNode output = input.value("", "collection").path(0).path("Output");
                            runs.add(output);
                            mayEnd.acquireUninterruptibly();
                            return switch (output.path("Message").asText()) {
                                case "fails" ->
                                        new Outcome.Failed(new CardFailure.Invalid("no"), "", "");
                                case "waits" -> new Outcome.Suspended(Optional.of(LONG));
                                default -> new Outcome.Completed(Optional.empty());
                            };
                        });
        world.start();
        log = world.log();
        feed = feed();
    }

    private EventFeed feed() {
        return new EventFeed(world.database(), log, () -> List.copyOf(on), world.executions());
    }

    @AfterEach
    void stop() {
        mayEnd.release(1_000);
        feed.close();
        world.close();
    }

    private void flow(String event) {
        ObjectNode document =
                FlowDocument.endpoint("Suspended").card("x", "control:let", "x").json("f");
        ObjectNode root = (ObjectNode) document.at("/data/methods/0");
        root.put("address", "root:channels:http:okta:1.0.690:" + event);
        ((ObjectNode) root.path("node").path("data")).put("name", "User Suspended");
        on.add(world.flows.add("f", document));
    }

    private void happens(String type, String message, Lineage lineage) {
        ObjectNode event =
                AuditEvent.of(type, message)
                        .target("User", "00u1", "Ada")
                        .target("AppInstance", "0oa1", "Chat")
                        .json(Instant.now());
        world.database()
                .write(transaction -> log.append(transaction, "okta", List.of(event), lineage));
    }

    private void suspended(String message) {
        happens("user.lifecycle.suspend", message, Lineage.NONE);
    }

    private String next() throws InterruptedException {
        JsonNode output = runs.poll(20, TimeUnit.SECONDS);
        return output == null ? "nothing" : output.path("Message").asText();
    }

    @Test
    void startsTheFlowForEachEventInOrderAndIsolatesFailures() throws Exception {
        flow("userSuspended");
        suspended("before it was on");
        feed.look();
        suspended("first");
        happens("user.lifecycle.create", "another type", Lineage.NONE);
        suspended("fails");
        suspended("third");
        feed.start();

        JsonNode first = runs.poll(20, TimeUnit.SECONDS);
        assertThat(first.path("Message").asText()).isEqualTo("first");
        assertThat(first.at("/Okta User/ID").asText()).isEqualTo("00u1");
        assertThat(first.at("/Event Details/eventType").asText())
                .isEqualTo("user.lifecycle.suspend");
        assertThat(next()).isEqualTo("fails");
        assertThat(next()).isEqualTo("third");
        suspended("fourth");
        assertThat(next()).isEqualTo("fourth");
    }

    @Test
    void waitsWithEventsWhileTheDiskIsNearlyFull() throws Exception {
        flow("userSuspended");
        feed.look();
        world.room =
                () -> {
                    throw new StoreBusy("The disk is nearly full.");
                };
        suspended("first");

        assertThatThrownBy(feed::look).isInstanceOf(StoreBusy.class);
        assertThat(runs).isEmpty();

        world.room = () -> {};
        feed.look();
        assertThat(next()).isEqualTo("first");
    }

    @Test
    void theNextWaitsForTheEndOfTheOneBeforeAlsoOverARestart() throws Exception {
        flow("userSuspended");
        feed.look();
        mayEnd.drainPermits();
        suspended("first");
        suspended("second");
        feed.look();
        assertThat(next()).isEqualTo("first");
        feed.look();
        EventFeed again = feed();
        again.look();
        assertThat(runs).isEmpty();

        mayEnd.release(1_000);
        again.start();
        assertThat(next()).isEqualTo("second");
        again.close();
        assertThat(runs).isEmpty();
    }

    @Test
    void theNextStartsWhenTheOneBeforeWaitsAlsoOverARestart() throws Exception {
        flow("userSuspended");
        feed.look();
        suspended("waits");
        suspended("waits");
        suspended("third");
        feed.start();
        assertThat(next()).isEqualTo("waits");
        assertThat(next()).isEqualTo("waits");
        assertThat(next()).isEqualTo("third");
        suspended("waits");
        assertThat(next()).isEqualTo("waits");
        feed.close();

        EventFeed again = feed();
        again.start();
        suspended("after the restart");
        assertThat(next()).isEqualTo("after the restart");
        again.close();
    }

    @Test
    void letsNothingPassThatComesAtTheEndOfAChain() throws Exception {
        flow("userSuspended");
        feed.look();
        happens("user.lifecycle.suspend", "tenth", new Lineage(10, List.of()));
        suspended("fresh");
        feed.start();

        assertThat(next()).isEqualTo("fresh");
    }
}
