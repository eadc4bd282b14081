package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.e2e.Api.Reply;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Whatever is sent to whatever path: a clear refusal, never a 5xx, never a change. */
class BadInputTest {
    private static final String OURS = "/api/hookline/v1";
    private static final String ABSENT = "6f1c6f54-54fd-4a55-9f0c-000000000000";

    @TempDir static Path folder;
    @AutoClose private static Hookline hookline;
    @AutoClose private static SlackServer slack;
    private static Api api;
    private static JsonNode flow;
    private static JsonNode hook;
    private static JsonNode connection;

    @BeforeAll
    static void fill() {
        slack = new SlackServer();
        hookline = Hookline.start(Hookline.Settings.in(folder));
        api = hookline.api();
        Workspace workspace = new Workspace(api);
        JsonNode imported = workspace.importFlows(Checkout.ownPhishingFlow(), "Bad input");
        connection = workspace.connectSlack(imported.at("/connections/0"), slack.url());
        flow = workspace.flow(imported.at("/flows/0"));
        hook =
                workspace.createHook(
                        "Bad input",
                        flow.get("invokeUrl").asText(),
                        List.of(Events.MFA),
                        Optional.of(Events.PHISHING_FILTER));
    }

    @Test
    void noBodyAnywhereMakesItFail() {
        List<Executable> checks = new ArrayList<>();
        for (String path : paths()) {
            for (String method : List.of("POST", "PUT", "PATCH", "GET", "DELETE")) {
                if (rightlyChanges(method, path)) {
                    continue;
                }
                for (var body : bodies().entrySet()) {
                    checks.add(() -> assertNo5xx(method, path, body.getKey(), body.getValue()));
                }
            }
        }
        assertUnchangedBy(() -> assertAll(checks));
    }

    @Test
    void noBodyOnAnyDescribedPathMakesItFail() {
        JsonNode described = api.get(OURS + "/openapi.json").expect(200).json().get("paths");
        List<Executable> checks = new ArrayList<>();
        described
                .properties()
                .forEach(path -> {
                    String absent = path.getKey().replaceAll("\\{[^}]+}", ABSENT);
                    path.getValue()
                            .fieldNames()
                            .forEachRemaining(method -> checks.addAll(eachBody(method, absent)));
                });
        assertThat(checks).hasSizeGreaterThan(500);
        assertUnchangedBy(() -> assertAll(checks));
    }

    private static List<Executable> eachBody(String method, String path) {
        if (path.endsWith("/live") || !method.matches("get|post|put|delete")) {
            return List.of();
        }
        return bodies().entrySet().stream()
                .<Executable>map(body ->
                        () ->
                                assertNo5xx(
                                        method.toUpperCase(java.util.Locale.ROOT),
                                        path,
                                        body.getKey(),
                                        body.getValue()))
                .toList();
    }

    @Test
    void noQueryMakesItFail() {
        List<Executable> checks = new ArrayList<>();
        for (String path :
                List.of(
                        "/api/v1/logs",
                        "/api/v1/eventHooks",
                        OURS + "/executions",
                        OURS + "/eventTypes",
                        OURS + "/flows",
                        OURS + "/folders",
                        OURS + "/tables",
                        OURS + "/connections")) {
            for (String query : queries()) {
                checks.add(() -> assertNo5xx("GET", path + "?" + query, query, new byte[0]));
            }
        }
        assertAll(checks);
    }

    @Test
    void mutationsOfGoodBodiesNeverMakeItFail() {
        long seed = Long.getLong("hookline.seed", System.nanoTime());
        System.out.println("BadInputTest: repeat with -Dhookline.seed=" + seed);
        Random random = new Random(seed);
        List<Executable> checks = new ArrayList<>();
        ObjectNode putHook = hook.deepCopy();
        for (int i = 0; i < 150; i++) {
            checks.add(mutated(random, "PUT", "/api/v1/eventHooks/" + Workspace.id(hook), putHook));
            checks.add(mutated(random, "POST", "/api/v1/eventHooks", putHook));
            checks.add(
                    mutated(
                            random,
                            "POST",
                            "/api/v1/logs",
                            Events.phishing("ada@example.org", "203.0.113.7")));
            checks.add(
                    mutated(
                            random,
                            "PUT",
                            OURS + "/connections/" + Workspace.id(connection),
                            connection));
        }
        assertAll(checks);
    }

    @Test
    void wrongCredentialsAreRefusedEverywhere() {
        List<Executable> checks = new ArrayList<>();
        for (String path : paths()) {
            if (path.startsWith("/api/flo/")) {
                continue;
            }
            for (String authorization :
                    List.of("", "SSWS", "SSWS wrong", "Bearer x", "Basic eDp5", "SSWS \u00e9")) {
                for (String method : List.of("GET", "POST")) {
                    checks.add(() -> {
                        Reply reply =
                                hookline.anonymous()
                                        .send(
                                                method,
                                                path,
                                                Optional.of(new byte[0]),
                                                authorization.isEmpty()
                                                        ? Map.of()
                                                        : Map.of("Authorization", authorization));
                        if (path.contains("%2e")) {
                            assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
                            assertThat(reply.json().get("errorCauses").toString())
                                    .contains("The request could not be read");
                            return;
                        }
                        assertThat(reply.status())
                                .as("%s with '%s'", reply, authorization)
                                .isIn(401, 403, 404, 405, 429);
                    });
                }
            }
        }
        assertAll(checks);
        assertThat(api.get("/api/v1/logs?limit=1").status())
                .as("the right token still passes, whoever shares its address")
                .isEqualTo(200);
    }

    @Test
    void refusalsSayWhatWasExpected() {
        assertAll(
                () ->
                        assertOkta(
                                api.get("/api/v1/eventHooks/who00000000000000000"),
                                404,
                                "E0000007"),
                () -> assertOkta(api.get("/api/v1/nowhere"), 404, "E0000008"),
                () -> assertOkta(api.post("/api/v1/eventHooks", text("{")), 400, "E0000003"),
                () -> assertOkta(api.post("/api/v1/eventHooks", text("{}")), 400, "E0000001"),
                () -> assertOkta(api.delete("/api/v1/logs"), 405, "E0000022"),
                () -> assertOkta(hookline.anonymous().get("/api/v1/logs"), 401, "E0000011"),
                () -> assertOkta(api.get("/api/v1/logs?limit=1001"), 400, "E0000001"),
                () ->
                        assertOkta(
                                api.get("/api/v1/logs?filter=eventType+xx+%22a%22"),
                                400,
                                "E0000053"),
                () -> assertProblem(api.get(OURS + "/flows/" + ABSENT), 404),
                () -> assertProblem(api.get(OURS + "/executions/" + ABSENT), 404),
                () -> assertProblem(api.get(OURS + "/nowhere"), 404),
                () -> assertProblem(api.post(OURS + "/flows/import?folder=X", text("{}")), 400),
                () -> assertProblem(hookline.anonymous().get(OURS + "/flows"), 401),
                () ->
                        assertProblem(
                                hookline.anonymous().get("/api/flo/" + "0".repeat(32) + "/invoke"),
                                404),
                () -> assertProblem(invoke("?clientToken=wrong", "POST"), 401),
                () -> assertProblem(invoke("", "POST"), 401),
                () -> assertProblem(invokeRightly("POST"), 409),
                () -> assertProblem(invokeRightly("DELETE"), 405),
                () ->
                        assertThat(invokeRightly("DELETE").headers().firstValue("Allow"))
                                .hasValueSatisfying(
                                        allow -> assertThat(allow).contains("GET", "POST")));
    }

    @Test
    void anIngestIsAllOrNothingAndNamesEveryBadOne() {
        Workspace workspace = new Workspace(api);
        int before = workspace.log("eventType eq \"bad.input\"").size();
        Reply reply =
                api.post(
                        "/api/v1/logs",
                        text("[{\"eventType\":\"bad.input\"},{},{\"eventType\":\"bad.input\"},7]"));
        assertOkta(reply, 400, "E0000001");
        assertThat(reply.json().get("errorCauses").toString()).contains("1").contains("3");
        assertThat(workspace.log("eventType eq \"bad.input\"")).hasSize(before);
        assertOkta(
                api.post("/api/v1/logs", text("{\"eventType\":\"hookline.mine\"}")),
                400,
                "E0000001");
        assertOkta(
                api.post(
                        "/api/v1/logs",
                        text(
                                "{\"eventType\":\"bad.input\",\"published\":\"2999-01-01T00:00:00Z\"}")),
                400,
                "E0000001");
    }

    private static List<String> paths() {
        String flowId = Workspace.id(flow);
        String hookId = Workspace.id(hook);
        return List.of(
                "/api/v1/logs",
                "/api/v1/eventHooks",
                "/api/v1/eventHooks/" + hookId,
                "/api/v1/eventHooks/who00000000000000000",
                "/api/v1/eventHooks/%2e%2e%2f",
                "/api/v1/eventHooks/" + hookId + "/lifecycle/verify",
                "/api/v1/eventHooks/" + hookId + "/lifecycle/nothing",
                "/api/v1/nowhere",
                "/api/flo/" + flow.get("alias").asText() + "/invoke",
                "/api/flo/" + flow.get("alias").asText() + "/resume/" + ABSENT,
                "/api/flo/short/invoke",
                OURS + "/eventTypes",
                OURS + "/eventHooks/" + hookId + "/preview",
                OURS + "/eventHooks/" + hookId + "/deliveries",
                OURS + "/filters/check",
                OURS + "/folders",
                OURS + "/folders/" + ABSENT,
                OURS + "/folders/" + ABSENT + "/export",
                OURS + "/flows",
                OURS + "/flows/" + flowId,
                OURS + "/flows/not-a-uuid",
                OURS + "/flows/" + flowId + "/document",
                OURS + "/flows/" + flowId + "/off",
                OURS + "/flows/" + flowId + "/run",
                OURS + "/flows/" + flowId + "/validate",
                OURS + "/flows/import",
                OURS + "/flows/import?folder=",
                OURS + "/flows/import?folder=X",
                OURS + "/tables",
                OURS + "/tables/" + ABSENT,
                OURS + "/connections",
                OURS + "/connections/" + Workspace.id(connection),
                OURS + "/connections/" + ABSENT,
                OURS + "/executions",
                OURS + "/executions/" + ABSENT,
                OURS + "/executions/not-a-uuid",
                OURS + "/executions/" + ABSENT + "/cancel",
                OURS + "/users",
                OURS + "/tokens",
                OURS + "/nowhere");
    }

    /** Requests that rightly succeed with any body or none. */
    private static boolean rightlyChanges(String method, String path) {
        return path.endsWith("/lifecycle/verify")
                || (method.equals("DELETE")
                        && (path.endsWith(Workspace.id(flow))
                                || path.endsWith(Workspace.id(connection))));
    }

    private static Map<String, byte[]> bodies() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("nothing", new byte[0]);
        for (String json :
                List.of(
                        "{",
                        "null",
                        "true",
                        "0",
                        "\"text\"",
                        "[]",
                        "[null]",
                        "[[]]",
                        "{}",
                        "{\"name\":null}",
                        "{\"name\":{}}",
                        "{\"name\":7,\"events\":[],\"channel\":\"x\"}",
                        "{\"events\":{\"items\":null},\"channel\":{\"config\":null},\"name\":\"x\"}",
                        "{\"type\":\"flopack\",\"data\":null}",
                        "{\"type\":\"flopack\",\"version\":\"1.5.0\",\"data\":{\"flos\":{\"a\":null}}}",
                        "{\"type\":\"flopack\",\"version\":\"1.5.0\",\"data\":{\"flos\":[],\"configs\":7}}",
                        "{\"eventType\":7}",
                        "{\"eventType\":\"\"}",
                        "{\"eventType\":\"a.b\",\"target\":7,\"actor\":[]}",
                        "{\"eventType\":\"a.b\",\"uuid\":\"no\",\"published\":7}",
                        "{\"a\":1}{\"b\":2}",
                        "{\"a\":1e999999999}",
                        "{\"a\":\"\\ud800\"}")) {
            bodies.put(json, text(json));
        }
        bodies.put("deep", text("[".repeat(20_000) + "]".repeat(20_000)));
        bodies.put("deep objects", text("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)));
        bodies.put("long name", text("{\"name\":\"" + "x".repeat(100_000) + "\"}"));
        bodies.put("invalid utf-8", new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'});
        bodies.put("zeros", new byte[64]);
        return bodies;
    }

    private static List<String> queries() {
        return List.of(
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=99999999999999999999",
                "limit=",
                "after=garbage",
                "after=%00",
                "since=yesterday",
                "since=2026-13-45T00:00:00Z",
                "until=",
                "since=2026-06-01T00:00:00Z&until=2026-01-01T00:00:00Z",
                "sortOrder=SIDEWAYS",
                "filter=",
                "filter=%28",
                "filter=eventType",
                "filter=eventType+eq",
                "filter=eventType+eq+%22unterminated",
                "filter=nothing+eq+%22a%22",
                "filter=" + "%28".repeat(1_000),
                "filter=not+" + "not+".repeat(200) + "eventType+pr",
                "q=" + "x".repeat(50),
                "q=%25%27%22%00",
                "status=NOTHING",
                "flow=not-a-uuid",
                "flow=" + ABSENT,
                "eligible=perhaps",
                "limit=1&limit=2");
    }

    private static Executable mutated(Random random, String method, String path, JsonNode good) {
        byte[] bytes = good.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]\",:0-.ntf\\".charAt(random.nextInt(14));
                case 2 -> bytes = cut(bytes, at, at + random.nextInt(20));
                default -> bytes = cut(bytes, at, bytes.length);
            }
            if (bytes.length == 0) {
                break;
            }
        }
        byte[] sent = bytes;
        return () -> assertNo5xx(method, path, new String(sent, StandardCharsets.ISO_8859_1), sent);
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        int end = Math.min(to, bytes.length);
        byte[] rest = new byte[bytes.length - (end - from)];
        System.arraycopy(bytes, 0, rest, 0, from);
        System.arraycopy(bytes, end, rest, from, bytes.length - end);
        return rest;
    }

    private static void assertNo5xx(String method, String path, String name, byte[] body)
            throws IOException {
        Reply reply = api.send(method, path, Optional.of(body), Map.of());
        assertThat(reply.status())
                .as("%s with %s", reply, name.length() > 200 ? name.substring(0, 200) : name)
                .isLessThan(500);
        if (reply.status() >= 400) {
            assertThat(reply.headers().firstValue("content-type").orElse(""))
                    .as(reply.toString())
                    .contains("json");
        }
    }

    /** Runs something that must leave the hook, the flow and the connection as they are. */
    private static void assertUnchangedBy(Runnable something) {
        List<String> things =
                List.of(
                        "/api/v1/eventHooks/" + Workspace.id(hook),
                        OURS + "/flows/" + Workspace.id(flow) + "/document",
                        OURS + "/connections/" + Workspace.id(connection));
        List<String> before =
                things.stream().map(path -> api.get(path).expect(200).body()).toList();
        something.run();
        assertThat(things.stream().map(path -> api.get(path).expect(200).body()).toList())
                .isEqualTo(before);
    }

    private static Reply invoke(String query, String method) throws IOException {
        return hookline.anonymous()
                .send(
                        method,
                        "/api/flo/" + flow.get("alias").asText() + "/invoke" + query,
                        Optional.of(text("{}")),
                        Map.of());
    }

    private static Reply invokeRightly(String method) throws IOException {
        return invoke("?clientToken=" + flow.get("clientToken").asText(), method);
    }

    private static void assertOkta(Reply reply, int status, String code) {
        reply.expect(status);
        JsonNode error = reply.json();
        assertThat(error.path("errorCode").asText()).as(reply.toString()).isEqualTo(code);
        assertThat(error.path("errorLink").asText()).isEqualTo(code);
        assertThat(error.path("errorSummary").asText()).isNotEmpty();
        assertThat(error.path("errorId").asText()).startsWith("oae");
        assertThat(error.path("errorCauses").isArray()).isTrue();
    }

    private static void assertProblem(Reply reply, int status) {
        reply.expect(status);
        assertThat(reply.headers().firstValue("content-type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.json().path("title").asText()).isNotEmpty();
        assertThat(reply.json().path("detail").asText()).isNotEmpty();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
