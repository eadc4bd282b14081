package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/** What history shows, and the caller gets, when Slack does not take the message. */
class FailingSlackTest {
    @TempDir static Path folder;
    @AutoClose private static SlackServer slack;
    @AutoClose private static Hookline hookline;
    private static Workspace workspace;
    private static JsonNode flow;

    @BeforeAll
    static void start() {
        slack = new SlackServer();
        hookline = Hookline.start(Hookline.Settings.in(folder));
        workspace = new Workspace(hookline.api());
        flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
    }

    @AfterEach
    void heal() {
        slack.accept();
    }

    @Test
    void aRefusalIsAFailureThatSaysWhatSlackSaid() {
        slack.refuse("channel_not_found");
        JsonNode execution = runOnce();
        assertThat(execution.get("status").asText()).isEqualTo("FAILURE");
        JsonNode last = lastStep(execution);
        assertThat(last.get("title").asText()).isEqualTo("Alert the security channel");
        assertThat(last.get("error").toString()).contains("channel_not_found");
        assertThat(execution.toString()).doesNotContain("xoxb-e2e-secret-token");
    }

    @Test
    void aRefusedTokenIsNamedWithoutBeingShown() {
        slack.refuse("invalid_auth");
        JsonNode execution = runOnce();
        assertThat(lastStep(execution).get("error").toString()).contains("invalid_auth");
        assertThat(execution.toString()).doesNotContain("xoxb-e2e-secret-token");
    }

    @Test
    void aServerThatIsDownIsAFailureThatSaysSo() {
        slack.down();
        JsonNode execution = runOnce();
        slack.up();
        assertThat(execution.get("status").asText()).isEqualTo("FAILURE");
        assertThat(lastStep(execution).get("error").toString()).contains("127.0.0.1");
    }

    @Test
    void aRateLimitIsWaitedForAndTheMessageSentAgainUnderItsKey() {
        int before = slack.count();
        slack.limitRate(Duration.ofSeconds(1));
        String id = invoke();
        slack.awaitMessages(before + 1, Duration.ofSeconds(10));
        slack.accept();
        JsonNode execution = workspace.awaitEnded(id);
        assertThat(execution.get("status").asText()).as("%s", execution).isEqualTo("SUCCESS");
        assertThat(slack.messages().stream().skip(before).map(SlackServer.Message::idempotencyKey))
                .hasSizeGreaterThanOrEqualTo(2)
                .doesNotContain("")
                .containsOnly(slack.messages().get(before).idempotencyKey());
    }

    private static JsonNode runOnce() {
        return workspace.awaitEnded(invoke());
    }

    private static String invoke() {
        JsonNode body = Events.asBody(Events.phishing("ada@example.org", "203.0.113.7"));
        return hookline.anonymous()
                .post(flow.get("invokeUrl").asText(), body)
                .expect(200)
                .json()
                .get("execution_id")
                .asText();
    }

    private static JsonNode lastStep(JsonNode execution) {
        JsonNode steps = execution.get("steps");
        return steps.get(steps.size() - 1);
    }
}
