package io.hookline.server.hook.http;

import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hooks over HTTP, with a receiver that repeats the challenge. */
abstract class EventHookTest {
    static final String ALL = "/api/v1/eventHooks";
    static final String OWN = "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=5ecret";

    @TempDir Path folder;
    DeliveryWorld world;
    TestReceiver receiver;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
        receiver = new TestReceiver(EventHookTest::repeat);
        world.flows.add("flow");
    }

    @AfterEach
    void close() {
        world.close();
        receiver.close();
    }

    static Reply repeat(Received request) {
        String challenge = request.headers().get("x-okta-verification-challenge");
        return new Reply(200, "{\"verification\": \"" + challenge + "\"}");
    }

    ObjectNode foreign() {
        return hook("hook", receiver.uri("/in").toString());
    }

    ObjectNode create(ObjectNode hook) {
        Response response = world.call("POST", ALL, hook);
        assertThat(response.status()).as("%s", response.json()).isEqualTo(200);
        return (ObjectNode) response.json();
    }

    ObjectNode get(String id) {
        return (ObjectNode) world.call("GET", ALL + "/" + id).json();
    }

    static List<String> keys(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    Response lifecycle(String id, String action) {
        return world.call("POST", ALL + "/" + id + "/lifecycle/" + action);
    }

    static String id(JsonNode hook) {
        return hook.path("id").asText();
    }

    List<String> audit(String type) {
        return world.logged(type).stream()
                .map(event -> event.json().at("/outcome/result").asText())
                .toList();
    }

    /** A verified hook with a secret. */
    String verified() {
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
}
