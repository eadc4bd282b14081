package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Flows that ask people, over pages and API, and across restarts. */
@Timeout(120)
class ApprovalsTest {
    private static final Map<String, String> PASSWORD =
            Map.of("HOOKLINE_ADMIN_PASSWORD", "long enough words");
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final HttpClient browser = HttpClient.newHttpClient();
    private FlowServer server;

    @BeforeEach
    void start(@TempDir Path data) {
        server = new FlowServer(data);
        server.restart(PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
        browser.close();
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String on(FlowDocument document) {
        String id = server.create(document);
        server.call("POST", "/flows/" + id + "/on", "{\"saveData\": true}");
        return id;
    }

    /** A flow that suspends somebody when that is approved. */
    private String demanding(String approval) {
        return on(
                server.destroying(FlowDocument.helper("Contain"))
                        .setting("approval", object("{'a':" + approval + "}").path("a")));
    }

    private String asking(String otherwise) {
        return on(
                FlowDocument.helper("Ask")
                        .card("ask", "x:slack:askForApproval", "Ask")
                        .connection(server.slack)
                        .input("Channel", "Channel ID", "string", text("C1"))
                        .input("Approval", "Question", "string", text("Suspend <ada>?"))
                        .input("Approval", "Reason", "string", text("Phished"))
                        .input("Approval", "Values", "object", object("{'who': 'ada@example.org'}"))
                        .input("Approval", "otherwise", "string", text(otherwise))
                        .output("Decision", "Approved", "boolean")
                        .output("Decision", "Decided By", "string")
                        .output("Decision", "Comment", "string"));
    }

    private JsonNode pending() {
        JsonNode all = server.call("GET", "/approvals", "");
        for (int i = 0; all.isEmpty() && i < 2_000; i++) {
            LockSupport.parkNanos(5_000_000);
            all = server.call("GET", "/approvals", "");
        }
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** A browser that is signed in. */
    private record Browser(String cookie, String csrf) {}

    private Browser signedIn() {
        HttpResponse<String> in =
                posted("/signin", "", Map.of("name", "admin", "password", "long enough words"));
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        String cookie =
                in.headers().allValues("Set-Cookie").stream()
                        .map(line -> line.replaceFirst(";.*", ""))
                        .collect(Collectors.joining("; "));
        Matcher csrf = CSRF.matcher(got("/", cookie).body());
        assertThat(csrf.find()).isTrue();
        return new Browser(cookie, csrf.group(1));
    }

    private HttpResponse<String> got(String path, String cookie) {
        return sent(HttpRequest.newBuilder().GET(), path, cookie);
    }

    private HttpResponse<String> posted(String path, String cookie, Map<String, String> form) {
        String body =
                form.entrySet().stream()
                        .map(field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return sent(
                HttpRequest.newBuilder()
                        .POST(BodyPublishers.ofString(body))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", server.server().baseUrl().toString()),
                path,
                cookie);
    }

    private HttpResponse<String> sent(HttpRequest.Builder request, String path, String cookie) {
        HttpRequest.Builder whole = request.uri(server.server().baseUrl().resolve(path));
        try {
            return browser.send(
                    (cookie.isEmpty() ? whole : whole.header("Cookie", cookie)).build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> decided(
            Browser who, JsonNode approval, String decision, String comment) {
        return posted(
                "/approvals/" + approval.path("id").asText(),
                who.cookie(),
                Map.of("csrf", who.csrf(), "decision", decision, "comment", comment));
    }

    private List<JsonNode> events(String type) {
        List<JsonNode> found = new ArrayList<>();
        server.call("GET", "/api/v1/logs?filter=eventType%20eq%20%22" + type + "%22", "")
                .forEach(found::add);
        return found;
    }

    private static JsonNode last(JsonNode execution) {
        return execution.path("steps").get(execution.path("steps").size() - 1);
    }

    @Test
    void aDestructiveCardActsOnlyWhenSomebodyApproved() {
        String flow = demanding("{'minutes': 30, 'reason': 'It signs people out'}");
        String execution = server.start(flow, false);
        server.awaitSuspended(execution);
        JsonNode approval = pending();

        assertThat(server.sent()).isEmpty();
        assertThat(approval.at("/values/id").asText()).isEqualTo("ada");
        assertThat(approval.path("reason").asText()).isEqualTo("It signs people out");
        assertThat(approval.path("connection").asText()).isEqualTo("acme");
        assertThat(approval.path("otherwise").asText()).isEqualTo("deny");
        Browser who = signedIn();
        HttpResponse<String> page = got("/approvals/" + approval.path("id").asText(), who.cookie());
        assertThat(page.body())
                .contains("ada", "It signs people out", "minutes left", "Approve", "Deny", "acme");

        HttpResponse<String> done = decided(who, approval, "approve", "Spoke to her");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        JsonNode ended = server.awaitEnded(execution);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(server.sent()).hasSize(1);
        assertThat(last(ended).path("note").asText()).contains("Approved by admin", "Spoke to her");
        assertThat(events("hookline.approval.requested")).hasSize(1);
        JsonNode event = events("hookline.approval.decided").getFirst();
        assertThat(event.at("/actor/displayName").asText()).isEqualTo("admin");
        assertThat(event.at("/outcome/result").asText()).isEqualTo("ALLOW");
        assertThat(event.at("/debugContext/debugData/comment").asText()).isEqualTo("Spoke to her");
        JsonNode after = server.call("GET", "/approvals?status=all", "").get(0);
        assertThat(after.path("status").asText()).isEqualTo("APPROVED");
        assertThat(after.path("values").isNull()).as("kept by the history only").isTrue();
    }

    @Test
    void aDeniedCardDoesNothingAndSaysWho() {
        String execution = server.start(demanding("true"), false);
        JsonNode approval = pending();
        decided(signedIn(), approval, "deny", "Not her");
        JsonNode ended = server.awaitEnded(execution);

        assertThat(ended.path("status").asText()).isEqualTo("FAILURE");
        assertThat(ended.at("/error/kind").asText()).isEqualTo("Denied");
        assertThat(ended.at("/error/message").asText())
                .contains("Denied by admin", "Not her", "Nothing was done");
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void aDecisionCountsOnceAndTheSecondOneIsToldWho() {
        server.start(demanding("true"), false);
        JsonNode approval = pending();
        Browser who = signedIn();
        assertThat(decided(who, approval, "deny", "").statusCode()).isEqualTo(303);

        HttpResponse<String> second = decided(who, approval, "approve", "");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("admin denied it");
        assertThat(events("hookline.approval.decided")).hasSize(1);
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void lookingNeverDecidesAndWithoutSessionAndTokenOfTheFormNothingDoes() {
        server.start(demanding("true"), false);
        JsonNode approval = pending();
        String path = "/approvals/" + approval.path("id").asText();
        Browser who = signedIn();

        HttpResponse<String> preview = got(path + "?decision=approve", "");
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body()).contains(path + "?here=1").doesNotContain("ada");
        HttpResponse<String> stranger = got(path + "?here=1", "");
        assertThat(stranger.statusCode()).isEqualTo(303);
        assertThat(stranger.headers().firstValue("Location").orElse(""))
                .endsWith("/signin?next=" + path);
        got(path + "?decision=approve&csrf=" + who.csrf(), who.cookie());
        assertThat(posted(path, "", Map.of("decision", "approve")).statusCode()).isEqualTo(303);
        assertThat(
                        posted(path, who.cookie(), Map.of("decision", "approve", "csrf", "x"))
                                .statusCode())
                .isEqualTo(303);
        assertThat(decided(who, approval, "perhaps", "").statusCode()).isEqualTo(422);
        HttpResponse<String> token =
                server.send("POST", path + "/decision", "{\"decision\": \"approve\"}");
        assertThat(token.statusCode()).isEqualTo(403);
        assertThat(token.body()).contains("token");

        assertThat(pending().path("status").asText()).isEqualTo("PENDING");
        assertThat(events("hookline.approval.decided")).isEmpty();
    }

    @Test
    void whoSignsInOnTheWayArrivesAtTheApproval() {
        String path = "/approvals/0199c0de-8b21-7d00-8a11-2f6b7c8d9e10";

        assertThat(got("/signin?next=" + path, "").body())
                .contains("name=\"next\" value=\"" + path + "\"");
        assertThat(got("/signin?next=//evil.example", "").body()).doesNotContain("evil");
        HttpResponse<String> in =
                posted(
                        "/signin",
                        "",
                        Map.of("name", "admin", "password", "long enough words", "next", path));
        assertThat(in.headers().firstValue("Location").orElse("")).endsWith(path);
        HttpResponse<String> elsewhere =
                posted(
                        "/signin",
                        "",
                        Map.of(
                                "name",
                                "admin",
                                "password",
                                "long enough words",
                                "next",
                                "//evil.example"));
        assertThat(elsewhere.headers().firstValue("Location").orElse("")).endsWith("/");
    }

    @Test
    void aPersonDecidesOverTheApiAsWell() {
        String execution = server.start(asking("deny"), false);
        JsonNode approval = pending();
        Browser who = signedIn();

        HttpResponse<String> answer =
                sent(
                        HttpRequest.newBuilder()
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"decision\": \"approve\", \"comment\":"
                                                        + " \"Yes\"}"))
                                .header("Content-Type", "application/json")
                                .header("Origin", server.server().baseUrl().toString())
                                .header("X-CSRF-Token", who.csrf()),
                        "/api/hookline/v1/approvals/" + approval.path("id").asText() + "/decision",
                        who.cookie());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode outputs = last(server.awaitEnded(execution)).at("/outputs/Decision");
        assertThat(outputs.path("Approved").asBoolean()).isTrue();
        assertThat(outputs.path("Decided By").asText()).isEqualTo("admin");
        assertThat(outputs.path("Comment").asText()).isEqualTo("Yes");
    }

    @Test
    void theCardTellsOnceAndGoesOnAfterARestart() {
        String execution = server.start(asking("deny"), false);
        JsonNode approval = pending();
        server.awaitSuspended(execution);
        assertThat(server.sent())
                .singleElement()
                .asString()
                .contains(
                        "Suspend &lt;ada&gt;?",
                        "Phished",
                        "/approvals/" + approval.path("id").asText());

        server.restart(PASSWORD);
        assertThat(server.call("GET", "/executions/" + execution, "").path("status").asText())
                .isEqualTo("WAITING");
        decided(signedIn(), pending(), "approve", "");
        JsonNode ended = server.awaitEnded(execution);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void aCardInALoopsHelperWaitsAndTheLoopGoesOn() {
        String helper = demanding("true");
        String flow =
                on(
                        FlowDocument.helper("Each")
                                .card("each", "list:each", "For Each")
                                .list("list", "a", "b")
                                .flow("flo", helper)
                                .input("", "concurrency", "number", Json.object().numberNode(2)));
        String execution = server.start(flow, false);
        Browser who = signedIn();
        for (int left = 2; left > 0; left--) {
            JsonNode all = server.call("GET", "/approvals", "");
            for (int i = 0; all.size() < left && i < 2_000; i++) {
                LockSupport.parkNanos(5_000_000);
                all = server.call("GET", "/approvals", "");
            }
            assertThat(all).hasSize(left);
            decided(who, all.get(0), "approve", "");
        }
        JsonNode ended = server.awaitEnded(execution);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(server.sent()).hasSize(2);
    }

    @Test
    void whatIsCancelledCanNotBeDecided() {
        String execution = server.start(demanding("true"), false);
        server.awaitSuspended(execution);
        JsonNode approval = pending();
        server.call("POST", "/executions/" + execution + "/cancel", "");
        server.awaitEnded(execution);

        HttpResponse<String> late = decided(signedIn(), approval, "approve", "");

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("ended before anybody decided");
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void observedFlowsAndDryRunsAskNobodyWhatTheyWithhold() {
        String flow = demanding("true");

        JsonNode dry = server.run(flow, true);
        server.call("POST", "/flows/" + flow + "/observe", "{}");
        JsonNode observed = server.run(flow, false);

        assertThat(last(dry).path("status").asText()).isEqualTo("WITHHELD");
        assertThat(last(observed).path("status").asText()).isEqualTo("WITHHELD");
        assertThat(server.call("GET", "/approvals?status=all", "")).isEmpty();
    }

    @Test
    void aSettingThatIsNotUnderstoodAsksAllTheSameAndIsAProblem() {
        String flow = demanding("{'minutes': -1, 'otherwise': 'maybe', 'who': 'me'}");
        String problems = server.call("GET", "/flows/" + flow, "").path("problems").toString();

        assertThat(problems).contains("minutes", "otherwise", "who");
        server.start(flow, false);
        assertThat(pending().path("otherwise").asText()).isEqualTo("deny");
        String harmless =
                server.create(
                        server.notifying(FlowDocument.helper("Tell"))
                                .setting("approval", Json.object().booleanNode(true)));
        assertThat(server.call("GET", "/flows/" + harmless, "").path("problems").toString())
                .contains("destroys nothing");
    }

    @Test
    void theSettingIsExportedAndShown() {
        String flow = demanding("{'minutes': 7}");

        assertThat(server.call("GET", "/flows/" + flow + "/document", "").toString())
                .contains("\"approval\":{\"minutes\":7}");
        assertThat(
                        server.call("GET", "/flows/" + flow + "/effects", "")
                                .get(0)
                                .path("needsApproval")
                                .asBoolean())
                .isTrue();
        assertThat(got("/flows/" + flow, signedIn().cookie()).body()).contains("Needs approval");
    }
}
