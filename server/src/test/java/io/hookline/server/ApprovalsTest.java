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
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Flows that ask people, over the API, and across restarts. */
@Timeout(120)
class ApprovalsTest {
    private static final Map<String, String> PASSWORD =
            Map.of("HOOKLINE_ADMIN_PASSWORD", "long enough words");

    private FlowServer server;

    @BeforeEach
    void start(@TempDir Path data) {
        server = new FlowServer(data);
        server.restart(PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
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

    private SignedIn signedIn() {
        return SignedIn.administrator(server.server(), PASSWORD.get("HOOKLINE_ADMIN_PASSWORD"));
    }

    private static HttpResponse<String> decided(
            SignedIn who, JsonNode approval, String decision, String comment) {
        ObjectNode body = Json.object().put("decision", decision).put("comment", comment);
        return who.post(path(approval) + "/decision", body.toString());
    }

    private static String path(JsonNode approval) {
        return "/api/hookline/v1/approvals/" + approval.path("id").asText();
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

        HttpResponse<String> done = decided(signedIn(), approval, "approve", "Spoke to her");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
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
        SignedIn who = signedIn();
        assertThat(decided(who, approval, "deny", "").statusCode()).isEqualTo(200);

        HttpResponse<String> second = decided(who, approval, "approve", "");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("admin denied it");
        assertThat(events("hookline.approval.decided")).hasSize(1);
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void lookingNeverDecidesAndWithoutASessionAndItsProofNothingDoes() {
        server.start(demanding("true"), false);
        JsonNode approval = pending();
        String decision = path(approval) + "/decision";
        SignedIn who = signedIn();
        SignedIn nobody = SignedIn.anonymous(server.server());

        assertThat(nobody.get(path(approval)).statusCode()).isEqualTo(401);
        assertThat(nobody.get(decision + "?decision=approve").statusCode()).isNotEqualTo(200);
        assertThat(who.get(decision + "?decision=approve").statusCode()).isNotEqualTo(200);
        assertThat(decided(nobody, approval, "approve", "").statusCode()).isEqualTo(401);
        assertThat(decided(who.withCsrf("x"), approval, "approve", "").statusCode()).isEqualTo(403);
        assertThat(decided(who, approval, "perhaps", "").statusCode()).isEqualTo(400);
        HttpResponse<String> token = server.send("POST", decision, "{\"decision\": \"approve\"}");
        assertThat(token.statusCode()).isEqualTo(403);
        assertThat(token.body()).contains("token");

        assertThat(pending().path("status").asText()).isEqualTo("PENDING");
        assertThat(events("hookline.approval.decided")).isEmpty();
    }

    @Test
    void theAskingCardGivesTheDecisionOn() {
        String execution = server.start(asking("deny"), false);
        HttpResponse<String> answer = decided(signedIn(), pending(), "approve", "Yes");

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
                        "/console/approvals/" + approval.path("id").asText());

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
        SignedIn who = signedIn();
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
    }
}
