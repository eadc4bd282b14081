package io.hookline.server.hook.http;

import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Which changes a hook goes through: verified, active, inactive, deleted. */
class HookLifecycleTest extends EventHookTest {
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

    @Test
    void remembersItsHooksAcrossARestart() {
        ObjectNode hook = create(foreign());
        world.restart();
        assertThat(get(id(hook))).isEqualTo(hook);
    }
}
