package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Installing a detection by the command sets up all of it or nothing. */
class TemplateCommandTest {
    private static final String PHISHING =
            Path.of(System.getProperty("hookline.root", ".."), "templates")
                    .resolve("phishing-attempt-stopped")
                    .toString();
    private static final String TITLE = "Phishing attempt stopped";

    private FlowServer server;

    @BeforeEach
    void start(@TempDir Path data) {
        server = new FlowServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Ended(int exit, String out, String err) {}

    private Ended run(String... arguments) {
        return runWith("a-token-of-at-least-32-characters", arguments);
    }

    private Ended runWith(String token, String... arguments) {
        List<String> all = new ArrayList<>(List.of("template"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", server.server().baseUrl().toString(), "--token", token));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Commands.line();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exit = line.execute(all.toArray(String[]::new));
        return new Ended(exit, out.toString(), err.toString());
    }

    private Ended install(String... more) {
        List<String> all = new ArrayList<>(List.of("install", PHISHING));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private JsonNode list(String path) {
        return server.call("GET", path, "");
    }

    /** How much there is of everything that an installation makes. */
    private Map<String, Integer> sizes() {
        return Map.of(
                "folders", list("/folders").size(),
                "flows", list("/flows").size(),
                "tables", list("/tables").size(),
                "connections", list("/connections").size(),
                "hooks", list("/api/v1/eventHooks").size());
    }

    @Test
    void whatItInstallsWorksAndCanBeRemoved() {
        Map<String, Integer> before = sizes();

        Ended installed = install("--connection", "slack=slack", "--set", "channel=C0SECURITY");

        assertThat(installed.err()).isEmpty();
        assertThat(installed.exit()).isZero();
        assertThat(installed.out())
                .contains(
                        "folder      " + TITLE,
                        "connection  slack stands for 'slack'",
                        "flow        Phishing attempts (on)",
                        "flow        Alert on a phishing attempt (on)",
                        "ACTIVE, VERIFIED")
                .doesNotContain("problem");
        server.call(
                "POST",
                "/api/v1/logs",
                """
                {"eventType": "user.authentication.auth_via_mfa",
                 "outcome": {"result": "FAILURE", "reason": "FastPass declined phishing attempt"},
                 "actor": {"id": "00u1", "type": "User", "alternateId": "ada@example.com", "displayName": "Ada"},
                 "client": {"ipAddress": "203.0.113.7"}}
                """);
        JsonNode message = server.receiver.take().json();
        assertThat(message.path("channel").asText()).isEqualTo("C0SECURITY");
        assertThat(message.path("text").asText()).contains("Ada (ada@example.com)", "203.0.113.7");

        Ended removed = run("uninstall", PHISHING);
        assertThat(removed.err()).isEmpty();
        assertThat(removed.out()).startsWith("Removed: the folder '" + TITLE + "'");
        assertThat(sizes()).isEqualTo(before);
        assertThat(run("uninstall", PHISHING).err()).contains("is not installed on http://");
    }

    @Test
    void aSecondInstallationBringsTheFirstUpToDateWhereItIs() {
        Ended planned =
                install("--plan", "--connection", "slack=slack", "--set", "channel=C0SECURITY");
        assertThat(planned.out()).contains("Phishing attempts: new");
        assertThat(list("/folders"))
                .noneMatch(folder -> folder.path("name").asText().equals(TITLE));
        install("--connection", "slack=slack", "--set", "channel=C0SECURITY");
        Map<String, Integer> there = sizes();
        String table =
                list("/tables")
                        .valueStream()
                        .filter(one ->
                                one.path("name").asText().equals("Handled phishing attempts"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asText();
        server.call("POST", "/tables/" + table + "/rows", "{\"values\": {\"Event\": \"e-1\"}}");

        Ended same = install("--set", "channel=C0SECURITY");
        assertThat(same.err()).isEmpty();
        assertThat(same.out().lines()).allMatch(line -> line.endsWith(": unchanged"));

        Ended plan = install("--plan", "--set", "channel=C0OTHER");
        assertThat(plan.out()).contains("Alert on a phishing attempt: a new version");
        assertThat(install("--plan", "--set", "channel=C0OTHER").out()).isEqualTo(plan.out());

        Ended updated = install("--set", "channel=C0OTHER");
        assertThat(updated.err()).isEmpty();
        assertThat(updated.out()).isEqualTo(plan.out());
        assertThat(sizes()).isEqualTo(there);
        assertThat(list("/tables/" + table + "/rows").toString()).contains("e-1");
        server.call(
                "POST",
                "/api/v1/logs",
                """
                {"eventType": "user.authentication.auth_via_mfa",
                 "outcome": {"result": "FAILURE", "reason": "FastPass declined phishing attempt"},
                 "actor": {"id": "00u1", "type": "User", "alternateId": "ada@example.com", "displayName": "Ada"},
                 "client": {"ipAddress": "203.0.113.7"}}
                """);
        assertThat(server.receiver.take().json().path("channel").asText()).isEqualTo("C0OTHER");

        Ended containing =
                install("--variant", "contain", "--connection", "okta=okta", "--set", "channel=C1");
        assertThat(containing.err()).contains("okta");
    }

    @Test
    void aHookThatCannotBeMadeLeavesNothingBehind() {
        server.restart(Map.of("HOOKLINE_HOOKS_MOST_ACTIVE", "1"));
        server.call(
                "POST",
                "/api/v1/eventHooks",
                Json.object()
                        .put("name", "Other")
                        .set(
                                "events",
                                Json.object()
                                        .put("type", "EVENT_TYPE")
                                        .set(
                                                "items",
                                                Json.MAPPER
                                                        .createArrayNode()
                                                        .add("user.session.start")))
                        .toString()
                        .replaceFirst(
                                "}$",
                                ", \"channel\": {\"type\": \"HTTP\", \"version\": \"1.0.0\","
                                        + " \"config\": {\"uri\":"
                                        + " \"https://receiver.example.org/hook\"}}}"));
        Map<String, Integer> before = sizes();

        Ended ended = install("--connection", "slack=slack", "--set", "channel=C1");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("The server answered 4", "/api/v1/eventHooks");
        assertThat(sizes()).isEqualTo(before);
    }

    private String token(String... permissions) {
        return server.call(
                        "POST",
                        "/tokens",
                        "{\"name\": \"installer\", \"permissions\": [\""
                                + String.join("\", \"", permissions)
                                + "\"]}")
                .path("token")
                .asText();
    }

    /** The permissions that the page about templates names. */
    @Test
    void aTokenWithThePermissionsOfThePageSuffices() {
        Map<String, Integer> before = sizes();
        String token =
                token(
                        "read_flows",
                        "manage_flows",
                        "read_hooks",
                        "manage_hooks",
                        "use_connections");
        assertThat(
                        runWith(
                                        token,
                                        "install",
                                        PHISHING,
                                        "--connection",
                                        "slack=slack",
                                        "--set",
                                        "channel=C1")
                                .err())
                .isEmpty();

        Ended partly = runWith(token, "uninstall", PHISHING);

        assertThat(partly.exit()).isEqualTo(1);
        assertThat(partly.err())
                .contains("The rest is removed, but not all:", "/connections/")
                .contains("manage_connections");
        assertThat(list("/flows").size()).isEqualTo(before.get("flows"));
        assertThat(list("/tables").size()).isEqualTo(before.get("tables"));
        assertThat(list("/folders").size()).isEqualTo(before.get("folders"));

        assertThat(
                        runWith(
                                        token,
                                        "install",
                                        PHISHING,
                                        "--connection",
                                        "slack=slack",
                                        "--set",
                                        "channel=C1")
                                .err())
                .isEmpty();
        String more =
                token(
                        "read_flows",
                        "manage_flows",
                        "read_hooks",
                        "manage_hooks",
                        "use_connections",
                        "manage_connections");
        assertThat(runWith(more, "uninstall", PHISHING).err()).isEmpty();
    }

    @Test
    void whatIsMissingOrUnknownIsNamedAndNothingIsMade() {
        Map<String, Integer> before = sizes();
        assertRefused(
                install("--set", "channel=C1"),
                "needs a connection of the connector slack: --connection slack=NAME; the server has"
                        + " 'slack'.");
        assertRefused(
                install("--connection", "slack=Slak", "--set", "channel=C1"),
                "No connection of the connector slack is called 'Slak'; the server has 'slack'.");
        assertRefused(
                install(
                        "--variant",
                        "contain",
                        "--connection",
                        "slack=slack",
                        "--set",
                        "channel=C1"),
                "The variant contain needs a connection of the connector okta: --connection"
                        + " okta=NAME; the server has none yet.");
        assertRefused(
                install("--connection", "slack=slack"),
                "The setting 'channel' is needed: --set channel=VALUE.");
        assertRefused(
                install("--connection", "slack=slack", "--set", "chanel=C1"),
                "has no setting 'chanel'; it has channel.");
        assertRefused(
                install("--connection", "slak=slack", "--set", "channel=C1"),
                "uses no connection of the connector 'slak'; it uses slack, okta.");
        assertRefused(
                install("--variant", "observe"),
                "There is no variant 'observe'; expected alert or contain.");
        assertRefused(
                run("install", "phishing/none"), "There is no file phishing/none/template.yaml.");
        assertThat(sizes()).isEqualTo(before);
    }

    private static void assertRefused(Ended ended, String expected) {
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains(expected);
        assertThat(ended.err()).startsWith("hookline: ");
    }
}
