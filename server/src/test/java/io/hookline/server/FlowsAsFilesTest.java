package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Pull and push keep a folder of files and a server alike. */
class FlowsAsFilesTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String FLOW = "folders/F/React.flow.json";

    @TempDir private Path temporary;
    private FlowServer server;
    private Path files;
    private String react;
    private String helper;

    @BeforeEach
    void build() {
        server = new FlowServer(temporary.resolve("data"));
        files = temporary.resolve("files");
        helper = server.create(FlowDocument.helper("Help / out"));
        react =
                server.create(
                        server.withEveryEffect(FlowDocument.endpoint("React"))
                                .card("call", "flow:call", "Call")
                                .flow("flow", helper));
        String url = server.call("GET", "/flows/" + react, "").path("invokeUrl").asText();
        server.call("POST", "/flows/" + react + "/on?helpers=true", "");
        server.call(
                "POST",
                "/api/v1/eventHooks",
                "{\"name\": \"Sign-ins\", \"events\": {\"type\": \"EVENT_TYPE\", \"items\":"
                        + " [\"user.session.start\"]}, \"channel\": {\"type\": \"HTTP\","
                        + " \"version\": \"1.0.0\", \"config\": {\"uri\": \""
                        + url
                        + "\"}}}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Ended(int exit, String out, String err) {}

    private Ended run(String command, String... options) {
        return run(server, command, options);
    }

    private Ended run(FlowServer asked, String command, String... options) {
        List<String> all =
                Stream.concat(
                                Stream.of(
                                        command,
                                        files.toString(),
                                        "--url",
                                        asked.server().baseUrl().toString(),
                                        "--token",
                                        TOKEN),
                                Stream.of(options))
                        .toList();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Commands.line();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exit = line.execute(all.toArray(String[]::new));
        return new Ended(exit, out.toString(), err.toString());
    }

    private Ended done(String command, String... options) {
        Ended ended = run(command, options);
        assertThat(ended.exit()).as("%s%s", ended.out(), ended.err()).isZero();
        return ended;
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(files)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                texts.put(files.relativize(path).toString(), Files.readString(path));
            }
        }
        return texts;
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = files.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    @Test
    void whatIsPulledIsStableReadableAndWithoutSecretsOrIds() throws Exception {
        done("pull");
        Map<String, String> first = texts();
        assertThat(first)
                .containsKeys(
                        FLOW,
                        "folders/F/Help %2F out.flow.json",
                        "folders/F/T.table.json",
                        "folders/F/folder.json",
                        "hooks/Sign-ins.hook.json",
                        "connections/acme.connection.json");
        assertThat(first.get(FLOW))
                .contains("hookline://connection/acme", "hookline://flow/F/Help %2F out")
                .doesNotContain(server.acme, helper, react);
        assertThat(first.get("hooks/Sign-ins.hook.json")).contains("hookline://flow/F/React");
        assertThat(first.toString())
                .doesNotContain(
                        "secret-of-acme",
                        server.call("GET", "/flows/" + react, "").path("clientToken").asText());
        server.run(react, true);
        done("pull");
        assertThat(texts()).as("nothing that runs changes a file").isEqualTo(first);
        assertThat(done("push").out()).contains("0 to create, 0 to change");
    }

    @Test
    void aPushChangesWhatThePlanShowsAndASecondOneNothing() throws Exception {
        done("pull");
        edit(FLOW, "\"Destroy\"", "\"Destroy it\"");
        edit("folders/F/T.table.json", "\"who\"", "\"whom\"");
        Ended plan = done("push", "--plan");
        assertThat(plan.out())
                .contains(
                        "change  " + FLOW, "\"Destroy\" -> \"Destroy it\"", "nothing was changed");
        assertThat(document()).doesNotContain("Destroy it");

        done("push");
        assertThat(document()).contains("Destroy it");
        assertThat(server.call("GET", "/tables", "").toString()).contains("whom");
        int version = server.call("GET", "/flows/" + react, "").path("version").asInt();
        assertThat(done("push").out()).contains("0 to create, 0 to change");
        assertThat(server.call("GET", "/flows/" + react, "").path("version").asInt())
                .isEqualTo(version);
    }

    private String document() {
        return server.call("GET", "/flows/" + react + "/document", "").toString();
    }

    @Test
    void whatIsNewIsCreatedAlsoWhenFlowsCallEachOther() throws Exception {
        done("pull");
        Files.createDirectories(files.resolve("folders/New"));
        Files.writeString(files.resolve("folders/New/folder.json"), "{}");
        Files.writeString(
                files.resolve("folders/New/Copy.flow.json"),
                Files.readString(files.resolve(FLOW))
                        .replace("hookline://flow/F/React", "hookline://flow/New/Copy")
                        .replace("hookline://flow/F/Help %2F out", "hookline://flow/New/Aid"));
        Files.writeString(
                files.resolve("folders/New/Aid.flow.json"),
                Files.readString(files.resolve("folders/F/Help %2F out.flow.json"))
                        .replace("hookline://flow/F/Help %2F out", "hookline://flow/New/Aid"));
        Files.writeString(
                files.resolve("hooks/Second.hook.json"),
                Files.readString(files.resolve("hooks/Sign-ins.hook.json"))
                        .replace("hookline://flow/F/React", "hookline://flow/New/Copy"));
        assertThat(done("push").out()).contains("4 to create, 0 to change");
        JsonNode flows = server.call("GET", "/flows", "");
        assertThat(flows.findValuesAsText("name")).contains("Copy", "Aid");
        assertThat(done("push").out()).contains("0 to create, 0 to change");
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsToldAndKept() throws Exception {
        done("pull");
        server.call("PUT", "/flows/" + react, "{\"description\": \"Theirs\"}");
        edit(FLOW, "\"Destroy\"", "\"Destroy it\"");
        Ended refused = run("push");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains(FLOW, "Nothing was pushed");
        assertThat(document()).doesNotContain("Destroy it");
        done("push", "--overwrite");
        assertThat(document()).contains("Destroy it");
    }

    @Test
    void aPushThatIsRefusedInTheMiddleChangesNothing() throws Exception {
        done("pull");
        edit("folders/F/T.table.json", "\"who\"", "\"whom\"");
        // The one that is made first calls the other.
        Files.writeString(
                files.resolve("folders/F/Aid.flow.json"),
                Files.readString(files.resolve("folders/F/Help %2F out.flow.json")));
        Files.writeString(
                files.resolve("folders/F/AAA.flow.json"),
                Files.readString(files.resolve(FLOW))
                        .replace("hookline://flow/F/Help %2F out", "hookline://flow/F/Aid"));
        edit("hooks/Sign-ins.hook.json", "user.session.start", "no.such.type");
        Ended refused = run("push");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("no.such.type", "changed back");
        assertThat(server.call("GET", "/tables", "").toString()).doesNotContain("whom");
        assertThat(server.call("GET", "/flows", "").findValuesAsText("name"))
                .doesNotContain("Aid", "AAA");
    }

    @Test
    void whatCannotWorkIsRefusedBeforeTheFirstChange() throws Exception {
        done("pull");
        server.run(react, false);
        assertThat(server.rows()).isEqualTo(1);
        edit("folders/F/T.table.json", "\"who\"", "\"whom\"");
        edit(FLOW, "hookline://connection/acme", "hookline://connection/nobody");
        Files.writeString(files.resolve("connections/New.connection.json"), "{}");
        Ended refused = run("push");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "folders/F/T.table.json leaves out the column 'who'",
                        FLOW + " refers to hookline://connection/nobody",
                        "connections/New.connection.json is not on the server");
    }

    @Test
    void filesOfOneServerArePushedToAnotherThatHasTheConnections(@TempDir Path data)
            throws Exception {
        done("pull");
        try (FlowServer other = new FlowServer(data)) {
            Files.delete(files.resolve(".pulled.json"));
            for (String name : List.of("acme", "slack")) {
                Path connection = files.resolve("connections/" + name + ".connection.json");
                JsonNode content = Json.MAPPER.readTree(Files.readString(connection));
                assertThat(content.path("auth").path("type").asText()).isEqualTo("token");
                Files.delete(connection);
            }
            Ended pushed = run(other, "push");
            assertThat(pushed.exit()).as(pushed.err()).isZero();
            assertThat(other.call("GET", "/flows", "").findValuesAsText("name"))
                    .contains("React", "Help / out");
            assertThat(other.call("GET", "/api/v1/eventHooks", "").toString()).contains("Sign-ins");
        }
    }
}
