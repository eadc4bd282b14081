package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What happens in a real Keycloak, followed through our listener to a delivery. */
class KeycloakEventsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CLIENT = "portal";
    private static final String RIGHT = "ada at keycloak";

    @TempDir static Path folder;
    private static Hookline.Settings settings;
    private static Hookline hookline;
    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws IOException {
        settings = Hookline.Settings.in(folder).inDevelopment();
        hookline = Hookline.start(settings);
        ObjectNode token = Api.JSON.createObjectNode().put("name", "staff").put("kind", "source");
        Path file = folder.resolve("token");
        Files.writeString(
                file,
                hookline.api()
                        .post("/api/hookline/v1/tokens", token)
                        .expect(201)
                        .json()
                        .path("token")
                        .asText());
        String option = "--spi-events-listener--hookline--";
        keycloak =
                Keycloak.withListener(
                        folder,
                        "staff",
                        List.of(
                                option + "url=" + hookline.url(),
                                option + "token-file=" + file,
                                option + "spool=" + folder.resolve("spool")));
    }

    @AfterAll
    static void stop() {
        if (keycloak != null) {
            keycloak.close();
        }
        if (hookline != null) {
            hookline.close();
        }
    }

    private static ObjectNode object() {
        return Api.JSON.createObjectNode();
    }

    private static void hook(HookReceiver receiver, List<String> types) {
        ObjectNode hook = object().put("name", "Keycloak");
        ObjectNode channel = hook.putObject("channel").put("type", "HTTP").put("version", "1.0.0");
        channel.putObject("config").put("uri", receiver.url().toString()).putArray("headers");
        hook.putObject("events")
                .put("type", "EVENT_TYPE")
                .set("items", Api.JSON.valueToTree(types));
        String id =
                hookline.api()
                        .post("/api/v1/eventHooks", hook)
                        .expect(200)
                        .json()
                        .path("id")
                        .asText();
        hookline.api().post("/api/v1/eventHooks/" + id + "/lifecycle/verify").expect(200);
    }

    private static List<JsonNode> delivered(HookReceiver receiver) {
        List<JsonNode> events = new ArrayList<>();
        receiver.deliveries()
                .forEach(each -> each.envelope().at("/data/events").forEach(events::add));
        return events;
    }

    private static JsonNode await(HookReceiver receiver, String type, String contains) {
        return Await.value(
                type + " with " + contains,
                LIMIT,
                () ->
                        delivered(receiver).stream()
                                .filter(event -> event.path("eventType").asText().equals(type))
                                .filter(event -> event.toString().contains(contains))
                                .findFirst());
    }

    @Test
    void aLoginAFailureAResetAProviderAndARoleEachReachAReceiver() {
        try (HookReceiver receiver = new HookReceiver()) {
            hook(
                    receiver,
                    List.of(
                            "user.session.start",
                            "user.mfa.factor.deactivate",
                            "system.idp.lifecycle.update",
                            "system.idp.lifecycle.deactivate",
                            "user.account.privilege.grant",
                            "user.lifecycle.suspend"));
            assertThat(keycloak.logIn(CLIENT, "ada", RIGHT)).isEqualTo(200);
            assertThat(keycloak.logIn(CLIENT, "ada", "wrong")).isEqualTo(401);
            JsonNode login = await(receiver, "user.session.start", "\"SUCCESS\"");
            assertThat(login.at("/actor/displayName").asText()).isEqualTo("Ada Lovelace");
            assertThat(login.at("/client/ipAddress").asText()).isEqualTo("127.0.0.1");
            assertThat(login.at("/hookline/source").asText()).isEqualTo("staff");
            JsonNode failure = await(receiver, "user.session.start", "INVALID_CREDENTIALS");
            assertThat(failure.at("/outcome/result").asText()).isEqualTo("FAILURE");

            String otto = keycloak.user("otto");
            String credentials = "/users/" + otto + "/credentials";
            String otp =
                    StreamSupport.stream(admin("GET", credentials, 200).spliterator(), false)
                            .filter(each -> each.path("type").asText().equals("otp"))
                            .map(each -> each.path("id").asText())
                            .findFirst()
                            .orElseThrow();
            admin("DELETE", credentials + "/" + otp, 204);
            JsonNode reset = await(receiver, "user.mfa.factor.deactivate", otto);
            assertThat(reset.at("/outcome/reason").asText()).isEqualTo("User reset OTP factor");
            assertThat(reset.at("/actor/alternateId").asText()).isEqualTo("admin");

            changesAnIdentityProvider(receiver);

            JsonNode role = admin("GET", "/roles/offline_access", 200);
            ObjectNode user = (ObjectNode) admin("GET", "/users/" + otto, 200);
            keycloak.admin(
                            "POST",
                            "/users/" + otto + "/role-mappings/realm",
                            Optional.of(Api.JSON.createArrayNode().add(role)))
                    .expect(204);
            JsonNode grant = await(receiver, "user.account.privilege.grant", otto);
            assertThat(grant.at("/debugContext/debugData/privilegeGranted").asText())
                    .isEqualTo("offline_access");

            keycloak.admin("PUT", "/users/" + otto, Optional.of(user.put("enabled", false)))
                    .expect(204);
            assertThat(await(receiver, "user.lifecycle.suspend", otto).path("target").toString())
                    .contains("\"from\":{\"enabled\":true},\"to\":{\"enabled\":false}");
            String refused = "/users/" + otto + "/role-mappings/realm";
            keycloak.admin("POST", refused, Optional.of(unknownRole())).expect(404);
            assertThat(keycloak.logIn(CLIENT, "otto", "otto at keycloak")).isNotEqualTo(200);
            // Events come in order: when the failure is here, the refused change would be, too.
            await(receiver, "user.session.start", "USER_DISABLED");
            assertThat(delivered(receiver))
                    .filteredOn(event ->
                            event.path("eventType").asText().equals("user.account.privilege.grant"))
                    .hasSize(1);
        }
    }

    private static JsonNode unknownRole() {
        return Api.JSON
                .createArrayNode()
                .add(object().put("id", "no such role").put("name", "no such role"));
    }

    private static void changesAnIdentityProvider(HookReceiver receiver) {
        String path = "/identity-provider/instances/partner";
        ObjectNode provider = object().put("alias", "partner").put("providerId", "oidc");
        provider.put("enabled", true)
                .putObject("config")
                .put("clientId", "us")
                .put("clientSecret", "a secret of the partner")
                .put("tokenUrl", "https://partner.example.org/token")
                .put("authorizationUrl", "https://partner.example.org/authorize");
        keycloak.admin("POST", "/identity-provider/instances", Optional.of(provider)).expect(201);
        ((ObjectNode) provider.path("config"))
                .put("clientSecret", "another secret")
                .put("tokenUrl", "https://attacker.example.org/token");
        keycloak.admin("PUT", path, Optional.of(provider)).expect(204);
        JsonNode change = await(receiver, "system.idp.lifecycle.update", "partner");
        assertThat(change.at("/debugContext/debugData/changedAttributes").asText())
                .contains("config.clientSecret", "config.tokenUrl");
        assertThat(change.path("target").toString())
                .contains("https://partner.example.org/token", "https://attacker.example.org/token")
                .doesNotContain("a secret of the partner", "another secret");
        keycloak.admin("PUT", path, Optional.of(provider.put("enabled", false))).expect(204);
        await(receiver, "system.idp.lifecycle.deactivate", "partner");
    }

    private static JsonNode admin(String method, String path, int status) {
        Api.Reply reply = keycloak.admin(method, path, Optional.empty()).expect(status);
        return reply.body().isEmpty() ? Api.JSON.nullNode() : reply.json();
    }

    @Test
    void nothingIsLostOrDoubledWhenBothSidesAreKilled() {
        failures("before", 3);
        awaitFailures(3);
        hookline.kill();
        failures("meanwhile", 4);
        keycloak.kill();
        keycloak.startAgain();
        failures("after", 2);
        hookline.startAgain();
        awaitFailures(9);
        failures("last", 1);
        // In order: with the last one, everything before it is there, and whatever came twice.
        awaitFailures(10);
    }

    private static void failures(String what, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(keycloak.logIn(CLIENT, "killed-" + what + "-" + i, "wrong")).isEqualTo(401);
        }
    }

    private static void awaitFailures(int count) {
        String query = "/api/v1/logs?limit=1000&q=VERIFICATION_ERROR";
        List<String> names =
                Await.value(
                        count + " failed logins in the log",
                        LIMIT,
                        () -> {
                            List<String> found = new ArrayList<>();
                            hookline.api()
                                    .get(query)
                                    .expect(200)
                                    .json()
                                    .forEach(event ->
                                            found.add(event.at("/actor/alternateId").asText()));
                            found.removeIf(name -> !name.startsWith("killed-"));
                            return found.size() >= count ? Optional.of(found) : Optional.empty();
                        });
        assertThat(names).hasSize(count).doesNotHaveDuplicates();
    }
}
