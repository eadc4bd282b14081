package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The description of flows in {@code openapi.json} fits every flow that there is, and no other. */
class DescribedFlowsTest {
    private static final Path ROOT = Path.of(System.getProperty("hookline.root", ".."));
    private static final String NAME = "https://description.invalid/openapi.json";
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDialect(
                    Dialects.getDraft202012(),
                    registry -> registry.schemas(Map.of(NAME, openApi())));

    private static String openApi() {
        try (InputStream file = Server.class.getResourceAsStream("/openapi.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> faults(String schema, String json) {
        Schema described =
                SCHEMAS.getSchema(SchemaLocation.of(NAME + "#/components/schemas/" + schema));
        return described.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static ObjectNode example() throws IOException {
        return (ObjectNode)
                Json.MAPPER.readTree(
                        Files.readAllBytes(ROOT.resolve("docs/examples/greeting.json")));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".flopack")).sorted().toList();
        }
    }

    private static void assertDescribed(List<Path> files) throws IOException {
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String json = Files.readString(file);
            assertThat(faults("Flopack", json)).as("%s", file).isEmpty();
            for (JsonNode flow : Json.MAPPER.readTree(json).path("data").path("flos")) {
                assertThat(faults("FlowDocument", flow.toString())).as("%s", file).isEmpty();
            }
        }
    }

    @Test
    void fitsTheTemplatesAndTheExample() throws IOException {
        assertDescribed(files(ROOT.resolve("templates")));
        assertThat(faults("FlowDocument", example().toString())).isEmpty();
    }

    @Test
    void fitsEveryPublishedFile() throws IOException {
        Path published = ROOT.resolve("../shared/flopacks");
        Assumptions.assumeTrue(Files.isDirectory(published), "The published flopacks are not here");
        assertDescribed(files(published));
    }

    /** Each row: where the example is broken, and what is put there; nothing removes it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /id                                                     |
                    /id                                                     | 1
                    /name                                                   | null
                    /description                                            | {}
                    /data                                                   | []
                    /data/uuid                                              |
                    /data/log                                               | "yes"
                    /data/security_level                                    | 3
                    /data/cron                                              | "daily"
                    /data/group                                             | 1
                    /data/methods                                           |
                    /data/methods                                           | {}
                    /data/methods/0                                         | "start"
                    /data/methods/0/uuid                                    | ""
                    /data/methods/0/address                                 | "http.accept"
                    /data/methods/0/address                                 | "root:kernel:http:0.0.1:"
                    /data/methods/0/node                                    |
                    /data/methods/0/node/model                              | null
                    /data/methods/0/node/model/inputs                       | {}
                    /data/methods/0/node/model/inputs/data                  | []
                    /data/methods/0/node/model/inputs/data/nameIn           | "name"
                    /data/methods/0/node/model/inputs/data/nameIn/id        |
                    /data/methods/0/node/model/inputs/data/nameIn/key       | 1
                    /data/methods/0/node/model/inputs/data/nameIn/group     | 1
                    /data/methods/0/node/model/inputs/data/nameIn/metadata  | 1
                    /data/methods/0/node/model/inputs/data/nameIn/value     | "Ada"
                    /data/methods/0/node/model/inputs/data/nameIn/value     | {"type": "text"}
                    /data/methods/0/node/model/inputs/data/nameIn/value     | {"type": "flo", "data": {"cards": []}}
                    /data/methods/0/node/model/config                       | 5
                    /data/methods/0/node/model/policy                       | {"error": {"type": "ignore"}}
                    /data/methods/0/node/model/policy                       | {"error": {"type": "handler"}}
                    /data/methods/0/node/model/policy                       | {"error": {"type": "handler", "flo": {}}}
                    /data/methods/0/pins/nameOut                            | []
                    /data/methods/0/pins/nameOut/greet                      | "person"
                    /data/methods/0/pins/nameOut/greet/0                    | {}
                    /data/methods/0/pins/nameOut/greet/0/transform          | {"x": {"convert": "magic"}}
                    /data/methods/1/branches/yes                            | "true"
                    /data/methods/6/joins/eitherIn                          | "eitherOut"
                    /data/methods/6/joins/eitherIn/0                        | {}
                    /data/orderings                                         | []
                    /data/orderings/1                                       | ["start"]
                    /data/orderings/1                                       | [1, 2]
                    """)
    void refusesWhatIsBroken(String pointer, String json) throws IOException {
        ObjectNode flow = example();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = flow.at(pointer.substring(0, slash));
        String member = pointer.substring(slash + 1);
        if (json == null) {
            ((ObjectNode) parent).remove(member);
        } else if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(member), Json.MAPPER.readTree(json));
        } else {
            ((ObjectNode) parent).set(member, Json.MAPPER.readTree(json));
        }

        assertThat(faults("FlowDocument", flow.toString())).isNotEmpty();
    }

    @Test
    void refusesFilesThatAreNoFlopacks() throws IOException {
        List<String> accepted = new ArrayList<>();
        ObjectNode file = Json.object().put("type", "flopack").put("version", "1.5.0");
        file.putObject("data").putObject("flos").set(example().path("id").asText(), example());
        assertThat(faults("Flopack", file.toString())).isEmpty();
        for (ObjectNode broken :
                List.of(
                        file.deepCopy().put("type", "flow"),
                        file.deepCopy().put("version", "2.0"),
                        file.deepCopy().put("data", "none"),
                        file.deepCopy().set("flags", Json.object().put("looseNulls", false)),
                        (ObjectNode) file.deepCopy().without("data"))) {
            if (faults("Flopack", broken.toString()).isEmpty()) {
                accepted.add(broken.toString());
            }
        }
        assertThat(accepted).isEmpty();
    }
}
