package io.hookline.server.hook.http;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;
import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestReceiver;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What clients of the API see of a hook, and what they never see. */
class EventHookApiTest extends EventHookTest {
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
}
