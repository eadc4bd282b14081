package io.hookline.server.delivery.lane;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;
import static io.hookline.server.delivery.DeliveryWorld.event;
import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Received;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a hook receives, in which order, and where its lane starts and ends. */
public class LaneTest {
    @TempDir Path folder;
    private DeliveryWorld world;
    private TestReceiver receiver;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
        receiver = TestReceiver.answering(200);
    }

    @AfterEach
    void close() {
        world.close();
        receiver.close();
    }

    private String receiving(String name) {
        return world.receiving(hook(name, receiver.uri("/in").toString()));
    }

    @Test
    void deliversAnEventInTheOriginalsEnvelope() {
        ObjectNode hook = hook("h", receiver.uri("/in?a=1").toString());
        ObjectNode config = (ObjectNode) hook.at("/channel/config");
        config.putArray("headers").addObject().put("key", "X-Team").put("value", "blue");
        config.putObject("authScheme")
                .put("type", "HEADER")
                .put("key", "Authorization")
                .put("value", "hunter2-hunter2");
        String id = world.receiving(hook);

        world.happen("one");

        Received request = receiver.next();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri()).isEqualTo("/in?a=1");
        assertThat(request.headers())
                .containsEntry("authorization", "hunter2-hunter2")
                .containsEntry("x-team", "blue")
                .containsEntry("accept", "application/json")
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "Hookline");
        JsonNode json = request.json();
        assertThat(json.propertyStream().map(java.util.Map.Entry::getKey))
                .containsExactly(
                        "eventType",
                        "eventTypeVersion",
                        "cloudEventsVersion",
                        "source",
                        "eventId",
                        "data",
                        "eventTime",
                        "contentType");
        assertThat(json.path("eventType").asText()).isEqualTo("com.okta.event_hook");
        assertThat(json.path("eventTypeVersion").asText()).isEqualTo("1.0");
        assertThat(json.path("cloudEventsVersion").asText()).isEqualTo("0.1");
        assertThat(json.path("source").asText())
                .isEqualTo("https://hooks.example.com/api/v1/eventHooks/" + id);
        assertThat(UUID.fromString(request.eventId())).isNotNull();
        assertThat(json.path("eventTime").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(json.path("contentType").asText()).isEqualTo("application/json");
        assertThat(json.path("data").size()).isEqualTo(1);
        JsonNode event = json.at("/data/events/0");
        assertThat(event.propertyStream().map(java.util.Map.Entry::getKey))
                .startsWith("uuid", "published", "eventType", "version", "displayMessage");
        assertThat(event.has("request")).isFalse();
        assertThat(event.get("insertionTimestamp").isNull()).isTrue();
        assertThat(event.get("device").isNull()).isTrue();
    }

    @Test
    void putsEventsThatComeTogetherIntoFewRequestsInOrder() {
        receiving("h");

        world.happen(names(250));

        List<Received> requests = receiver.untilEvents(250);
        assertThat(requests).hasSize(3);
        assertThat(requests).allSatisfy(r -> assertThat(r.names().size()).isLessThanOrEqualTo(100));
        assertThat(all(requests)).containsExactly(names(250));
    }

    @Test
    void takesAsManyEventsInOneRequestAsTheHookSays() {
        ObjectNode hook = hook("h", receiver.uri("/in").toString());
        // So long that only the number of events can end a request.
        hook.putObject("delivery").put("maxEvents", 2).put("maxWaitMillis", 60_000);
        world.receiving(hook);

        world.happen(names(6));

        assertThat(receiver.untilEvents(6)).hasSize(3);
    }

    @Test
    void startsWithWhatHappensAfterActivation() {
        world.happen("before");
        receiving("h");

        world.happen("after");

        assertThat(receiver.next().names()).containsExactly("after");
    }

    @Test
    void deliversOnlyItsTypesAndWhatItsFilterLetsThrough() {
        ObjectNode hook = hook("h", receiver.uri("/in").toString());
        ObjectNode events = (ObjectNode) hook.path("events");
        events.withArray("items").add("user.session.end");
        events.putObject("filter")
                .put("type", "EXPRESSION_LANGUAGE")
                .putArray("eventFilterMap")
                .addObject()
                .put("event", TYPE)
                .putObject("condition")
                .put("expression", "event.outcome.reason eq 'good'");
        world.receiving(hook);
        ObjectNode good = event(TYPE, "good");
        good.putObject("outcome").put("result", "FAILURE").put("reason", "good");

        world.append(
                List.of(
                        event(TYPE, "bad"),
                        event("user.lifecycle.create", "other type"),
                        good,
                        event("user.session.end", "unfiltered type")));

        assertThat(all(receiver.untilEvents(2))).containsExactly("good", "unfiltered type");
    }

    @Test
    void staysSilentWhileInactiveAndStartsAtTheEndAgain() {
        String id = receiving("h");
        world.happen("one");
        assertThat(receiver.next().names()).containsExactly("one");

        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/deactivate");
        world.happen("lost");
        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/activate");
        world.happen("two");

        assertThat(receiver.next().names()).containsExactly("two");
    }

    @Test
    void goesOnWhereItStoppedWhenActivatedFromLast() {
        String id = receiving("h");
        world.happen("one");
        assertThat(receiver.next().names()).containsExactly("one");
        eventually(() -> assertThat(world.deliveries(id, "?status=DELIVERED")).hasSize(1));

        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/deactivate");
        world.happen("kept");
        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/activate?from=last");

        assertThat(receiver.next().names()).containsExactly("kept");
    }

    @Test
    void keepsItsPlaceWhilePaused() {
        String id = receiving("h");
        assertThat(
                        world.call("POST", "/api/hookline/v1/eventHooks/" + id + "/pause")
                                .json()
                                .path("paused")
                                .asBoolean())
                .isTrue();
        world.happen("one");
        world.happen("two");
        assertThat(receiver.rest()).isEmpty();

        world.restart();
        assertThat(
                        world.call("GET", "/api/hookline/v1/eventHooks/" + id + "/delivery")
                                .json()
                                .path("paused")
                                .asBoolean())
                .isTrue();
        world.call("POST", "/api/hookline/v1/eventHooks/" + id + "/resume");

        assertThat(all(receiver.untilEvents(2))).containsExactly("one", "two");
    }

    @Test
    void appliesAChangedFilterToWhatIsNotYetInABatch() {
        String id = receiving("h");
        world.call("POST", "/api/hookline/v1/eventHooks/" + id + "/pause");
        world.append(List.of(event(TYPE, "one"), event("user.session.end", "two")));
        ObjectNode changed = (ObjectNode) world.call("GET", "/api/v1/eventHooks/" + id).json();
        ((ObjectNode) changed.path("events")).putArray("items").add("user.session.end");
        assertThat(world.call("PUT", "/api/v1/eventHooks/" + id, changed).status()).isEqualTo(200);

        world.call("POST", "/api/hookline/v1/eventHooks/" + id + "/resume");

        assertThat(receiver.next().names()).containsExactly("two");
    }

    @Test
    void keepsItsPlaceWhileAChangedChannelIsNotVerified() {
        String id = receiving("h");
        ObjectNode changed = (ObjectNode) world.call("GET", "/api/v1/eventHooks/" + id).json();
        ((ObjectNode) changed.at("/channel/config")).put("uri", receiver.uri("/new").toString());
        assertThat(
                        world.call("PUT", "/api/v1/eventHooks/" + id, changed)
                                .json()
                                .path("verificationStatus")
                                .asText())
                .isEqualTo("UNVERIFIED");
        world.happen("waiting");
        assertThat(receiver.rest()).isEmpty();

        receiver.answer(request ->
                new TestReceiver.Reply(
                        200,
                        "{\"verification\":\""
                                + request.headers().get("x-okta-verification-challenge")
                                + "\"}"));
        assertThat(world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/verify").status())
                .isEqualTo(200);

        assertThat(receiver.next().method()).isEqualTo("GET");
        Received delivery = receiver.next();
        assertThat(delivery.uri()).isEqualTo("/new");
        assertThat(delivery.names()).containsExactly("waiting");
    }

    @Test
    void neverSendsAHookWhatIsReportedAboutIt() {
        ObjectNode hook = hook("h", receiver.uri("/in").toString());
        ((ObjectNode) hook.path("events")).withArray("items").add("event_hook.updated");
        String about = world.receiving(hook);
        ObjectNode other = hook.deepCopy().put("name", "other");
        ((ObjectNode) other.at("/channel/config")).put("uri", receiver.uri("/other").toString());
        world.receiving(other);

        ObjectNode changed = (ObjectNode) world.call("GET", "/api/v1/eventHooks/" + about).json();
        world.call("PUT", "/api/v1/eventHooks/" + about, changed.put("description", "new"));
        world.happen("last");

        List<Received> requests = new ArrayList<>();
        while (Stream.of("/in", "/other")
                .anyMatch(path ->
                        requests.stream()
                                .noneMatch(
                                        r -> r.uri().equals(path) && r.names().contains("last")))) {
            requests.add(receiver.next());
        }
        assertThat(all(requests.stream().filter(r -> r.uri().equals("/in")).toList()))
                .containsExactly("last");
        assertThat(all(requests.stream().filter(r -> r.uri().equals("/other")).toList()))
                .containsExactly("Update event hook", "last");
    }

    @Test
    void deliversMoreThanItCanHoldInMemoryOnceAndInOrder() {
        CountDownLatch open = new CountDownLatch(1);
        receiver.answer(request -> {
            await(open);
            return new TestReceiver.Reply(200, "");
        });
        ObjectNode hook = hook("h", receiver.uri("/in").toString());
        hook.putObject("delivery").put("maxEvents", 1_000);
        world.receiving(hook);
        int events = LaneQueue.CAPACITY * 3;
        for (int from = 0; from < events; from += 500) {
            int start = from;
            world.happen(
                    IntStream.range(start, start + 500)
                            .mapToObj(Integer::toString)
                            .toArray(String[]::new));
        }

        // The first request times out while the lane's queue runs over; then all of it comes.
        open.countDown();
        Set<String> ids = new java.util.LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        for (Received request : untilLast(Integer.toString(events - 1))) {
            if (ids.add(request.eventId())) {
                names.addAll(request.names());
            }
        }
        assertThat(names).containsExactly(names(events));
    }

    private List<Received> untilLast(String name) {
        List<Received> requests = new ArrayList<>();
        do {
            requests.add(receiver.next());
        } while (!requests.getLast().names().getLast().equals(name));
        return requests;
    }

    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    public static List<String> all(List<Received> requests) {
        return requests.stream().flatMap(request -> request.names().stream()).toList();
    }
}
