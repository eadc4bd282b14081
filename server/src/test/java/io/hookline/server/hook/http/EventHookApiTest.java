package io.hookline.server.hook.http;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;
import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The event hook API: shapes, lifecycle, secrets. */
class EventHookApiTest {
    private static final String ALL = "/api/v1/eventHooks";
    private static final String OWN = "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=5ecret";

    @TempDir Path folder;
    private DeliveryWorld world;
    private TestReceiver receiver;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
        receiver = new TestReceiver(EventHookApiTest::repeat);
        world.flows.add("flow");
    }

    @AfterEach
    void close() {
        world.close();
        receiver.close();
    }

    private static Reply repeat(Received request) {
        String challenge = request.headers().get("x-okta-verification-challenge");
        return new Reply(200, "{\"verification\": \"" + challenge + "\"}");
    }

    private ObjectNode foreign() {
        return hook("hook", receiver.uri("/in").toString());
    }

    private ObjectNode create(ObjectNode hook) {
        Response response = world.call("POST", ALL, hook);
        assertThat(response.status()).as("%s", response.json()).isEqualTo(200);
        return (ObjectNode) response.json();
    }

    private ObjectNode get(String id) {
        return (ObjectNode) world.call("GET", ALL + "/" + id).json();
    }

    private static List<String> keys(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    private Response lifecycle(String id, String action) {
        return world.call("POST", ALL + "/" + id + "/lifecycle/" + action);
    }

    private static String id(JsonNode hook) {
        return hook.path("id").asText();
    }

    private List<String> audit(String type) {
        return world.logged(type).stream()
                .map(event -> event.json().at("/outcome/result").asText())
                .toList();
    }

    // ---- shapes

    @Test
    void answersAsTheOriginalDoes() {
        ObjectNode hook = foreign();
        ObjectNode config = (ObjectNode) hook.at("/channel/config");
        config.putArray("headers").addObject().put("key", "X-Other").put("value", "y");
        config.putObject("authScheme")
                .put("type", "HEADER")
                .put("key", "Authorization")
                .put("value", "my-api-key");
        ((ObjectNode) hook.path("events"))
                .putObject("filter")
                .put("type", "EXPRESSION_LANGUAGE")
                .putArray("eventFilterMap")
                .addObject()
                .put("event", TYPE)
                .putObject("condition")
                .put("expression", "event.outcome.result eq 'SUCCESS'");

        ObjectNode created = create(hook);

        assertThat(keys(created))
                .containsExactly(
                        "id",
                        "status",
                        "verificationStatus",
                        "name",
                        "description",
                        "created",
                        "createdBy",
                        "lastUpdated",
                        "events",
                        "channel",
                        "_links",
                        "health",
                        "verificationFailure",
                        "delivery",
                        "notes");
        assertThat(id(created)).matches("who[0-9A-Za-z]{17}");
        assertThat(created.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(created.path("verificationStatus").asText()).isEqualTo("UNVERIFIED");
        assertThat(created.get("description").isNull()).isTrue();
        assertThat(created.path("created").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
        assertThat(created.path("createdBy").asText()).isEqualTo("00uadmin");
        assertThat(created.path("channel").toString())
                .isEqualTo(
                        "{\"type\":\"HTTP\",\"version\":\"1.0.0\",\"config\":{\"uri\":\""
                                + receiver.uri("/in")
                                + "\",\"headers\":[{\"key\":\"X-Other\",\"value\":\"y\"}],"
                                + "\"method\":\"POST\",\"authScheme\":{\"type\":\"HEADER\","
                                + "\"key\":\"Authorization\"}}}");
        assertThat(created.at("/events/filter").toString())
                .isEqualTo(
                        "{\"type\":\"EXPRESSION_LANGUAGE\",\"eventFilterMap\":[{\"event\":\""
                                + TYPE
                                + "\",\"condition\":{\"version\":null,\"expression\":"
                                + "\"event.outcome.result eq 'SUCCESS'\"}}]}");
        assertThat(get(id(created))).isEqualTo(created);
        ArrayNode list = (ArrayNode) world.call("GET", ALL).json();
        assertThat(list).containsExactly(created);
    }

    @Test
    void notesWhatAFilterReadsThatTheOriginalDoesNotKnow() {
        ObjectNode hook = foreign();
        ((ObjectNode) hook.path("events"))
                .putObject("filter")
                .putArray("eventFilterMap")
                .addObject()
                .put("event", TYPE)
                .putObject("condition")
                .put("expression", "event.client.ipAddress eq '203.0.113.7'");

        JsonNode notes = create(hook).path("notes");

        assertThat(notes).hasSize(1);
        assertThat(notes.at("/0/event").asText()).isEqualTo(TYPE);
        assertThat(notes.at("/0/message").asText()).startsWith("event.client.ipAddress: ");
        assertThat(create(hook("plain", receiver.uri("/in").toString())).path("notes")).isEmpty();
    }

    @Test
    void linksFollowTheStatus() {
        ObjectNode hook = create(foreign());
        String self = "https://hooks.example.com/api/v1/eventHooks/" + id(hook);
        assertThat(hook.path("_links").toString())
                .isEqualTo(
                        "{\"self\":{\"href\":\"%1$s\"},\"verify\":{\"href\":\"%1$s/lifecycle/verify\",\"hints\":{\"allow\":[\"POST\"]}},\"deactivate\":{\"href\":\"%1$s/lifecycle/deactivate\",\"hints\":{\"allow\":[\"POST\"]}}}"
                                .formatted(self));
        assertThat(lifecycle(id(hook), "deactivate").json().path("_links").toString())
                .isEqualTo(
                        "{\"activate\":{\"href\":\"%1$s/lifecycle/activate\",\"hints\":{\"allow\":[\"POST\"]}},\"self\":{\"href\":\"%1$s\"},\"delete\":{\"href\":\"%1$s\",\"hints\":{\"allow\":[\"DELETE\"]}}}"
                                .formatted(self));
    }

    @Test
    void treatsTypesAsASetInAStableOrder() {
        ObjectNode hook = foreign();
        ((ObjectNode) hook.path("events"))
                .putArray("items")
                .add("user.session.start")
                .add("group.user_membership.add")
                .add("user.session.start");
        assertThat(create(hook).at("/events/items"))
                .extracting(JsonNode::asText)
                .containsExactly("group.user_membership.add", "user.session.start");
    }

    @Test
    void answersTheOriginalsErrorForAnUnknownHook() {
        for (String[] call :
                new String[][] {
                    {"GET", ""},
                    {"DELETE", ""},
                    {"POST", "/lifecycle/activate"},
                    {"POST", "/lifecycle/deactivate"},
                    {"POST", "/lifecycle/verify"}
                }) {
            Response response = world.call(call[0], ALL + "/whoNobody" + call[1]);
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.errorCode()).isEqualTo("E0000007");
            assertThat(response.json().path("errorSummary").asText())
                    .isEqualTo("Not found: Resource not found: whoNobody (EventHook)");
            assertThat(response.causes()).isEmpty();
        }
        assertThat(world.call("PUT", ALL + "/whoNobody", foreign()).status()).isEqualTo(404);
    }

    @Test
    void asksForPermissions() {
        String id = id(create(foreign()));
        world.allow(Permission.READ_HOOKS);
        assertThat(world.call("GET", ALL).status()).isEqualTo(200);
        assertThat(world.call("GET", ALL + "/" + id).status()).isEqualTo(200);
        assertThat(world.call("POST", ALL, foreign()).errorCode()).isEqualTo("E0000006");
        assertThat(world.call("PUT", ALL + "/" + id, foreign()).status()).isEqualTo(403);
        assertThat(world.call("DELETE", ALL + "/" + id).status()).isEqualTo(403);
        for (String action : List.of("activate", "deactivate", "verify")) {
            assertThat(lifecycle(id, action).status()).isEqualTo(403);
        }
        world.allow(Permission.READ_LOG);
        assertThat(world.call("GET", ALL).status()).isEqualTo(403);
        assertThat(world.call("GET", ALL + "/" + id).status()).isEqualTo(403);
    }

    // ---- lifecycle

    @Test
    void verifiesAReceiverThatRepeatsTheChallenge() {
        ObjectNode hook = foreign();
        ObjectNode config = (ObjectNode) hook.at("/channel/config");
        config.putArray("headers").addObject().put("key", "X-Other").put("value", "y");
        config.putObject("authScheme")
                .put("type", "HEADER")
                .put("key", "Authorization")
                .put("value", "my-api-key");
        String id = id(create(hook));

        Response verified = lifecycle(id, "verify");

        assertThat(verified.status()).isEqualTo(200);
        assertThat(verified.json().path("status").asText()).isEqualTo("ACTIVE");
        assertThat(verified.json().path("verificationStatus").asText()).isEqualTo("VERIFIED");
        Received asked = receiver.next();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.body()).isEmpty();
        assertThat(asked.headers().get("x-okta-verification-challenge"))
                .matches("[0-9A-Za-z_-]{40}");
        assertThat(asked.headers())
                .containsEntry("accept", "application/json")
                .containsEntry("authorization", "my-api-key")
                .containsEntry("x-other", "y")
                .containsKey("x-okta-request-id");
        assertThat(audit("event_hook.verified")).containsExactly("SUCCESS");
    }

    @Test
    void leavesAHookAsItWasWhenItsReceiverFailsTwice() {
        String id = id(create(foreign()));
        for (Reply wrong :
                List.of(
                        new Reply(500, ""),
                        new Reply(201, "{\"verification\":\"x\"}"),
                        new Reply(200, "{\"verification\":\"x\"}"),
                        new Reply(200, "no json"),
                        new Reply(200, "[]"),
                        new Reply(302, ""))) {
            receiver.answer(request -> wrong);
            Response refused = lifecycle(id, "verify");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorCode()).isEqualTo("E0000001");
            assertThat(refused.json().path("errorSummary").asText())
                    .isEqualTo("Api validation failed: eventHook");
            assertThat(refused.causes())
                    .startsWith("Unable to verify event hook. Hook hook execution failed")
                    .hasSize(2);
            assertThat(receiver.rest()).hasSize(2);
        }
        assertThat(get(id).path("verificationStatus").asText()).isEqualTo("UNVERIFIED");
        assertThat(audit("event_hook.verified")).hasSize(6).containsOnly("FAILURE");
    }

    @Test
    void verifiesAtTheSecondAttempt() {
        String id = id(create(foreign()));
        receiver.answer(request -> {
            receiver.answer(EventHookApiTest::repeat);
            return new Reply(503, "");
        });
        assertThat(lifecycle(id, "verify").status()).isEqualTo(200);
    }

    @Test
    void aChangedChannelMustBeVerifiedAgain() {
        String id = verified();
        for (String change : List.of("uri", "header", "key", "value")) {
            ObjectNode hook = get(id);
            ObjectNode config = (ObjectNode) hook.at("/channel/config");
            ObjectNode auth =
                    config.putObject("authScheme")
                            .put("type", "HEADER")
                            .put("key", "Authorization")
                            .put("value", "my-api-key");
            switch (change) {
                case "uri" -> config.put("uri", receiver.uri("/other").toString());
                case "header" ->
                        config.putArray("headers").addObject().put("key", "X").put("value", "y");
                case "key" -> auth.put("key", "X-Key");
                default -> auth.put("value", "another-key");
            }
            Response replaced = world.call("PUT", ALL + "/" + id, hook);
            assertThat(replaced.json().path("verificationStatus").asText())
                    .as(change)
                    .isEqualTo("UNVERIFIED");
            assertThat(replaced.json().path("status").asText()).isEqualTo("ACTIVE");
            lifecycle(id, "verify");
        }
    }

    /** Clients that build infrastructure from code treat the headers as a set. */
    @Test
    void theSameHeadersInAnotherOrderAreNoChange() {
        String id = verified();
        ObjectNode hook = get(id);
        ArrayNode headers = ((ObjectNode) hook.at("/channel/config")).putArray("headers");
        for (String key : List.of("X-One", "X-Two", "X-Three")) {
            headers.addObject().put("key", key).put("value", key + " value");
        }
        world.call("PUT", ALL + "/" + id, hook);
        lifecycle(id, "verify");
        ObjectNode turned = get(id);
        ArrayNode again = (ArrayNode) turned.at("/channel/config/headers");
        again.add(again.remove(0));

        Response same = world.call("PUT", ALL + "/" + id, turned);

        assertThat(same.json().path("verificationStatus").asText()).isEqualTo("VERIFIED");
        assertThat(same.json().path("status").asText()).isEqualTo("ACTIVE");
        ((ObjectNode) again.get(0)).put("value", "another");
        Response other = world.call("PUT", ALL + "/" + id, turned);
        assertThat(other.json().path("verificationStatus").asText()).isEqualTo("UNVERIFIED");
    }

    @Test
    void aPutThatLeavesTheChannelKeepsTheVerificationAndTheSecret() {
        String id = verified();
        receiver.rest();
        ObjectNode hook = get(id).put("name", "renamed").put("description", "why");

        Response replaced = world.call("PUT", ALL + "/" + id, hook);

        assertThat(replaced.json().path("verificationStatus").asText()).isEqualTo("VERIFIED");
        assertThat(replaced.json().path("name").asText()).isEqualTo("renamed");
        assertThat(replaced.json().path("description").asText()).isEqualTo("why");
        world.happen("one");
        assertThat(receiver.next().headers()).containsEntry("authorization", "my-api-key");
    }

    /** A verified hook with a secret. */
    private String verified() {
        ObjectNode hook = foreign();
        ((ObjectNode) hook.at("/channel/config"))
                .putObject("authScheme")
                .put("type", "HEADER")
                .put("key", "Authorization")
                .put("value", "my-api-key");
        String id = id(create(hook));
        assertThat(lifecycle(id, "verify").status()).isEqualTo(200);
        return id;
    }

    @Test
    void statusCanBeChangedByPut() {
        String id = verified();

        Response inactive = world.call("PUT", ALL + "/" + id, get(id).put("status", "INACTIVE"));
        assertThat(inactive.json().path("status").asText()).isEqualTo("INACTIVE");
        assertThat(inactive.json().path("verificationStatus").asText()).isEqualTo("VERIFIED");
        Response active = world.call("PUT", ALL + "/" + id, get(id).put("status", "ACTIVE"));
        assertThat(active.json().path("status").asText()).isEqualTo("ACTIVE");
        assertThat(active.json().path("verificationStatus").asText()).isEqualTo("VERIFIED");
        ObjectNode silent = get(id);
        silent.remove("status");
        assertThat(world.call("PUT", ALL + "/" + id, silent).json().path("status").asText())
                .isEqualTo("ACTIVE");
        assertThat(world.call("PUT", ALL + "/" + id, get(id).put("status", "odd")).causes())
                .containsExactly("status: expected one of ACTIVE, INACTIVE, found \"odd\".");

        assertThat(audit("event_hook.deactivated")).hasSize(1);
        assertThat(audit("event_hook.activated")).hasSize(1);
        receiver.rest();
        world.happen("one");
        assertThat(receiver.next().names()).containsExactly("one");
    }

    @Test
    void postAlwaysMakesAnActiveHook() {
        assertThat(create(foreign().put("status", "INACTIVE")).path("status").asText())
                .isEqualTo("ACTIVE");
    }

    @Test
    void keepsTheVerificationThroughDeactivateAndActivate() {
        String id = verified();
        assertThat(lifecycle(id, "deactivate").json().path("verificationStatus").asText())
                .isEqualTo("VERIFIED");
        assertThat(lifecycle(id, "deactivate").status()).isEqualTo(200);
        Response active = lifecycle(id, "activate");
        assertThat(active.json().path("status").asText()).isEqualTo("ACTIVE");
        assertThat(active.json().path("verificationStatus").asText()).isEqualTo("VERIFIED");
        assertThat(lifecycle(id, "activate").status()).isEqualTo(200);
        assertThat(audit("event_hook.activated")).hasSize(1);

        String unverified = id(create(foreign().put("name", "unverified")));
        lifecycle(unverified, "deactivate");
        assertThat(lifecycle(unverified, "activate").json().path("verificationStatus").asText())
                .isEqualTo("UNVERIFIED");
    }

    @Test
    void anInactiveHookCanBeDeletedAndAnActiveOneCannot() {
        String id = id(create(foreign()));
        Response refused = world.call("DELETE", ALL + "/" + id);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("E0000001");

        lifecycle(id, "deactivate");
        Response deleted = world.call("DELETE", ALL + "/" + id);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.json().isMissingNode()).isTrue();
        assertThat(world.call("GET", ALL + "/" + id).status()).isEqualTo(404);
        assertThat(audit("event_hook.deleted")).hasSize(1);
    }

    @Test
    void ownInvokeUrlsVerifyThemselves() {
        ObjectNode hook = create(hook("own", OWN));
        assertThat(hook.path("verificationStatus").asText()).isEqualTo("VERIFIED");
        assertThat(audit("event_hook.verified")).hasSize(1);
        assertThat(lifecycle(id(hook), "verify").json().path("verificationStatus").asText())
                .isEqualTo("VERIFIED");

        String moved = id(create(foreign()));
        ObjectNode change = get(moved);
        ((ObjectNode) change.at("/channel/config")).put("uri", OWN);
        assertThat(
                        world.call("PUT", ALL + "/" + moved, change)
                                .json()
                                .path("verificationStatus")
                                .asText())
                .isEqualTo("VERIFIED");
        assertThat(receiver.rest()).isEmpty();
    }

    // ---- secrets

    @Test
    void aSecretIsDroppedWithItsOriginAndMustBeSentAgain() {
        String id = verified();
        try (TestReceiver other = new TestReceiver(EventHookApiTest::repeat)) {
            ObjectNode moved = get(id);
            ((ObjectNode) moved.at("/channel/config")).put("uri", other.uri("/in").toString());
            Response refused = world.call("PUT", ALL + "/" + id, moved);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.causes().getFirst())
                    .startsWith("channel.config.authScheme.value: ")
                    .contains("origin");
            ((ObjectNode) moved.at("/channel/config/authScheme")).put("value", "my-api-key");
            assertThat(world.call("PUT", ALL + "/" + id, moved).status()).isEqualTo(200);
        }
    }

    @Test
    void aSecretIsNotKeptForAnotherHeader() {
        String id = verified();
        ObjectNode changed = get(id);
        ((ObjectNode) changed.at("/channel/config/authScheme")).put("key", "X-Key");
        assertThat(world.call("PUT", ALL + "/" + id, changed).status()).isEqualTo(400);
        ObjectNode without = get(id);
        ((ObjectNode) without.at("/channel/config")).remove("authScheme");
        assertThat(
                        world.call("PUT", ALL + "/" + id, without)
                                .json()
                                .at("/channel/config")
                                .has("authScheme"))
                .isFalse();
    }

    @Test
    void hidesTheClientTokenFromThoseWhoMayOnlyReadAndKeepsItWhenSentBackHidden() {
        String id = id(create(hook("own", OWN)));
        assertThat(get(id).at("/channel/config/uri").asText()).isEqualTo(OWN);

        world.allow(Permission.READ_HOOKS);
        ObjectNode seen = get(id);
        String hidden = "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=***";
        assertThat(seen.at("/channel/config/uri").asText()).isEqualTo(hidden);
        assertThat(world.call("GET", ALL).json().toString()).doesNotContain("5ecret");

        world.allow(Permission.READ_HOOKS, Permission.MANAGE_HOOKS);
        assertThat(world.call("PUT", ALL + "/" + id, seen).status()).isEqualTo(200);
        assertThat(get(id).at("/channel/config/uri").asText()).isEqualTo(OWN);
        ((ObjectNode) seen.at("/channel/config"))
                .put("uri", "http://127.0.0.1:1/api/flo/flow/invoke?x=1&clientToken=***");
        assertThat(world.call("PUT", ALL + "/" + id, seen).causes().getFirst())
                .startsWith("channel.config.uri: ");
    }

    @Test
    void keepsNoSecretInTheDatabaseInClear() throws Exception {
        verified();
        create(hook("own", OWN));
        world.restart();
        try (Stream<Path> files = java.nio.file.Files.list(folder)) {
            for (Path file : files.toList()) {
                String bytes =
                        new String(
                                java.nio.file.Files.readAllBytes(file),
                                java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(bytes)
                        .as("%s", file)
                        .doesNotContain("my-api-key")
                        .doesNotContain("5ecret");
            }
        }
    }

    @Test
    void remembersItsHooksAcrossARestart() {
        ObjectNode hook = create(foreign());
        world.restart();
        assertThat(get(id(hook))).isEqualTo(hook);
    }
}
