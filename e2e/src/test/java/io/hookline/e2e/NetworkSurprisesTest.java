package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.e2e.HookReceiver.Delivery;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Names that lead elsewhere all of a sudden, and a server that cannot reach itself by its own
 * address: it has a name service of its own here, and a base URL that nobody answers at.
 */
class NetworkSurprisesTest {
    private static final String OURS = "/api/hookline/v1";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAME = "receiver.example";

    @TempDir static Path folder;
    @AutoClose private static Hookline hookline;
    @AutoClose private static SlackServer slack;
    private static Workspace workspace;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        resolveTo("127.0.0.1");
        slack = new SlackServer();
        hookline =
                Hookline.start(
                        Hookline.Settings.in(folder)
                                .inDevelopment()
                                .with("HOOKLINE_BASE_URL", "https://10.255.255.1")
                                .with(
                                        "HOOKLINE_JAVA_OPTIONS",
                                        "-Dsun.net.inetaddr.ttl=0 -Djdk.net.hosts.file="
                                                + folder.resolve("hosts")));
        api = hookline.api();
        workspace = new Workspace(api);
    }

    /** Moved into its place, so that nobody reads half of it. */
    private static void resolveTo(String address) throws IOException {
        Path next = folder.resolve("hosts.next");
        Files.writeString(next, "127.0.0.1 localhost\n" + address + " " + NAME + "\n");
        Files.move(next, folder.resolve("hosts"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aNameThatLeadsToAPrivateAddressLaterIsRefusedThenAndServedAgainAfterwards()
            throws IOException {
        try (HookReceiver receiver = new HookReceiver()) {
            String address = receiver.url().toString().replace("127.0.0.1", NAME);
            JsonNode hook =
                    workspace.createHook(
                            "Rebound", address, List.of("user.session.end"), Optional.empty());
            assertThat(workspace.verify(hook).get("verificationStatus").asText())
                    .isEqualTo("VERIFIED");
            workspace.ingest(event("user.session.end"));
            Await.until("the first event", SOON, () -> uuids(receiver).size() == 1);

            resolveTo("169.254.169.254");
            // No connection of before may serve what follows.
            receiver.down();
            List<String> held = workspace.ingest(event("user.session.end"));
            JsonNode waiting =
                    Await.value(
                            "a refusal of the address",
                            SOON,
                            () ->
                                    deliveries(hook, "retrying")
                                            .filter(one ->
                                                    one.path("reason").asText().equals("GUARDED")));
            assertThat(waiting.path("httpStatus").isNull()).isTrue();

            resolveTo("127.0.0.1");
            receiver.up();
            api.post(OURS + "/deliveries/" + Workspace.id(waiting) + "/redeliver").expect(202);
            Await.until("the second event", SOON, () -> uuids(receiver).containsAll(held));
            assertThat(receiver.deliveries().getLast().eventId()).isEqualTo(Workspace.id(waiting));
        }
    }

    @Test
    void ownFlowsWorkBehindABaseAddressThatCannotBeReached() {
        JsonNode flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
        assertThat(flow.get("invokeUrl").asText()).startsWith("https://10.255.255.1/api/flo/");
        JsonNode hook =
                workspace.createHook(
                        "To the flow",
                        flow.get("invokeUrl").asText(),
                        List.of(Events.MFA),
                        Optional.of(Events.PHISHING_FILTER));
        assertThat(hook.get("verificationStatus").asText()).isEqualTo("VERIFIED");

        workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7"));
        Await.until("the message", SOON, () -> slack.count() == 1);
        JsonNode execution = workspace.awaitEnded(flow, 1).getFirst();
        assertThat(execution.get("status").asText()).isEqualTo("SUCCESS");
        JsonNode preview =
                api.post(
                                OURS + "/eventHooks/" + Workspace.id(hook) + "/preview",
                                object().put("eventType", Events.MFA))
                        .expect(200)
                        .json();
        assertThat(preview.path("execution").asText()).as("%s", preview).isNotEmpty();
    }

    /** A preview is no delivery: it has an identity of its own, under which nothing is kept. */
    @Test
    void aPreviewCannotBeRedelivered() {
        try (HookReceiver receiver = new HookReceiver()) {
            JsonNode hook =
                    workspace.createHook(
                            "Previewed",
                            receiver.url().toString(),
                            List.of("user.lifecycle.create"),
                            Optional.empty());
            workspace.verify(hook);
            ObjectNode body = object().put("eventType", "user.lifecycle.create");
            body.set("event", event("user.lifecycle.create").put("displayMessage", "mine"));
            api.post(OURS + "/eventHooks/" + Workspace.id(hook) + "/preview", body).expect(200);
            String eventId = receiver.deliveries().getFirst().eventId();

            Api.Reply refused = api.post(OURS + "/deliveries/" + eventId + "/redeliver");
            refused.expect(404);
            assertThat(refused.json().path("detail").asText()).contains(eventId);
            assertThat(deliveries(hook, "delivered")).isEmpty();
            assertThat(receiver.deliveries()).hasSize(1);
        }
    }

    @Test
    void aHookOnATypeOfOnesOwnGetsItsEventsAndItsSample() {
        ObjectNode type =
                object().put("id", "shop.order.refund")
                        .put("title", "Order refunded")
                        .put("description", "Somebody got their money back.");
        type.putObject("sample").putObject("outcome").put("result", "SUCCESS");
        api.post(OURS + "/eventTypes", type).expect(201);
        try (HookReceiver receiver = new HookReceiver()) {
            JsonNode hook =
                    workspace.createHook(
                            "Refunds",
                            receiver.url().toString(),
                            List.of("shop.order.refund"),
                            Optional.of("event.outcome.result eq 'SUCCESS'"));
            workspace.verify(hook);
            workspace.ingest(refund("FAILURE"));
            List<String> wanted = workspace.ingest(refund("SUCCESS"));
            Await.until("the refund", SOON, () -> uuids(receiver).equals(wanted));
            Delivery delivery = receiver.deliveries().getFirst();
            assertThat(delivery.envelope().at("/data/events/0/eventType").asText())
                    .isEqualTo("shop.order.refund");

            JsonNode preview =
                    api.post(
                                    OURS + "/eventHooks/" + Workspace.id(hook) + "/preview",
                                    object().put("eventType", "shop.order.refund"))
                            .expect(200)
                            .json();
            assertThat(preview.at("/filter/matches").asBoolean()).as("%s", preview).isTrue();

            // Its events come as long as the hook asks for them, described or not.
            api.delete(OURS + "/eventTypes/shop.order.refund").expect(204);
            List<String> later = workspace.ingest(refund("SUCCESS"));
            Await.until("the later one", SOON, () -> uuids(receiver).containsAll(later));
        }
    }

    private static List<String> uuids(HookReceiver receiver) {
        return receiver.deliveries().stream()
                .filter(delivery -> delivery.status() / 100 == 2)
                .flatMap(delivery -> delivery.uuids().stream())
                .toList();
    }

    private static Optional<JsonNode> deliveries(JsonNode hook, String status) {
        JsonNode found =
                api.get(OURS + "/eventHooks/" + Workspace.id(hook) + "/deliveries?status=" + status)
                        .expect(200)
                        .json();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    private static ObjectNode refund(String result) {
        ObjectNode event = event("shop.order.refund");
        event.putObject("outcome").put("result", result);
        return event;
    }

    private static ObjectNode event(String type) {
        return object().put("eventType", type);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
