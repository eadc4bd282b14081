package io.hookline.server.delivery;

import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Deliveries that receivers can prove to be ours (Standard Webhooks). */
class SigningTest {
    private static final String FIRST = secret('a');
    private static final String SECOND = secret('b');

    @TempDir Path folder;
    private DeliveryWorld world;
    private TestReceiver receiver;
    private String id;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
        receiver = TestReceiver.answering(200);
        id = world.receiving(hook("h", receiver.uri("/in").toString()));
    }

    @AfterEach
    void close() {
        receiver.close();
        world.close();
    }

    private static String secret(char filled) {
        return "whsec_"
                + Base64.getEncoder()
                        .encodeToString(
                                String.valueOf(filled)
                                        .repeat(32)
                                        .getBytes(StandardCharsets.US_ASCII));
    }

    private Response put(String secret) {
        return world.call("PUT", path(""), Json.object().put("secret", secret));
    }

    private String path(String more) {
        return "/api/hookline/v1/eventHooks/" + id + "/signing" + more;
    }

    private Received delivered(String name) {
        world.happen(name);
        return receiver.next();
    }

    /** What a receiver that knows the secret computes. */
    private static String expected(String secret, Received request) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed =
                request.headers().get("webhook-id")
                        + "."
                        + request.headers().get("webhook-timestamp")
                        + "."
                        + request.text();
        return "v1,"
                + Base64.getEncoder()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> signatures(Received request) {
        return List.of(request.headers().get("webhook-signature").split(" "));
    }

    @Test
    void signsNothingUntilASecretIsSetAndThenEveryDelivery() throws Exception {
        assertThat(delivered("plain").headers()).doesNotContainKey("webhook-signature");

        assertThat(put(FIRST).status()).isEqualTo(200);

        Received signed = delivered("signed");
        assertThat(signed.headers().get("webhook-id")).isEqualTo(signed.eventId());
        assertThat(signatures(signed)).containsExactly(expected(FIRST, signed));
    }

    @Test
    void keepsTwoSecretsAliveDuringARotation() throws Exception {
        put(FIRST);
        assertThat(put(SECOND).json().path("secrets")).hasSize(2);
        Received both = delivered("both");
        assertThat(signatures(both)).containsExactly(expected(SECOND, both), expected(FIRST, both));

        assertThat(world.call("DELETE", path("/previous")).json().path("secrets")).hasSize(1);
        world.restart();
        Received one = delivered("one");
        assertThat(signatures(one)).containsExactly(expected(SECOND, one));

        assertThat(world.call("DELETE", path("")).json().path("enabled").asBoolean()).isFalse();
        assertThat(delivered("none").headers()).doesNotContainKey("webhook-signature");
    }

    @Test
    void neverShowsASecretAndForgetsItWithTheOrigin() {
        put(FIRST);
        assertThat(world.call("GET", path("")).json().toString())
                .contains("\"enabled\":true")
                .doesNotContain(FIRST);
        Response hook = world.call("GET", "/api/v1/eventHooks/" + id);
        assertThat(hook.json().toString()).doesNotContain("sign").doesNotContain(FIRST);
        assertThat(world.logged("event_hook.updated").toString()).doesNotContain(FIRST);

        ObjectNode moved = (ObjectNode) hook.json();
        ((ObjectNode) moved.at("/channel/config")).put("uri", "http://127.0.0.1:9/in");
        assertThat(world.call("PUT", "/api/v1/eventHooks/" + id, moved).status()).isEqualTo(200);
        assertThat(world.call("GET", path("")).json().path("enabled").asBoolean()).isFalse();
    }

    @Test
    void refusesWhatIsNoSecretWithoutRepeatingIt() {
        for (String bad : List.of("", "abc", "whsec_", "whsec_????", "whsec_c2hvcnQ=")) {
            Response response = put(bad);
            assertThat(response.status()).as(bad).isEqualTo(400);
            assertThat(response.json().path("detail").asText())
                    .contains("24 to 64")
                    .doesNotContain("c2hvcnQ=");
        }
        assertThat(world.call("PUT", path(""), "{\"secret\": 5}").status()).isEqualTo(400);
        assertThat(world.call("GET", path("")).json().path("enabled").asBoolean()).isFalse();
        assertThat(world.call("GET", "/api/hookline/v1/eventHooks/who0/signing").status())
                .isEqualTo(404);
    }
}
