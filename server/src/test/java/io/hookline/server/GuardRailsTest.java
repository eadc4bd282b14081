package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;
import io.hookline.testing.okta.OrgAnswer;
import io.hookline.testing.okta.SimulatedOrg;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whom and how much flows may destroy, and that they stop at what they did themselves. */
class GuardRailsTest {
    private static final String BREAK_GLASS = "break-glass@example.org";

    private final SimulatedOrg org = SimulatedOrg.start(InstantSource.system());
    private FlowServer server;
    private String okta;

    @BeforeEach
    void start(@TempDir Path data) {
        server = new FlowServer(data);
        ObjectNode connection = Json.object().put("name", "Org").put("connector", "okta");
        connection.put("baseUrl", org.url().toString());
        connection.putObject("auth").put("type", "token").put("token", SimulatedOrg.TOKEN);
        okta = server.call("POST", "/connections", connection.toString()).path("id").asText();
    }

    @AfterEach
    void stop() {
        server.close();
        org.close();
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    private void guard(String members) {
        server.call("PUT", "/connections/" + okta, members.replace('\'', '"'));
    }

    /** A flow with one card of Okta whose input of the group User has that key; it is on. */
    private String flow(String card, String key, String value) {
        return on(
                FlowDocument.endpoint(card + " " + value)
                        .card("act", "x:okta:" + card, "Act")
                        .connection(okta)
                        .input("User", key, "string", text(value)));
    }

    private String clearing(String user) {
        return flow("clearUserSessions", "ID", user);
    }

    private String on(FlowDocument document) {
        String id = server.create(document);
        server.call("POST", "/flows/" + id + "/on", "{\"saveData\": true}");
        return id;
    }

    private JsonNode run(String flow) {
        return server.run(flow, false);
    }

    private List<JsonNode> events(String type) {
        List<JsonNode> found = new ArrayList<>();
        server.call("GET", "/api/v1/logs?filter=eventType%20eq%20%22" + type + "%22", "")
                .forEach(found::add);
        return found;
    }

    private JsonNode shown(String flow) {
        return server.call("GET", "/flows/" + flow, "");
    }

    private static void assertDenied(JsonNode ended, String part) {
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("FAILURE");
        assertThat(ended.at("/error/kind").asText()).isEqualTo("Denied");
        assertThat(ended.at("/error/message").asText())
                .contains(part)
                .containsIgnoringCase("nothing was done");
        assertThat(ended.at("/error/advice").asText()).isNotEmpty();
    }

    @Test
    void aProtectedUserIsKeptWhateverTheFlowCallsThem() {
        String user = org.addUser(BREAK_GLASS, "Break", "Glass");
        org.change(user, "profile.email", "on-call@example.org");
        for (String entry : List.of(BREAK_GLASS, "On-Call@Example.org", user)) {
            guard("{'protected': {'users': ['" + entry + "']}}");
            for (String name : List.of(user, BREAK_GLASS)) {
                JsonNode ended = run(clearing(name));

                assertDenied(ended, "protects");
                assertThat(ended.at("/error/message").asText()).contains(entry);
            }
        }
        assertThat(org.sessions(user)).isEqualTo(1);
        assertThat(org.changes()).isEmpty();
        List<JsonNode> alerts = events("hookline.guard.protected");
        assertThat(alerts).hasSize(6);
        assertThat(alerts.getLast().at("/debugContext/debugData/protected").asText())
                .isIn(BREAK_GLASS, "On-Call@Example.org", user);
        assertThat(alerts.getLast().at("/outcome/result").asText()).isEqualTo("DENY");
    }

    @Test
    void everybodyElseIsTouchedByTheIdThatWasLookedUp() {
        org.addUser(BREAK_GLASS, "Break", "Glass");
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        guard("{'protected': {'users': ['" + BREAK_GLASS + "'], 'groups': ['Break glass']}}");

        assertThat(run(clearing("ada@example.org")).path("status").asText()).isEqualTo("SUCCESS");

        assertThat(org.changes()).hasSize(1);
        assertThat(org.changes().getFirst()).contains(ada);
        assertThat(org.sessions(ada)).isZero();
    }

    @Test
    void membersOfAProtectedGroupAreProtectedByItsNameAndItsId() {
        String robot = org.addUser("robot@example.org", "Ro", "Bot");
        String group = org.addGroup("Service accounts", robot);
        for (String entry : List.of("service ACCOUNTS", group)) {
            guard("{'protected': {'groups': ['" + entry + "']}}");

            assertDenied(
                    run(flow("suspendUser", "id", "robot@example.org")), "member of the group");
        }
        assertDenied(
                run(
                        on(
                                FlowDocument.endpoint("Delete the group")
                                        .card("act", "x:okta:deleteGroup", "Act")
                                        .connection(okta)
                                        .input("Group", "ID", "string", text(group)))),
                "group");
        assertThat(org.changes()).isEmpty();
    }

    @Test
    void whoseGroupsCannotBeLookedUpIsNotTouched() {
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        guard("{'protected': {'groups': ['Break glass']}}");
        org.when(request ->
                request.path().getLast().equals("groups")
                        ? Optional.of(OrgAnswer.error(403, "E0000006", "Not permitted"))
                        : Optional.empty());

        assertDenied(run(clearing(ada)), "could not be looked up");

        assertThat(org.changes()).isEmpty();
        assertThat(events("hookline.guard.protected")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/users/break-glass@example.org/sessions",
                "/api/v1/users/break-glass%40example.org/sessions",
                "/api/v1/Users/BREAK-GLASS%40example.org",
                "/api/v1/users/x/../break-glass%40example.org/sessions",
                "/api/v1/users/break-glass%2540example.org",
                "/api/v1//users/break-glass%40example.org",
                "/api/v1/users;v=1/break-glass%40example.org",
                "/api/v1/sessions/102abc",
                "/api/v1/users/"
            })
    void aRequestOfTheAuthorsOwnGoesNotAroundIt(String path) {
        String user = org.addUser(BREAK_GLASS, "Break", "Glass");
        guard("{'protected': {'users': ['" + BREAK_GLASS + "']}}");

        JsonNode ended = run(custom("DELETE", path));

        assertDenied(ended, "protect");
        assertThat(org.sessions(user)).isEqualTo(1);
        assertThat(org.changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "deactivate", "reset_factors", "expire_password"})
    void aPostThatDestroysIsRefusedToo(String verb) {
        org.addUser(BREAK_GLASS, "Break", "Glass");
        guard("{'protected': {'users': ['" + BREAK_GLASS + "']}}");

        assertDenied(
                run(custom("POST", "/api/v1/users/" + BREAK_GLASS + "/lifecycle/" + verb)),
                "protects");
        assertThat(org.changes()).isEmpty();
    }

    private String custom(String type, String path) {
        return on(
                FlowDocument.endpoint(type + " " + path.hashCode())
                        .card("act", "x:okta:hTTPRequest", "Act")
                        .connection(okta)
                        .input("parameters", "requestType", "string", text(type))
                        .input("Request", "Relative URL", "string", text(path)));
    }

    @Test
    void aConnectionWhoseCardsCannotTellWhomTheyTouchTakesNoProtection() {
        HttpResponse<String> refused =
                server.send(
                        "POST",
                        "/connections",
                        """
                        {"name": "Any", "connector": "httpfunctions", "auth": {"type": "none"},
                         "baseUrl": "https://api.example.org",
                         "protected": {"users": ["ada"]}}\
                        """);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("protected").contains("okta");
        HttpResponse<String> unknown =
                server.send(
                        "PUT", "/connections/" + okta, "{\"protected\": {\"people\": [\"ada\"]}}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("people");
    }

    @Test
    void connectorsOfFilesProtectPeopleToo() {
        String google =
                server.call(
                                "POST",
                                "/connections",
                                """
                                {"name": "Google", "connector": "googledirectory", "auth": {"type": "none"},
                                 "baseUrl": "%s", "protected": {"users": ["break-glass@example.org"]}}\
                                """
                                        .formatted(org.url()))
                        .path("id")
                        .asText();
        org.when(request ->
                request.method().equals("GET")
                        ? Optional.of(
                                OrgAnswer.ok(
                                        Json.object()
                                                .put("id", "1")
                                                .put("primaryEmail", BREAK_GLASS)))
                        : Optional.empty());

        assertDenied(
                run(
                        on(
                                FlowDocument.endpoint("Suspend in Google")
                                        .card("act", "x:googledirectory:deactivateUser", "Act")
                                        .connection(google)
                                        .input("User", "ID", "string", text("1")))),
                "break-glass@example.org");

        assertThat(org.changes()).isEmpty();
        assertThat(events("hookline.guard.protected")).hasSize(1);
        HttpResponse<String> groups =
                server.send(
                        "POST",
                        "/connections",
                        """
                        {"name": "Sales", "connector": "salesforce2_29", "auth": {"type": "none"},
                         "baseUrl": "https://api.example.org",
                         "protected": {"users": ["ada"], "groups": ["Admins"]}}\
                        """);
        assertThat(groups.statusCode()).isEqualTo(400);
        assertThat(groups.body()).contains("protected.groups").contains("users only");
    }

    @Test
    void aPostThatDestroysCountsForTheLimitOfAnHour() {
        org.addUser("ada@example.org", "Ada", "Lovelace");
        guard("{'destructivePerHour': 1}");
        String suspending = custom("POST", "/api/v1/users/ada@example.org/lifecycle/suspend");
        assertThat(run(suspending).path("status").asText()).isEqualTo("SUCCESS");
        assertDenied(run(suspending), "1 destructive action");

        String giving = custom("POST", "/api/v1/users/ada@example.org/lifecycle/unsuspend");
        for (int i = 0; i < 2; i++) {
            assertThat(run(giving).at("/error/kind").asText()).isNotEqualTo("Denied");
        }
    }

    @Test
    void protectionAndLimitAreShownAndStayWhenAChangeLeavesThemOut() {
        guard(
                "{'protected': {'users': [' ada ', 'ada'], 'groups': ['g']}, 'destructivePerHour':"
                        + " 3}");
        guard("{'name': 'Renamed'}");

        JsonNode shown = server.call("GET", "/connections/" + okta, "");
        assertThat(shown.path("protected").toString())
                .isEqualTo("{\"users\":[\"ada\"],\"groups\":[\"g\"]}");
        assertThat(shown.path("destructivePerHour").asInt()).isEqualTo(3);
        server.call("PUT", "/connections/" + okta, shown.toString());
        guard("{'protected': null, 'destructivePerHour': null}");
        shown = server.call("GET", "/connections/" + okta, "");
        assertThat(shown.at("/protected/users").isEmpty()).isTrue();
        assertThat(shown.path("destructivePerHour").isNull()).isTrue();
    }

    @Test
    void aFlowThatDestroysTooMuchOnlyObservesUntilSomebodySwitchesItOn() {
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        guard("{'destructivePerHour': 2}");
        String flow = clearing(ada);
        String other = clearing("ada@example.org");
        run(flow);
        run(flow);

        assertDenied(run(flow), "2 destructive actions");

        assertThat(org.changes()).hasSize(2);
        assertThat(shown(flow).path("mode").asText()).isEqualTo("observe");
        assertThat(shown(flow).path("problems").toString()).contains("only observes");
        List<JsonNode> alerts = events("hookline.guard.limit_reached");
        assertThat(alerts).hasSize(1);
        assertThat(alerts.getFirst().at("/debugContext/debugData/switchedToObserve").asText())
                .isEqualTo("true");
        assertThat(run(flow).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(org.changes()).as("observed").hasSize(2);
        assertThat(run(other).path("status").asText()).as("another flow").isEqualTo("SUCCESS");

        server.restart(Map.of());
        assertThat(shown(flow).path("problems").toString()).contains("only observes");
        server.call("POST", "/flows/" + flow + "/on", "{}");
        assertThat(shown(flow).path("problems").isEmpty()).isTrue();
        assertThat(run(flow).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(org.changes()).hasSize(4);
    }

    @Test
    void theCountSurvivesARestart() {
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        guard("{'destructivePerHour': 1}");
        String flow = clearing(ada);
        run(flow);
        server.restart(Map.of());

        assertDenied(run(flow), "1 destructive action");
        assertThat(org.changes()).hasSize(1);
    }

    @Test
    void theSettingHoldsWhereTheConnectionSaysNothing() {
        server.restart(Map.of("HOOKLINE_GUARDS_DESTRUCTIVE_PER_HOUR", "0"));
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");

        assertDenied(run(clearing(ada)), "0 destructive actions");
        assertThat(org.changes()).isEmpty();
    }

    @Test
    void executionsThatRunAtATimeDoNoMoreThanTheLimit() {
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        guard("{'destructivePerHour': 5}");
        String flow = clearing(ada);
        List<String> started =
                IntStream.range(0, 20).mapToObj(i -> server.start(flow, false)).toList();
        started.forEach(server::awaitEnded);

        assertThat(org.changes()).hasSize(5);
        assertThat(events("hookline.guard.limit_reached")).hasSize(1);
    }

    @Test
    void aFlowThatReactsToItsOwnEffectsIsCutAfterThreeRounds() {
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        String flow = clearing(ada);

        for (int round = 1; round <= 3; round++) {
            assertThat(started(flow, report(ada, "00uadmin", "Hookline")).path("status").asText())
                    .as("round " + round)
                    .isEqualTo("SUCCESS");
        }
        JsonNode fourth = started(flow, report(ada, "00uadmin", "Hookline"));

        assertDenied(fourth, "what it did itself");
        assertThat(org.changes()).hasSize(3);
        assertThat(events("hookline.guard.own_effects")).hasSize(1);
        assertThat(shown(flow).path("problems").toString()).contains("reacted three times");
    }

    @Test
    void theSamePersonInTroubleAgainAndAgainIsNoReactionToItself() {
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        String flow = clearing(ada);

        for (int i = 0; i < 5; i++) {
            started(flow, report(ada, "00uattacker", "Mozilla/5.0"));
            started(flow, report(ada, ada, ""));
        }

        assertThat(org.changes()).hasSize(10);
        assertThat(events("hookline.guard.own_effects")).isEmpty();
    }

    /** An event hook's call that says what was done to a user, by whom, with what. */
    private static String report(String user, String actor, String client) {
        ObjectNode call = Json.object();
        ObjectNode event = call.putObject("data").putArray("events").addObject();
        event.put("eventType", "user.session.clear").put("published", Instant.now().toString());
        event.putObject("actor").put("id", actor);
        if (!client.isEmpty()) {
            event.putObject("client").putObject("userAgent").put("rawUserAgent", client);
        }
        event.putArray("target").addObject().put("id", user).put("type", "User");
        return call.toString();
    }

    private JsonNode started(String flow, String body) {
        String url = shown(flow).path("invokeUrl").asText();
        HttpResponse<String> answer =
                server.send("POST", url.substring(url.indexOf("/api/")), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return server.awaitEnded(
                answer.headers().firstValue("x-hookline-execution-id").orElseThrow());
    }
}
