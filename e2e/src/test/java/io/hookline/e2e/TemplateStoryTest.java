package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.okta.SimulatedOrg;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The detections that come with Hookline, installed by its command line, beside an org that can be
 * looked at and a Slack that remembers: what happened there afterwards is what the pages promise.
 */
class TemplateStoryTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private final SlackServer slack = new SlackServer();
    private final SimulatedOrg org = SimulatedOrg.start(InstantSource.system());
    private Hookline hookline;
    private Workspace workspace;
    private String ada;

    @BeforeEach
    void start() {
        hookline = Hookline.start(Hookline.Settings.in(folder));
        workspace = new Workspace(hookline.api());
        connect("slack", slack.url().toString(), "xoxb-e2e-secret-token");
        connect("okta", org.url().toString(), SimulatedOrg.TOKEN);
        ada = org.addUser("ada@example.com", "Ada", "Example");
    }

    @AfterEach
    void stop() {
        hookline.close();
        org.close();
        slack.close();
    }

    private void connect(String connector, String url, String token) {
        ObjectNode connection = Api.JSON.createObjectNode();
        connection.put("name", "My " + connector).put("connector", connector).put("baseUrl", url);
        connection.putObject("auth").put("type", "token").put("token", token);
        hookline.api().post("/api/hookline/v1/connections", connection).expect(201);
    }

    private Hookline.Ended template(String... arguments) {
        List<String> all = new ArrayList<>(List.of("template"));
        all.addAll(Arrays.asList(arguments));
        return Hookline.run(
                Map.of(
                        "HOOKLINE_API_TOKEN",
                        Hookline.TOKEN,
                        "HOOKLINE_BASE_URL",
                        hookline.url().toString()),
                all);
    }

    private void install(String name) {
        Hookline.Ended ended =
                template(
                        "install",
                        name,
                        "--variant",
                        "contain",
                        "--connection",
                        "slack=My slack",
                        "--connection",
                        "okta=My okta",
                        "--set",
                        "channel=C0SECURITY");
        assertThat(ended.exit()).as("%s", ended).isZero();
        assertThat(ended.output()).contains("ACTIVE, VERIFIED").doesNotContain("problem");
    }

    private static ObjectNode event(String type, String result, String reason) {
        ObjectNode event = Api.JSON.createObjectNode().put("eventType", type);
        event.putObject("outcome").put("result", result).put("reason", reason);
        event.putObject("client").put("ipAddress", "203.0.113.7");
        return event;
    }

    private static ObjectNode person(String id, String login) {
        ObjectNode person = Api.JSON.createObjectNode().put("id", id).put("type", "User");
        return person.put("alternateId", login).put("displayName", login);
    }

    private static ObjectNode thing(String id, String type, String name) {
        ObjectNode thing = Api.JSON.createObjectNode().put("id", id).put("type", type);
        return thing.put("displayName", name);
    }

    private void awaitMessages(int count) {
        slack.awaitMessages(count, SOON);
        assertThat(slack.messages())
                .allSatisfy(message ->
                        assertThat(message.fields().path("channel").asText())
                                .isEqualTo("C0SECURITY"));
    }

    private void awaitChanges(String... changes) {
        Await.until(
                List.of(changes) + ", so far " + org.changes(),
                SOON,
                () -> org.changes().size() >= changes.length);
        assertThat(org.changes()).containsExactlyInAnyOrder(changes);
    }

    private static String sessions(String user) {
        return "DELETE /api/v1/users/" + user + "/sessions";
    }

    @Test
    void aStoppedPhishingAttemptEndsTheSessionsOfTheUserAndExpiresThePassword() {
        install("phishing-attempt-stopped");
        workspace.ingest(phishing());

        awaitMessages(1);
        awaitChanges(sessions(ada), "POST /api/v1/users/" + ada + "/lifecycle/expire_password");
        assertThat(slack.messages().getFirst().text()).contains("ada@example.com", "203.0.113.7");
        assertThat(org.sessions(ada)).isZero();

        assertThat(template("uninstall", "phishing-attempt-stopped").output())
                .contains("Removed: ");
        workspace.ingest(phishing());
        assertThat(workspace.log("eventType eq \"user.authentication.auth_via_mfa\"")).hasSize(2);
        assertThat(slack.count()).isEqualTo(1);
    }

    private ObjectNode phishing() {
        ObjectNode event =
                event(
                        "user.authentication.auth_via_mfa",
                        "FAILURE",
                        "FastPass declined phishing attempt");
        event.set("actor", person(ada, "ada@example.com"));
        event.putArray("target")
                .add(thing("pfd1", "AuthenticatorEnrollment", "Okta Verify"))
                .add(person(ada, "ada@example.com"));
        return event;
    }

    @Test
    void aResetOfAnAdministratorsFactorSuspendsTheAdministratorOnceAndOrdinaryUsersNever() {
        String root = org.addUser("root@example.com", "Rosa", "Root");
        org.addRole(root, "SUPER_ADMIN");
        install("factor-reset-on-privileged-user");
        ArrayNode events = Api.JSON.createArrayNode();
        for (String factor : List.of("OKTA_VERIFY_PUSH", "SIGNED_NONCE", "OKTA_SOFT_TOKEN")) {
            for (ObjectNode user :
                    List.of(person(ada, "ada@example.com"), person(root, "root@example.com"))) {
                ObjectNode event =
                        event(
                                "user.mfa.factor.deactivate",
                                "SUCCESS",
                                "User reset " + factor + " factor");
                event.set("actor", person("00u3hal", "hal@example.com"));
                event.putArray("target")
                        .add(thing("pfd1", "AuthenticatorEnrollment", "Okta Verify"))
                        .add(user);
                event.putObject("transaction").put("id", "of-" + user.path("id").asText());
                events.add(event);
            }
        }
        workspace.ingest(events);

        awaitMessages(1);
        awaitChanges(sessions(root), "POST /api/v1/users/" + root + "/lifecycle/suspend");
        awaitExecutions("Factor resets", 6);
        assertThat(slack.messages())
                .hasSize(1)
                .allSatisfy(message ->
                        assertThat(message.text())
                                .contains("hal@example.com", "root@example.com")
                                .contains("SUPER_ADMIN"));
        assertThat(org.changes()).hasSize(2);
        assertThat(org.user(root).path("status").asText()).isEqualTo("SUSPENDED");
        assertThat(org.user(ada).path("status").asText()).isEqualTo("ACTIVE");
    }

    /** Waits until this many executions of a flow, and all that they started, have ended. */
    private void awaitExecutions(String flow, int count) {
        Await.until(
                count + " ended executions of " + flow,
                SOON,
                () -> {
                    List<JsonNode> all = workspace.executions("");
                    return all.stream()
                                            .filter(one ->
                                                    one.at("/flow/name").asText().equals(flow))
                                            .count()
                                    == count
                            && all.stream().noneMatch(Workspace::isOpen);
                });
    }

    @Test
    void aNewIdentityProviderIsDeactivated() {
        String provider = org.addIdentityProvider("Partner login");
        install("identity-provider-changed");
        ObjectNode event = event("system.idp.lifecycle.create", "SUCCESS", null);
        event.put("displayMessage", "Create identity provider");
        event.set("actor", person(ada, "ada@example.com"));
        event.putArray("target")
                .add(thing("0oa1", "AppInstance", "Org2Org"))
                .add(thing(provider, "IdentityProvider", "Partner login"));
        workspace.ingest(event);

        awaitMessages(1);
        awaitChanges(sessions(ada), "POST /api/v1/idps/" + provider + "/lifecycle/deactivate");
        assertThat(slack.messages().getFirst().text())
                .contains("Create identity provider", "Org2Org, Partner login", "ada@example.com");
    }

    @Test
    void theFifthRejectedPushWithinAnHourSuspendsTheUser() {
        install("mfa-fatigue");
        Instant begin = Instant.parse("2026-03-02T09:00:00Z");
        for (int i = 0; i < 7; i++) {
            ObjectNode event =
                    event("user.authentication.auth_via_mfa", "FAILURE", "INVALID_CREDENTIALS");
            event.put("published", begin.plusSeconds(300L * i).toString());
            event.set("actor", person(ada, "ada@example.com"));
            event.putArray("target")
                    .add(person(ada, "ada@example.com"))
                    .add(thing("pfd1", "AuthenticatorEnrollment", "Okta Verify"));
            event.putObject("debugContext")
                    .putObject("debugData")
                    .put("factor", "OKTA_VERIFY_PUSH");
            workspace.ingest(event);
        }

        awaitMessages(1);
        awaitChanges(sessions(ada), "POST /api/v1/users/" + ada + "/lifecycle/suspend");
        awaitExecutions("Rejected pushes", 7);
        assertThat(slack.messages())
                .hasSize(1)
                .allSatisfy(message -> assertThat(message.text()).contains("rejected 5 push"));
        assertThat(org.changes()).hasSize(2);
        assertThat(org.user(ada).path("status").asText()).isEqualTo("SUSPENDED");
    }
}
