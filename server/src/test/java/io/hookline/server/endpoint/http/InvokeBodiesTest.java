package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.endpoint.TestingCallerCheck;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What a flow sees of bodies by their types: text where it wants text, fields where fields. */
class InvokeBodiesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PARTS =
            "--X\r\n"
                    + "Content-Disposition: form-data; name=\"name\"\r\n\r\n"
                    + "ada é\r\n"
                    + "--X\r\n"
                    + "Content-Disposition: form-data; name=\"tag\"\r\n\r\n"
                    + "one\r\n"
                    + "--X\r\n"
                    + "Content-Disposition: form-data; name=\"tag\"\r\n\r\n\r\n"
                    + "--X\r\n"
                    + "Content-Disposition: form-data; name=\"photo\"; filename=\"a.bin\"\r\n"
                    + "Content-Type: image/png\r\n\r\n"
                    + "--\r\n"
                    + "-\r\n"
                    + "--X--\r\n";

    @TempDir Path folder;
    private World world;
    private TestingHttp http;

    @BeforeEach
    void start() {
        Interpreter interpreter = new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
        world = new World(folder, interpreter::run);
        world.start();
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "http://localhost",
                                new InvokeApi(
                                                world.database(),
                                                world.executions(),
                                                TestingCallerCheck.of(world, world.log()))
                                        .routes()));
        world.flows.add("fields", fields());
        world.flows.add("raw", raw());
        world.flows.add("parsed", parsed());
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    /** Declares fields. */
    private static FlowDocument fields() {
        return FlowDocument.endpoint("Fields")
                .output("body", "name", "string")
                .outputs("body", "tag", "string")
                .output("body", "photo", "file")
                .outputs("query", "page", "string")
                .output("query", "first", "string")
                .card("return", "control:return", "Return")
                .linked("", "name", "string", "start/body/name")
                .linked("", "tag", "object", "start/body/tag")
                .linked("", "photo", "file", "start/body/photo")
                .linked("", "page", "object", "start/query/page")
                .linked("", "first", "string", "start/query/first")
                .linked("", "raw", "string", "start/raw/body");
    }

    /** Links the text of body and query to inputs that want objects. */
    private static FlowDocument raw() {
        return FlowDocument.endpoint("Raw")
                .card("return", "control:return", "Return")
                .linked("", "body", "object", "start/raw/body")
                .linked("", "query", "object", "start/raw/query")
                .linked("", "text", "string", "start/raw/body");
    }

    private static FlowDocument parsed() {
        return FlowDocument.endpoint("Parsed")
                .card("parse", "json:parse", "Parse")
                .linked("", "string", "string", "start/raw/body")
                .output("", "output", "object")
                .card("return", "control:return", "Return")
                .linked("", "output", "object", "parse//output");
    }

    private HttpResponse<String> post(String alias, String query, String type, byte[] body) {
        return http.send(
                http.request("/api/flo/" + alias + "/invoke" + query)
                        .header("x-api-client-token", TestFlows.TOKEN)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private JsonNode seen(String alias, String query, String type, String body) {
        HttpResponse<String> response = post(alias, query, type, body.getBytes(UTF_8));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestingHttp.json(response);
    }

    private void assertRefused(String type, String body, String why) {
        HttpResponse<String> response = post("fields", "", type, body.getBytes(UTF_8));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestingHttp.json(response).get("reason").asText()).isEqualTo("MALFORMED_BODY");
        assertThat(TestingHttp.json(response).get("detail").asText()).contains(why);
    }

    @Test
    void declaredFieldsAreFoundInAForm() {
        JsonNode seen = seen("fields", "", FORM, "name=ada+l%C3%A9&tag=one&tag=two");
        assertThat(seen.get("name").asText()).isEqualTo("ada lé");
        assertThat(seen.get("tag").toString()).isEqualTo("[\"one\",\"two\"]");
        assertThat(seen.get("raw").asText()).isEqualTo("name=ada+l%C3%A9&tag=one&tag=two");
        assertThat(seen("fields", "", FORM, "tag=one").get("tag").toString())
                .isEqualTo("[\"one\"]");
    }

    @Test
    void aFormInAnotherCharsetIsDecodedByIt() {
        JsonNode seen = seen("fields", "", FORM + "; charset=\"ISO-8859-1\"", "name=%E9");
        assertThat(seen.get("name").asText()).isEqualTo("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM, "application/json", "text/plain", "text/plain; charset=\"", "x"})
    void jsonIsReadWhateverTheTypeSays(String type) {
        assertThat(seen("fields", "", type, "{\"name\":\"ada\"}").get("name").asText())
                .isEqualTo("ada");
    }

    @Test
    void declaredFieldsAreFoundInPartsAndFilesAreFiles() {
        JsonNode seen = seen("fields", "", "multipart/form-data; boundary=\"X\"", PARTS);
        assertThat(seen.get("name").asText()).isEqualTo("ada é");
        assertThat(seen.get("tag").toString()).isEqualTo("[\"one\",\"\"]");
        assertThat(seen.get("photo").toString())
                .isEqualTo(
                        "{\"name\":\"a.bin\",\"contentType\":\"image/png\","
                                + "\"base64\":\"LS0NCi0=\"}");
    }

    @Test
    void aFormThatIsNoneIsRefusedWithTheReason() {
        String multipart = "multipart/form-data; boundary=X";
        assertRefused("multipart/form-data", PARTS, "names no boundary");
        assertRefused(multipart, "no parts", "ends without its last boundary");
        assertRefused(
                multipart,
                PARTS.substring(0, PARTS.length() - 8),
                "ends without its last boundary");
        assertRefused(multipart, "--X\r\nA: b\r\n\r\nx\r\n--X--", "has no name");
        assertRefused(multipart, "--X\r\nA: b", "no end of its headers");
        assertRefused(FORM, "a=1&".repeat(20_000), "10000 fields");
        assertRefused("text/plain", "name=ada", "not well-formed JSON");
    }

    @Test
    void allValuesOfAParameterAreAListForWhomWantsOne() {
        JsonNode seen = seen("fields", "?page=1&page=2&first=a&first=b", FORM, "name=x");
        assertThat(seen.get("page").toString()).isEqualTo("[\"1\",\"2\"]");
        assertThat(seen.get("first").asText()).isEqualTo("a");
    }

    @Test
    void textIsFieldsWhereAnObjectIsWanted() {
        JsonNode seen = seen("raw", "?a=1&a=2&b=%20", FORM, "team=T1&text=hi+there");
        assertThat(seen.get("body").toString())
                .isEqualTo("{\"team\":\"T1\",\"text\":\"hi there\"}");
        assertThat(seen.get("query").toString()).isEqualTo("{\"a\":[\"1\",\"2\"],\"b\":\" \"}");
        assertThat(seen.get("text").asText()).isEqualTo("team=T1&text=hi+there");
    }

    @Test
    void aFormCanBeParsed() {
        assertThat(seen("parsed", "", FORM, "team=T1&text=hi").get("output").toString())
                .isEqualTo("{\"team\":\"T1\",\"text\":\"hi\"}");
    }

    @Test
    void aBodyThatWasSentEncodedIsExpandedFirst() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write("name=ada".getBytes(ISO_8859_1));
        }
        HttpResponse<String> response =
                http.send(
                        http.request("/api/flo/fields/invoke")
                                .header("x-api-client-token", TestFlows.TOKEN)
                                .header("Content-Type", FORM)
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
        assertThat(TestingHttp.json(response).get("name").asText()).isEqualTo("ada");
        assertThat(TestingHttp.json(response).get("raw").asText()).isEqualTo("name=ada");
    }

    @Test
    void noMutationOfPartsIsAnErrorOfOurs() {
        long seed = Long.getLong("hookline.seed", System.nanoTime());
        System.out.println("InvokeBodiesTest: repeat with -Dhookline.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] body = PARTS.getBytes(UTF_8);
            for (int j = random.nextInt(4); j >= 0; j--) {
                body[random.nextInt(body.length)] =
                        (byte) "\r\n-X\";=: \0".charAt(random.nextInt(10));
            }
            String type = "multipart/form-data; boundary=" + (random.nextInt(8) > 0 ? "X" : "-");
            HttpResponse<String> response = post("fields", "", type, body);
            assertThat(response.statusCode())
                    .as("seed %d: %s", seed, response.body())
                    .isIn(200, 400);
        }
    }
}
