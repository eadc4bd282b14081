package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an author can ask of a document, or of one of its cards, before saving it. */
class UnsavedFlowTest {
    private static final String LOG = "/api/v1/logs";

    @TempDir Path data;
    private FlowServer flows;

    @BeforeEach
    void start() {
        flows = new FlowServer(data);
    }

    @AfterEach
    void stop() {
        flows.close();
    }

    private static ObjectNode body(FlowDocument document, String id) {
        ObjectNode body = Json.object();
        body.set("document", document.json(id));
        return body;
    }

    /** A request with a flow of the test's own id. */
    private ObjectNode all() {
        return body(flows.withEveryEffect(FlowDocument.endpoint("All")), "mine");
    }

    private JsonNode ask(String path, ObjectNode body) {
        return flows.call("POST", path, body.toString());
    }

    private HttpResponse<String> refused(String path, ObjectNode body) {
        return flows.send("POST", path, body.toString());
    }

    private static List<String> texts(JsonNode list, String member) {
        return list.valueStream().map(item -> item.path(member).asText()).toList();
    }

    /** A card of a document, as a test takes it. */
    private static ObjectNode card(FlowDocument flow) {
        ObjectNode body = Json.object();
        body.set("card", flow.json("f").at("/data/methods/1"));
        return body;
    }

    private ObjectNode destroying() {
        return card(flows.destroying(FlowDocument.endpoint("Destroys")));
    }

    private List<String> logged(String type) {
        return texts(
                flows.call("GET", LOG + "?filter=eventType%20eq%20%22" + type + "%22", ""),
                "eventType");
    }

    private String flowWith(FlowDocument document) {
        return flows.create(document);
    }

    @Test
    void aDocumentIsCheckedAsIfItWereSaved() {
        FlowDocument document = flows.withEveryEffect(FlowDocument.endpoint("All"));
        document.card("gone", "control:spawn", "Call").flow("flo", "nowhere");

        JsonNode checked = ask("/flows/check", body(document, "mine"));

        String saved = flowWith(document);
        assertThat(checked.path("type").asText()).isEqualTo("endpoint");
        assertThat(texts(checked.path("problems"), "message"))
                .isNotEmpty()
                .isEqualTo(
                        texts(flows.call("POST", "/flows/" + saved + "/validate", ""), "message"));
        assertThat(texts(checked.path("effects"), "effect"))
                .containsExactly("DESTRUCTIVE", "CHANGE", "NOTIFY", "READ")
                .isEqualTo(texts(flows.call("GET", "/flows/" + saved + "/effects", ""), "effect"));
        assertThat(checked.path("highestEffect").asText()).isEqualTo("DESTRUCTIVE");
        assertThat(checked.at("/calls/0/id").asText()).isEqualTo("nowhere");
        assertThat(checked.at("/problems/0/places/0/flowId").asText()).isEqualTo("mine");
    }

    @Test
    void aDocumentOfAnotherFlowIsRefusedByName() {
        String flow = flowWith(FlowDocument.endpoint("Saved"));

        HttpResponse<String> answer = refused("/flows/check", all().put("flow", flow));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("expected the id of flow, " + flow);
        assertThat(refused("/flows/check", Json.object()).body()).contains("document");
        assertThat(refused("/flows/check", all().put("flow", "none")).body())
                .contains("there is no flow none");
    }

    @Test
    void aTryReadsForRealAndSaysWhatItWouldHaveDoneToWhom() {
        JsonNode tried = ask("/flows/try", all());

        assertThat(tried.path("ending").asText()).as("%s", tried).isEqualTo("SUCCESS");
        assertThat(flows.sent()).containsExactly("/acme/acme.readUser");
        assertThat(texts(tried.path("steps"), "status"))
                .containsExactly("SUCCESS", "SUCCESS", "WITHHELD", "WITHHELD", "WITHHELD");
        assertThat(texts(tried.path("withheld"), "effect"))
                .containsExactly("NOTIFY", "CHANGE", "DESTRUCTIVE");
        assertThat(tried.at("/withheld/0/inputs/parameters/channel").asText()).isEqualTo("C1");
        assertThat(flows.call("GET", "/executions", "")).isEmpty();
        assertThat(flows.call("GET", "/flows", "")).isEmpty();
    }

    @Test
    void aTryShowsTheStepsOfItsHelpersAndWhereTheyWereCalled() {
        FlowDocument helper = flows.notifying(FlowDocument.helper("Tells"));
        String saved = flowWith(helper);
        FlowDocument calling = FlowDocument.endpoint("Calls").card("call", "control:spawn", "Call");
        calling.flow("flo", saved);

        JsonNode tried = ask("/flows/try", body(calling, "mine"));

        assertThat(tried.path("ending").asText()).as("%s", tried).isEqualTo("SUCCESS");
        JsonNode ran = tried.at("/helpers/0");
        assertThat(ran.at("/flow/name").asText()).isEqualTo("Tells");
        assertThat(ran.path("parent").isNull()).isTrue();
        assertThat(ran.path("path").asText()).isEqualTo(tried.at("/steps/1/path").asText());
        assertThat(texts(ran.path("steps"), "title")).endsWith("Tell");
        assertThat(tried.at("/withheld/0/helper").asText()).isEqualTo(ran.path("id").asText());
    }

    @Test
    void aTryThatFailsNamesTheCard() {
        flows.receiver.answer(500, "{}");
        FlowDocument reading = flows.reading(FlowDocument.endpoint("Reads"));

        JsonNode tried = ask("/flows/try", body(reading, "mine"));

        assertThat(tried.path("ending").asText()).isEqualTo("FAILURE");
        assertThat(tried.at("/error/title").asText()).isEqualTo("Read");
        assertThat(tried.at("/error/advice").asText()).isNotEmpty();
        assertThat(tried.at("/steps/1/status").asText()).isEqualTo("FAILURE");
    }

    @Test
    void aTryStopsAtItsMostSteps() {
        FlowDocument step = FlowDocument.helper("Item");
        String helper = flowWith(step);
        FlowDocument loop = FlowDocument.endpoint("Loops").card("each", "list:each", "Each");
        loop.list("list", Stream.generate(() -> "x").limit(3_000).toArray(String[]::new));
        loop.flow("flo", helper);

        JsonNode tried = ask("/flows/try", body(loop, "mine"));

        assertThat(tried.path("ending").asText()).as("%s", tried).isEqualTo("UNFINISHED");
        assertThat(tried.path("cut").asText()).isEqualTo("STEPS");
    }

    @Test
    void whoMayNotUseAConnectionCannotTryOneThatTheSavedFlowDoesNotHave() {
        String flow = flowWith(flows.reading(FlowDocument.endpoint("Reads")));
        String token =
                flows.call(
                                "POST",
                                "/tokens",
                                "{\"name\": \"author\", \"permissions\": [\"read_flows\","
                                        + " \"manage_flows\", \"run_flows\"]}")
                        .path("token")
                        .asText();
        ObjectNode more =
                body(flows.notifying(flows.reading(FlowDocument.endpoint("Reads"))), flow)
                        .put("flow", flow);
        ObjectNode same =
                body(flows.reading(FlowDocument.endpoint("Reads")), flow).put("flow", flow);

        assertThat(flows.send("POST", "/flows/try", more.toString(), token).statusCode())
                .isEqualTo(403);
        assertThat(flows.send("POST", "/flows/try", same.toString(), token).statusCode())
                .isEqualTo(200);
        assertThat(flows.send("POST", "/cards/test", destroying().toString(), token).statusCode())
                .isEqualTo(403);
    }

    @Test
    void anEventOfTheLogStartsAnEndpointAsADeliveryWould() {
        String uuid =
                flows.call("POST", LOG, "{\"eventType\": \"user.session.start\"}")
                        .at("/events/0/uuid")
                        .asText();
        FlowDocument parsing =
                FlowDocument.endpoint("Parses")
                        .card("parse", "json:parse", "Parse")
                        .linked("", "string", "string", "start/raw/body")
                        .output("", "output", "object");
        String flow = flowWith(parsing);

        JsonNode tried = ask("/flows/try", body(parsing, "mine").put("event", uuid));
        JsonNode ran =
                flows.call("POST", "/flows/" + flow + "/run", "{\"event\": \"" + uuid + "\"}");
        JsonNode whole = flows.awaitEnded(ran.path("id").asText());
        JsonNode again =
                ask(
                        "/flows/try",
                        body(parsing, flow)
                                .put("flow", flow)
                                .put("execution", whole.path("id").asText()));

        for (JsonNode steps : List.of(tried, whole, again)) {
            assertThat(steps.at("/steps/1/outputs/output/data/events/0/uuid").asText())
                    .as("%s", steps)
                    .isEqualTo(uuid);
        }
        assertThat(again.at("/steps/1/outputs")).isEqualTo(whole.at("/steps/1/outputs"));
        assertThat(refused("/flows/try", body(parsing, "mine").put("event", "none")).statusCode())
                .isEqualTo(404);
        HttpResponse<String> both =
                refused(
                        "/flows/try",
                        body(parsing, "mine").put("event", uuid).put("execution", "x"));
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("comes with execution");
    }

    @Test
    void aCardIsTestedWithGivenInputs() {
        ObjectNode compose =
                card(
                        FlowDocument.endpoint("Upper")
                                .card("upper", "string:toUpperCase", "Upper")
                                .text("string", "typed in")
                                .output("", "output", "string"));

        JsonNode typed = ask("/cards/test", compose);
        compose.putObject("inputs").put("string", "given");
        JsonNode given = ask("/cards/test", compose);
        compose.putObject("inputs").put("other", "given");

        assertThat(typed.at("/step/status").asText()).as("%s", typed).isEqualTo("SUCCESS");
        assertThat(typed.at("/step/outputs/output").asText()).isEqualTo("TYPED IN");
        assertThat(given.at("/step/outputs/output").asText()).isEqualTo("GIVEN");
        assertThat(refused("/cards/test", compose).body())
                .contains("inputs.other")
                .contains("no input");
        assertThat(refused("/cards/test", Json.object()).body()).contains("expected a card");
    }

    @Test
    void aTestedCardActsAndTheLogNamesWhoTestedIt() {
        ObjectNode telling = card(flows.notifying(FlowDocument.endpoint("Tells")));

        JsonNode dry = ask("/cards/test", telling.deepCopy().put("dryRun", true));

        assertThat(dry.at("/step/status").asText()).isEqualTo("WITHHELD");
        assertThat(dry.path("effect").asText()).isEqualTo("NOTIFY");
        assertThat(flows.sent()).isEmpty();
        assertThat(logged("hookline.card.test")).isEmpty();

        JsonNode real = ask("/cards/test", telling);

        assertThat(real.at("/step/status").asText()).as("%s", real).isEqualTo("SUCCESS");
        assertThat(flows.sent()).containsExactly("Look");
        assertThat(logged("hookline.card.test")).hasSize(1);
    }

    @Test
    void aTestedCardThatFailsShowsTheWholeError() {
        flows.receiver.answer(404, "{\"why\": \"no such user\"}");

        JsonNode tested = ask("/cards/test", card(flows.reading(FlowDocument.endpoint("R"))));

        assertThat(tested.at("/step/status").asText()).isEqualTo("FAILURE");
        assertThat(tested.at("/step/error/message").asText()).isNotEmpty();
        assertThat(tested.at("/step/error").toString()).contains("no such user");
    }

    @Test
    void whatATestDestroysCountsWithItsFlow() {
        flows.restart(Map.of("HOOKLINE_GUARDS_DESTRUCTIVE_PER_HOUR", "1"));
        JsonNode unsaved = ask("/cards/test", destroying());
        assertThat(unsaved.at("/step/error/kind").asText()).as("%s", unsaved).isEqualTo("Denied");
        assertThat(unsaved.at("/step/error/message").asText()).contains("Save the flow first");
        assertThat(flows.sent()).isEmpty();

        String flow = flowWith(flows.destroying(FlowDocument.endpoint("Destroys")));
        JsonNode first = ask("/cards/test", destroying().put("flow", flow));
        JsonNode second = ask("/cards/test", destroying().put("flow", flow));

        assertThat(first.at("/step/status").asText()).as("%s", first).isEqualTo("SUCCESS");
        assertThat(second.at("/step/error/kind").asText()).isEqualTo("Denied");
        assertThat(flows.sent()).containsExactly("/acme/acme.suspendUser");
        assertThat(logged("hookline.guard.limit_reached")).hasSize(1);
    }

    @Test
    void nothingIsTriedWhileEverythingIsHalted() {
        flows.call("PUT", "/halt", "{\"halted\": true}");

        assertThat(refused("/flows/try", all()).statusCode()).isEqualTo(409);
        assertThat(refused("/cards/test", destroying()).statusCode()).isEqualTo(409);
        assertThat(flows.sent()).isEmpty();
    }

    @Test
    void aCardThatRunsOtherFlowsIsTestedAsADryRunOnly() {
        String helper = flowWith(flows.notifying(FlowDocument.helper("Tells")));
        ObjectNode call =
                card(
                        FlowDocument.endpoint("Calls")
                                .card("call", "control:spawn", "Call")
                                .flow("flo", helper));

        assertThat(refused("/cards/test", call).body()).contains("dryRun: true");
        JsonNode dry = ask("/cards/test", call.put("dryRun", true));
        assertThat(dry.at("/step/status").asText()).as("%s", dry).isEqualTo("SUCCESS");
        assertThat(flows.sent()).isEmpty();
    }

    @Test
    void aScheduleIsPreviewedBeforeAnyFlowHasIt() {
        ObjectNode body = Json.object();
        ObjectNode cron = body.putObject("cron").put("hours", "7").put("timeZone", "Europe/Lisbon");

        JsonNode fine = ask("/schedules/preview", body);
        cron.put("hours", "25").put("timeZone", "Nowhere");
        JsonNode wrong = ask("/schedules/preview", body);

        assertThat(fine.path("next")).hasSize(5);
        assertThat(fine.path("timeZone").asText()).isEqualTo("Europe/Lisbon");
        assertThat(fine.path("problems")).isEmpty();
        assertThat(texts(wrong.path("problems"), "field"))
                .containsExactly("cron.hours", "cron.timeZone");
        assertThat(wrong.path("next")).isEmpty();
        assertThat(refused("/schedules/preview", Json.object()).body()).contains("cron");
    }
}
