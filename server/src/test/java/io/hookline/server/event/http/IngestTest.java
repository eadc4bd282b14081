package io.hookline.server.event.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.event.SampleEvents;
import io.hookline.server.event.TestingLogServer;
import io.hookline.server.event.TestingLogServer.Reply;
import io.hookline.server.event.log.EventJson;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

class IngestTest {
    @TempDir static Path folder;

    private static TestingLogServer server;
    private static int tests;

    /** Each test is a source of its own, and sees only what came after its start. */
    private final String source = "source-" + ++tests;

    private long start;

    @BeforeAll
    static void start() {
        server = new TestingLogServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void remember() {
        start = server.log.end();
    }

    private List<StoredEvent> stored() {
        return server.log.read(start, List.of(), 10_000);
    }

    private Reply postLines(String body) {
        return server.post(source, "application/x-ndjson", body.getBytes(StandardCharsets.UTF_8));
    }

    /** As the log gives it back: as it was sent, and whose it is. */
    private String marked(String event) {
        return event.substring(0, event.length() - 1)
                + ",\"hookline\":{\"source\":\""
                + source
                + "\",\"own\":false}}";
    }

    private static void assertRefused(Reply reply, String... causes) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("errorCode").asText()).isEqualTo("E0000001");
        assertThat(reply.causes()).containsExactly(causes);
    }

    @Test
    void takesOneEventAndFillsInWhatIsMissing() {
        Reply reply = server.post(source, "{\"eventType\":\"user.session.start\"}");
        assertThat(reply.status()).isEqualTo(202);
        JsonNode answer = reply.body().path("events");
        assertThat(answer).hasSize(1);
        assertThat(answer.get(0).path("duplicate").isBoolean()).isTrue();
        assertThat(answer.get(0).path("duplicate").asBoolean()).isFalse();
        StoredEvent event = stored().getFirst();
        assertThat(event.json().path("uuid").asText())
                .isEqualTo(answer.get(0).path("uuid").asText());
        assertThat(UUID.fromString(event.json().path("uuid").asText()).version()).isEqualTo(7);
        assertThat(event.json().path("published").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(event.source()).isEqualTo(source);
    }

    @Test
    void takesAnArrayAndAnswersInItsOrder() {
        Reply reply =
                server.post(
                        source,
                        """
                        [{"eventType":"a","uuid":"one"},{"eventType":"b"},{"eventType":"c","uuid":"one"}]\
                        """);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().path("events").findValues("duplicate"))
                .extracting(JsonNode::asBoolean)
                .containsExactly(false, false, true);
        assertThat(reply.body().at("/events/2/uuid").asText()).isEqualTo("one");
        assertThat(stored()).extracting(StoredEvent::eventType).containsExactly("a", "b");
    }

    @Test
    void takesOneEventPerLineAndSkipsBlankOnes() {
        Reply reply = postLines("{\"eventType\":\"a\"}\r\n\n  \n{\"eventType\":\"b\"}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(stored()).extracting(StoredEvent::eventType).containsExactly("a", "b");
    }

    @Test
    void anEmptyArrayAndNoLinesAreNothingToDo() {
        assertThat(server.post(source, "[]").body().toString()).isEqualTo("{\"events\":[]}");
        assertThat(postLines("\n\n").body().toString()).isEqualTo("{\"events\":[]}");
        assertThat(postLines("").status()).isEqualTo(202);
        assertThat(stored()).isEmpty();
    }

    @Test
    void keepsUnknownMembersAndNumbersAsTheyWereSent() {
        String event =
                """
                {"eventType":"a","uuid":"u","published":"2026-03-01T11:00:00.000Z","extra":{"n":1.50,"big":\
                12345678901234567890,"text":"\u00fc \\u0000 \ud83d\ude00"},"actor":{"id":"1","more":[1,null]}}\
                """;
        assertThat(server.post(source, event).status()).isEqualTo(202);
        assertThat(stored().getFirst().json().toString()).isEqualTo(marked(event));
    }

    @Test
    void writesTimesInOneForm() {
        server.post(
                source,
                "{\"eventType\":\"a\",\"published\":\"2026-03-01T13:00:00.1234567+02:00\"}");
        assertThat(stored().getFirst().json().path("published").asText())
                .isEqualTo("2026-03-01T11:00:00.123Z");
    }

    @Test
    void takesTheWholeDocumentedEvent() {
        assertThat(server.post(source, SampleEvents.FULL).status()).isEqualTo(202);
        assertThat(stored().getFirst().json().toString()).isEqualTo(marked(SampleEvents.FULL));
    }

    @Test
    void namesEveryBadEventAndTakesNone() {
        Reply reply =
                server.post(
                        source,
                        """
                        [{"eventType":"a"},
                         {"uuid":"x"},
                         "text",
                         {"eventType":"a","actor":{"id":7},"target":[{"id":"1"},{"id":"2","detailEntry":[]}]},
                         {"eventType":"a"}]\
                        """);
        assertRefused(
                reply,
                "events[1].eventType: is required",
                "events[2]: must be an object, not a string",
                "events[3].actor.id: must be a string, not a number",
                "events[3].target[1].detailEntry: must be an object, not a list");
        assertThat(stored()).isEmpty();
    }

    @Test
    void namesEveryBadIndexEvenWhenThereAreMany() {
        ArrayNode events = Json.MAPPER.createArrayNode();
        for (int i = 0; i < 500; i++) {
            events.addObject().put("eventType", i == 100 || i >= 490 ? "fine" : "");
        }
        Reply reply = server.post(source, events.toString());
        assertThat(reply.causes()).hasSize(51);
        assertThat(reply.causes().getFirst())
                .isEqualTo("events[0].eventType: must have 1 to 255 characters");
        assertThat(reply.causes().getLast())
                .isEqualTo("events[50-99, 101-489]: are not valid either");
    }

    @Test
    void namesBadLinesByIndexAndLine() {
        Reply reply =
                postLines(
                        "{\"eventType\":\"a\"}\n\n"
                                + "{\"eventType\":\n"
                                + "{\"eventType\":\"b\"} {}\n"
                                + "null\n");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.causes().get(0)).startsWith("events[1]: line 3 is not well-formed JSON: ");
        assertThat(reply.causes().get(1))
                .isEqualTo("events[2]: line 4 holds more than one JSON document");
        assertThat(reply.causes().get(2)).isEqualTo("events[3]: must be an object, not null");
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"eventType\":7|eventType: must be a string, not a number",
                "\"eventType\":\"a\\nb\"|eventType: must not contain control characters or broken"
                        + " ones",
                "\"eventType\":\"hookline.alert\"|eventType: must not begin with 'hookline.': those"
                        + " types are the server's own",
                "\"eventType\":\"a\",\"source\":\"x\"|source: is set by the server from the"
                        + " credentials; it cannot be sent",
                "\"eventType\":\"a\",\"uuid\":\"\"|uuid: must have 1 to 255 characters",
                "\"eventType\":\"a\",\"uuid\":5|uuid: must be a string, not a number",
                "\"eventType\":\"a\",\"published\":\"yesterday\"|published: must be a date and time"
                        + " with Z or an offset, such as 2026-01-31T09:30:00.000Z",
                "\"eventType\":\"a\",\"published\":\"2026-03-01T12:00:00\"|published: must be a"
                        + " date and time with Z or an offset, such as 2026-01-31T09:30:00.000Z",
                "\"eventType\":\"a\",\"published\":\"2026-03-02T12:00:00.001Z\"|published: must not"
                        + " be more than 24 hours ahead of the server's clock",
                "\"eventType\":\"a\",\"published\":1772366400|published: must be a string, not a"
                        + " number",
                "\"eventType\":\"a\",\"severity\":\"FATAL\"|severity: must be one of DEBUG, INFO,"
                        + " WARN, ERROR",
                "\"eventType\":\"a\",\"outcome\":{\"result\":\"MAYBE\"}|outcome.result: must be one"
                    + " of SUCCESS, FAILURE, SKIPPED, ALLOW, DENY, CHALLENGE, UNKNOWN, RATE_LIMIT,"
                    + " DEFERRED, SCHEDULED, ABANDONED, UNANSWERED",
                "\"eventType\":\"a\",\"outcome\":\"SUCCESS\"|outcome: must be an object, not a"
                        + " string",
                "\"eventType\":\"a\",\"target\":{}|target: must be a list, not an object",
                "\"eventType\":\"a\",\"target\":[null]|target[0]: must be an object, not null",
                "\"eventType\":\"a\",\"client\":{\"geographicalContext\":{\"geolocation\":{\"lat\":\"1\"}}}|client.geographicalContext.geolocation.lat:"
                    + " must be a number, not a string",
                "\"eventType\":\"a\",\"securityContext\":{\"isProxy\":\"no\"}|securityContext.isProxy:"
                    + " must be true or false, not a string",
                "\"eventType\":\"a\",\"securityContext\":{\"asNumber\":1.5}|securityContext.asNumber:"
                    + " must be a whole number, not a number",
                "\"eventType\":\"a\",\"debugContext\":{\"debugData\":[]}|debugContext.debugData:"
                        + " must be an object, not a list",
                "\"eventType\":\"a\",\"request\":{\"ipChain\":[{\"ip\":1}]}|request.ipChain[0].ip:"
                        + " must be a string, not a number"
            })
    void refusesWhatADocumentedMemberCannotHold(String members, String cause) {
        assertRefused(server.post(source, "{" + members + "}"), "events[0]." + cause);
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"severity\":null,\"outcome\":null,\"actor\":null,\"target\":null,\"uuid\":null,\"published\":null",
                "\"actor\":{\"type\":\"SomethingNew\",\"id\":null},\"client\":{\"device\":\"Fridge\"}",
                "\"version\":0,\"client\":{\"geographicalContext\":{\"postalCode\":94103}}",
                "\"published\":\"2026-03-02T12:00:00.000Z\"",
                "\"published\":\"1999-12-31t23:59:59z\"",
                "\"debugContext\":{\"debugData\":{\"a\":1,\"b\":\"2\",\"c\":{\"d\":[]}}}",
                "\"event_hook\":1,\"uuid\":\"anything goes\""
            })
    void leavesOpenWhatTheReferenceLeavesOpen(String members) {
        assertThat(
                        server.post(source, "{\"eventType\":\"some.unknown.type\"," + members + "}")
                                .status())
                .isEqualTo(202);
    }

    @Test
    void countsCharactersOfTheEventTypeNotBytes() {
        assertThat(
                        server.post(
                                        source,
                                        "{\"eventType\":\"" + "\ud83d\ude00".repeat(255) + "\"}")
                                .status())
                .isEqualTo(202);
        assertThat(server.post(source, "{\"eventType\":\"" + "a".repeat(256) + "\"}").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[{\"eventType\":\"a\"}",
                "{\"eventType\":\"a\",\"eventType\":\"b\"}",
                "nope",
                "{\"eventType\":\"a\"} {\"eventType\":\"b\"}",
                "[{\"eventType\":\"a\"}] x"
            })
    void refusesWhatIsNoJson(String body) {
        Reply reply = server.post(source, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("errorCode").asText()).isEqualTo("E0000003");
        assertThat(reply.causes()).isNotEmpty();
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'eventType':'a'},{'eventType':'a','x':{'y':{},'y':1}}]|events[1]: the"
                        + " member 'y' stands there twice (line 1, column",
                "[{'eventType':'a'},|events[1]: the text ends",
                "[{'eventType':'a'}, oops]|events[1]: 'oops' is no JSON value",
            })
    void namesTheEventWhereTheDocumentBreaks(String body, String cause) {
        Reply reply = server.post(source, body.replace('\'', '"'));
        assertThat(reply.causes().getFirst())
                .startsWith(cause)
                .doesNotContain("FAIL_ON", "StreamRead");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "\"text\"", "true"})
    void refusesWhatIsNeitherAnEventNorAnArray(String body) {
        assertRefused(server.post(source, body), "events: must be an event or an array of events");
    }

    @Test
    void keepsHalfACharacterInATextButNotInANameOrId() throws Exception {
        String event = "{\"eventType\":\"a\",\"uuid\":\"half\",\"x\":\"\\uD800\"";
        assertThat(server.post(source, event + "}").status()).isEqualTo(202);
        assertThat(new String(EventJson.bytes(stored().getFirst().json()), StandardCharsets.UTF_8))
                .startsWith(event);
        assertRefused(
                server.post(
                        source,
                        "[{\"eventType\":\"\\ud800\"},{\"eventType\":\"a\",\"uuid\":\"\\udc00\"}]"),
                "events[0].eventType: must not contain control characters or broken ones",
                "events[1].uuid: must not contain control characters or broken ones");
        assertThat(server.post(source, "{\"eventType\":\"a\",\"\\udc00\":1}").status())
                .isEqualTo(400);
    }

    @Test
    void boundsTheNestingOfAnEvent() {
        String deep = "{\"eventType\":\"a\",\"x\":" + "[".repeat(70) + "]".repeat(70) + "}";
        assertThat(server.post(source, deep).status()).isEqualTo(400);
        assertThat(postLines(deep).status()).isEqualTo(400);
        assertThat(stored()).isEmpty();
    }

    @Test
    void boundsTheSizeOfAnEvent() {
        String large = "{\"eventType\":\"a\",\"x\":\"" + "y".repeat(1_000_001) + "\"}";
        assertRefused(
                server.post(source, large), "events[0]: must not be larger than 1,000,000 bytes");
    }

    @Test
    void boundsTheNumberOfEvents() {
        String many = "[" + "{\"eventType\":\"a\"},".repeat(10_000) + "{\"eventType\":\"a\"}]";
        assertRefused(
                server.post(source, many), "events: must not be more than 10,000 in one request");
        assertThat(stored()).isEmpty();
    }

    @Test
    void boundsTheSizeOfTheBody() {
        Reply reply = server.post(source, "[" + " ".repeat(16_000_000) + "]");
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.causes()).isNotEmpty();
    }

    @Test
    void boundsTheTokensOfTheBody() {
        assertThat(
                        server.post(
                                        source,
                                        "[{\"eventType\":\"a\",\"x\":["
                                                + "0,".repeat(3_100_000)
                                                + "0]}]")
                                .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, E0000021",
        "application/x-www-form-urlencoded, E0000021",
        "application/json; charset=iso-8859-1, E0000021",
        "nonsense, E0000021",
        "'application/json; charset=\"', E0000021",
        "'application/json; charset=\"utf-8', E0000021",
        "'application/json; charset=', E0000021",
        "'application/json; charset = utf-8', E0000021",
        "'application/json/; x', E0000021",
        "';', E0000021",
        "'', E0000019"
    })
    void refusesOtherContentTypes(String contentType, String code) {
        HttpRequest.Builder request =
                server.request("/api/v1/logs", "okta")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"eventType\":\"a\"}"));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        Reply reply = server.send(request);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("errorCode").asText()).isEqualTo(code);
    }

    @Test
    void takesACompressedBody() throws IOException {
        byte[] json = "{\"eventType\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(body)) {
            out.write(json);
        }
        assertThat(compressed("gzip", body.toByteArray()).status()).isEqualTo(202);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void refusesABodyThatIsCompressedOtherwise() {
        byte[] json = "{\"eventType\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        Reply unknown = compressed("br", json);
        assertThat(unknown.status()).isEqualTo(415);
        assertThat(unknown.body().toString()).contains("Content-Encoding").contains("br");
        assertThat(compressed("gzip", json).status()).isEqualTo(400);
        assertThat(stored()).isEmpty();
    }

    private Reply compressed(String coding, byte[] body) {
        return server.send(
                server.request("/api/v1/logs", "okta")
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", coding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Test
    void takesJsonWithACharset() {
        byte[] body = "{\"eventType\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(server.post("okta", "Application/JSON; charset=UTF-8", body).status())
                .isEqualTo(202);
    }

    @Test
    void distinguishesSourcesByTheirToken() {
        byte[] body = "{\"eventType\":\"a\",\"uuid\":\"one\"}".getBytes(StandardCharsets.UTF_8);
        server.post("first", "application/json", body);
        Reply other = server.post("second", "application/json", body);
        assertThat(other.body().at("/events/0/duplicate").asBoolean()).isFalse();
        assertThat(stored()).extracting(StoredEvent::source).containsExactly("first", "second");
    }

    @Test
    void asksForThePermission() {
        Reply reply =
                server.post(
                        "okta:READ_LOG", "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body().path("errorCode").asText()).isEqualTo("E0000006");
    }
}
