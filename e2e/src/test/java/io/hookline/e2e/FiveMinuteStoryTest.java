package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The story that Hookline exists for, on an ordinary installation: without --dev. */
class FiveMinuteStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aPublishedFlowAlertsInSlackWhenAPhishingAttemptIsStopped(@TempDir Path folder) {
        runStory(
                folder,
                Checkout.publishedFlow("monitor_unsuccessful_phishing_attempts.flopack"),
                List.of(
                        "API Endpoint",
                        "Parse",
                        "At",
                        "Get Multiple",
                        "At",
                        "Compose",
                        "Send Message to Channel"));
    }

    @Test
    void aFlowOfOurOwnDoesTheSame(@TempDir Path folder) {
        runStory(
                folder,
                Checkout.ownPhishingFlow(),
                List.of(
                        "API Endpoint",
                        "Read the delivery",
                        "First event",
                        "Client and target",
                        "First target",
                        "Write the message",
                        "Alert the security channel"));
    }

    private static void runStory(Path folder, byte[] flopack, List<String> cards) {
        try (SlackServer slack = new SlackServer();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder))) {
            Workspace workspace = new Workspace(hookline.api());

            JsonNode imported = workspace.importFlows(flopack, "Phishing");
            assertThat(imported.at("/folder/name").asText()).isEqualTo("Phishing");
            assertThat(imported.at("/flows/0/mode").asText()).isEqualTo("off");
            assertThat(imported.get("connections")).hasSize(1);
            assertThat(texts(imported.get("warnings"), "message"))
                    .as("the connection, the channel of the author, the first event only")
                    .hasSizeGreaterThanOrEqualTo(3);

            JsonNode slackConnection =
                    workspace.connectSlack(imported.at("/connections/0"), slack.url());
            assertThat(slackConnection.toString()).doesNotContain("xoxb-e2e-secret-token");

            workspace.switchOn(imported.at("/flows/0"));
            JsonNode flow = workspace.flow(imported.at("/flows/0"));
            assertThat(flow.get("mode").asText()).isEqualTo("on");
            String invokeUrl = flow.get("invokeUrl").asText();
            assertThat(invokeUrl)
                    .startsWith(hookline.url() + "/api/flo/" + flow.get("alias").asText())
                    .endsWith("/invoke?clientToken=" + flow.get("clientToken").asText());

            JsonNode hook =
                    workspace.createHook(
                            "Phishing attempts",
                            invokeUrl,
                            List.of(Events.MFA),
                            Optional.of(Events.PHISHING_FILTER));
            assertThat(hook.get("status").asText()).isEqualTo("ACTIVE");
            assertThat(hook.get("verificationStatus").asText()).isEqualTo("VERIFIED");

            assertOneMessageForAMatchingEvent(workspace, slack);
            assertNoneForAnother(workspace, flow);
            assertThreeForThreeInOneArray(workspace, slack);

            List<JsonNode> executions = workspace.awaitEnded(flow, 4);
            assertThat(executions).hasSize(4);
            executions.forEach(execution -> assertShowsEveryCard(execution, cards));
            assertThat(slack.count()).isEqualTo(4);
            assertThat(slack.messages().stream().map(SlackServer.Message::idempotencyKey))
                    .doesNotHaveDuplicates()
                    .doesNotContain("");
            assertNoSecretIn(executions.toString(), flow);
            assertNoSecretIn(hookline.output(), flow);
        }
    }

    private static void assertOneMessageForAMatchingEvent(Workspace workspace, SlackServer slack) {
        String uuid =
                workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7")).getFirst();
        SlackServer.Message message = slack.awaitMessages(1, SOON).getFirst();
        assertThat(message.text()).isEqualTo(Events.slackText("ada@example.org", "203.0.113.7"));
        assertThat(message.headers().get("authorization"))
                .isEqualTo("Bearer xoxb-e2e-secret-token");
        assertThat(workspace.log("eventType eq \"" + Events.MFA + "\"").stream())
                .extracting(event -> event.get("uuid").asText())
                .containsExactly(uuid);
    }

    /**
     * Nothing can be waited for here; the three that follow in order show that it was passed by.
     */
    private static void assertNoneForAnother(Workspace workspace, JsonNode flow) {
        workspace.ingest(Events.signedIn("bob@example.org", "203.0.113.8"));
        assertThat(workspace.executions("&flow=" + Workspace.id(flow))).hasSize(1);
    }

    private static void assertThreeForThreeInOneArray(Workspace workspace, SlackServer slack) {
        workspace.ingest(
                JsonNodeFactory.instance
                        .arrayNode()
                        .add(Events.phishing("cleo@example.org", "203.0.113.9"))
                        .add(Events.phishing("dina@example.org", "203.0.113.10"))
                        .add(Events.phishing("eve@example.org", "203.0.113.11")));
        assertThat(slack.awaitMessages(4, SOON).stream().skip(1).map(SlackServer.Message::text))
                .containsExactlyInAnyOrder(
                        Events.slackText("cleo@example.org", "203.0.113.9"),
                        Events.slackText("dina@example.org", "203.0.113.10"),
                        Events.slackText("eve@example.org", "203.0.113.11"));
    }

    private static void assertShowsEveryCard(JsonNode execution, List<String> cards) {
        assertThat(execution.get("status").asText()).as("%s", execution).isEqualTo("SUCCESS");
        assertThat(execution.get("dataSaved").asBoolean()).isTrue();
        JsonNode steps = execution.get("steps");
        assertThat(steps(steps, false).map(step -> step.get("title").asText()))
                .containsExactlyElementsOf(cards);
        assertThat(steps(steps, true)).as("generated object:expand cards").hasSize(3);
        assertThat(steps).allSatisfy(FiveMinuteStoryTest::assertIsWhole);
        JsonNode message = steps.get(steps.size() - 1);
        assertThat(message.get("inputs").toString()).contains("*Phishing attempt failed* for ");
    }

    private static void assertIsWhole(JsonNode step) {
        assertThat(step.get("status").asText()).isEqualTo("SUCCESS");
        assertThat(step.get("path").asText()).isNotEmpty();
        assertThat(step.get("card").asText()).isNotEmpty();
        assertThat(step.get("startedAt").asText()).matches("\\d{4}-.*Z");
        assertThat(step.get("millis").isNumber()).isTrue();
        assertThat(step.get("inputs").isObject()).isTrue();
        assertThat(step.get("outputs").isObject()).isTrue();
    }

    private static Stream<JsonNode> steps(JsonNode steps, boolean hidden) {
        return StreamSupport.stream(steps.spliterator(), false)
                .filter(step -> step.path("hidden").asBoolean() == hidden);
    }

    private static void assertNoSecretIn(String text, JsonNode flow) {
        assertThat(text)
                .doesNotContain(flow.get("clientToken").asText())
                .doesNotContain("xoxb-e2e-secret-token")
                .doesNotContain(Hookline.TOKEN);
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }
}
