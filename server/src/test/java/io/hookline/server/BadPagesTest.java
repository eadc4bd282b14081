package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.BadServer.Asked;
import io.hookline.server.BadServer.Reply;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Where other systems lead a call: to the next page after its token has expired, to other hosts, to
 * other schemes, to this machine, and round in a circle.
 */
class BadPagesTest {
    private static final String SECRET = "kZk3vNVnSeX0pQrStUvWxYz1";

    @TempDir static Path data;
    private static FlowServer flows;
    private static BadServer system;
    private static BadServer other;

    @BeforeAll
    static void start() {
        flows = new FlowServer(data);
        system = new BadServer();
        other = new BadServer();
    }

    @AfterAll
    static void stop() {
        flows.close();
        system.close();
        other.close();
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }

    private static String connection(String connector, boolean oauth) {
        ObjectNode body = Json.object().put("name", connector).put("connector", connector);
        body.put("baseUrl", system.url("/api"));
        ObjectNode auth = body.putObject("auth");
        if (oauth) {
            auth.put("type", "oauth2").put("clientId", "me").put("clientSecret", SECRET);
            auth.put("tokenUrl", system.url("/token"));
        } else {
            auth.put("type", "token").put("token", SECRET);
        }
        return flows.call("POST", "/connections", body.toString()).path("id").asText();
    }

    private static String on(FlowDocument document) {
        String flow = flows.create(document);
        flows.call("POST", "/flows/" + flow + "/on?helpers=true", "{\"saveData\": true}");
        return flow;
    }

    private static String pages(String connection) {
        return on(
                FlowDocument.helper("pages")
                        .card("card", "x:httpfunctions:getPages", "Card")
                        .connection(connection)
                        .input("Request", "URL", "string", text("things"))
                        .output("Result", "Records", "object[]"));
    }

    private static String users(String connection) {
        String helper = on(FlowDocument.helper("each").output("", "Record", "object"));
        return on(
                FlowDocument.helper("users")
                        .card("card", "x:okta:listUsersWithSearch", "Card")
                        .connection(connection)
                        .input("parameters", "resultSet", "string", text("Stream Matching Records"))
                        .input("Inputs", "status", "string", text("ACTIVE"))
                        .input("Streaming", "Flow", "flo", text(helper))
                        .output("Result", "Records Streamed", "number"));
    }

    private static JsonNode failed(String flow, String kind) {
        JsonNode ended = flows.run(flow, false);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("FAILURE");
        assertThat(card(ended).at("/error/kind").asText()).as(ended.toString()).isEqualTo(kind);
        assertThat(ended.toString()).doesNotContain(SECRET);
        return ended;
    }

    private static JsonNode card(JsonNode execution) {
        return execution
                .path("steps")
                .valueStream()
                .filter(step -> step.path("title").asText().equals("Card"))
                .reduce((first, second) -> second)
                .orElse(Json.object());
    }

    private static List<String> paths(BadServer server) {
        return server.asked().stream().map(Asked::path).toList();
    }

    /** The token of the first page has expired on the way to the second. */
    private static Reply expiring(Asked asked, int valid) {
        if (asked.path().equals("/token")) {
            return Reply.of(
                    200,
                    "{\"access_token\": \"token-of-request-"
                            + asked.number()
                            + "\", \"expires_in\": 3600}");
        }
        if (!asked.path().contains("page=2")) {
            return Reply.of(
                    200,
                    "[{\"id\": 1}]",
                    "Link: <" + system.url("/api/things?page=2") + ">; rel=next");
        }
        boolean fresh = asked.header("authorization").equals("Bearer token-of-request-" + valid);
        return fresh
                ? Reply.of(200, "[{\"id\": 2}]")
                : Reply.of(401, "{\"error\": \"expired " + asked.header("authorization") + "\"}");
    }

    @Test
    void aTokenThatExpiresBetweenPagesIsReplacedAndNoPageIsReadTwice() {
        system.day(asked -> expiring(asked, 4));

        JsonNode ended = flows.run(pages(connection("httpfunctions", true)), false);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(card(ended).at("/outputs/Result/Records")).hasSize(2);
        assertThat(paths(system))
                .containsExactly(
                        "/token",
                        "/api/things",
                        "/api/things?page=2",
                        "/token",
                        "/api/things?page=2");
        assertThat(ended.toString()).doesNotContain("token-of-request-", SECRET);
    }

    @Test
    void aTokenThatIsRefusedAgainEndsTheCard() {
        system.day(asked -> expiring(asked, 99));

        JsonNode ended = failed(pages(connection("httpfunctions", true)), "Unauthorised");

        assertThat(system.asked()).hasSize(5);
        assertThat(ended.toString()).doesNotContain("token-of-request-");
    }

    @Test
    void aTokenOfOktaThatIsRefusedBetweenPagesEndsTheStream() {
        system.day(asked ->
                asked.path().contains("page=2")
                        ? Reply.of(
                                401, "{\"errorCode\": \"E0000011\", \"errorSummary\": \"Invalid\"}")
                        : Reply.of(
                                200,
                                "[{\"id\": \"00u1\"}]",
                                "Link: <"
                                        + system.url("/api/v1/users?page=2")
                                        + ">; rel=\"next\""));

        failed(users(connection("okta", false)), "Unauthorised");
        assertThat(system.asked()).hasSize(2);
    }

    /** A page that leads to itself, and two that lead to each other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void pagesThatLeadRoundInACircleEndTheStream(int pages) {
        system.day(asked ->
                Reply.of(
                        200,
                        "[{\"id\": \"00u1\"}]",
                        "Link: <"
                                + system.url("/api/v1/users?after=" + asked.number() % pages)
                                + ">; rel=\"next\""));

        failed(users(connection("okta", false)), "Rejected");

        assertThat(system.asked()).hasSizeLessThanOrEqualTo(4 * pages + 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OTHER",
                "http://169.254.169.254/latest/meta-data/",
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "//example.org/x",
                "http://user@127.0.0.1:OTHERPORT/",
            })
    void aPageSomewhereElseIsNotAskedFor(String link) {
        String next =
                link.replace("OTHERPORT", String.valueOf(other.port()))
                        .replace("OTHER", other.url("/api/things?page=2"));
        system.day(asked -> Reply.of(200, "[{\"id\": 1}]", "Link: <" + next + ">; rel=\"next\""));
        other.day(asked -> Reply.of(200, "[]"));

        JsonNode pages = flows.run(pages(connection("httpfunctions", false)), false);
        JsonNode users = flows.run(users(connection("okta", false)), false);

        assertThat(pages.path("status").asText()).as(pages.toString()).isEqualTo("FAILURE");
        assertThat(users.path("status").asText()).as(users.toString()).isEqualTo("FAILURE");
        assertThat(system.asked()).hasSize(2);
        assertThat(other.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "301, get",
        "302, post",
        "303, post",
        "307, post",
        "308, put",
        "302, delete",
        "307, raw"
    })
    void noRedirectIsFollowedAndNoTokenCarriedOver(int status, String card) {
        system.day(asked -> Reply.of(status, "{}", "Location: " + other.url("/stolen")));
        other.day(asked -> Reply.of(200, "{}"));
        FlowDocument document =
                FlowDocument.helper("redirected " + status + card)
                        .card("card", "x:httpfunctions:" + card, "Card")
                        .connection(connection("httpfunctions", false))
                        .input("Request", "URL", "string", text("things"));

        JsonNode ended = failed(on(document), "Rejected");

        assertThat(card(ended).at("/error/statusCode").asInt()).isEqualTo(status);
        assertThat(other.asked()).isEmpty();
    }

    private static FlowDocument following(String name) {
        return FlowDocument.helper(name)
                .card("card", "x:httpfunctions:get", "Card")
                .connection(connection("httpfunctions", false))
                .input("Request", "URL", "string", text("things"))
                .input("parameters", "followRedirects", "string", text("Yes"))
                .output("Response", "Body", "object");
    }

    @Test
    void aRedirectIsFollowedWhenAskedForWithinTheOrigin() {
        system.day(asked ->
                asked.path().equals("/api/things")
                        ? Reply.of(302, "", "Location: ../elsewhere?a=b")
                        : Reply.of(200, "{\"here\": true}"));

        JsonNode ended = flows.run(on(following("follow")), false);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
        assertThat(card(ended).at("/outputs/Response/Body/here").asBoolean()).isTrue();
        assertThat(paths(system)).containsExactly("/api/things", "/elsewhere?a=b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OTHER",
                "http://169.254.169.254/latest/meta-data/",
                "https://127.0.0.1/api/things",
                "file:///etc/passwd",
                "//example.org/x",
                "javascript:alert(1)",
            })
    void aRedirectToAnotherOriginIsNotFollowedThough(String location) {
        system.day(asked ->
                Reply.of(302, "", "Location: " + location.replace("OTHER", other.url("/stolen"))));
        other.day(asked -> Reply.of(200, "{}"));

        failed(on(following("elsewhere")), "Invalid");

        assertThat(system.asked()).hasSize(1);
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void aCircleOfRedirectsEnds() {
        system.day(asked -> Reply.of(307, "", "Location: /api/things"));

        failed(on(following("circle")), "Rejected");

        assertThat(system.asked()).hasSize(6);
    }

    /** The secret of the client would go along. */
    @Test
    void noRedirectOfATokenAddressIsFollowed() {
        system.day(asked -> Reply.of(307, "{}", "Location: " + other.url("/token")));
        other.day(asked -> Reply.of(200, "{\"access_token\": \"x\"}"));

        failed(pages(connection("httpfunctions", true)), "Rejected");

        assertThat(other.asked()).isEmpty();
    }

    /** Card, URL: without a connection, too, nothing inside is reached. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:169.254.169.254]/",
                "http://10.0.0.1/",
                "http://[fd00::1]/",
                "http://[::1]:1/",
            })
    void anAddressInsideIsNotCalled(String url) {
        FlowDocument document =
                FlowDocument.helper("inside")
                        .card("card", "http:raw", "Card")
                        .text("url", url)
                        .text("method", "GET");

        failed(on(document), "Invalid");
    }

    /** A flow that calls its own invoke URL is cut, and every execution of the chain ends. */
    @Test
    void aFlowThatCallsItselfByItsAddressIsCut() {
        String flow =
                flows.create(
                        FlowDocument.endpoint("Round")
                                .card("card", "http:raw", "Card")
                                .text("url", "http://127.0.0.1:1/")
                                .text("method", "POST"));
        String own = flows.call("GET", "/flows/" + flow, "").path("invokeUrl").asText();
        ObjectNode document = (ObjectNode) flows.call("GET", "/flows/" + flow + "/document", "");
        String round = document.toString().replace("http://127.0.0.1:1/", own);
        flows.call("PUT", "/flows/" + flow + "/document", round);
        flows.call("POST", "/flows/" + flow + "/on", "");

        flows.start(flow, false);

        String failures = "/executions?flow=" + flow + "&status=FAILURE";
        long began = System.nanoTime();
        while (flows.call("GET", failures, "").isEmpty()
                && System.nanoTime() - began < 20_000_000_000L) {
            LockSupport.parkNanos(5_000_000);
        }
        JsonNode cut = flows.call("GET", failures, "");
        assertThat(cut).as("the last one hears that the chain ends").hasSize(1);
        JsonNode all = flows.call("GET", "/executions?flow=" + flow + "&limit=100", "");
        all.forEach(one -> flows.awaitEnded(one.path("id").asText()));
        assertThat(flows.call("GET", "/executions?flow=" + flow + "&limit=100", "")).hasSize(10);
        assertThat(flows.awaitEnded(cut.path(0).path("id").asText()).toString()).contains("508");
    }
}
