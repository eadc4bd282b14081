package io.hookline.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.json.Json;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.memory.RequestMemory;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies that are sent encoded are read as what they were before. */
class CodingTest {
    private static final int MOST = 300_000;
    private static final byte[] TEXT = "{\"name\":\"é\"}".repeat(2_000).getBytes(UTF_8);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RequestMemory memory = new RequestMemory(1_000_000, 1_000_000);
    @AutoClose private final TestServer server = TestServer.of(router(memory));

    private static Router router(RequestMemory memory) {
        Admission open = new Admission.Open("a test");
        return new Router(
                        URI.create("http://localhost"),
                        new ClientAddress(List.of()),
                        memory,
                        AnswerMemory.unbounded())
                .add(
                        List.of(
                                Route.post(
                                        "/echo",
                                        open,
                                        request ->
                                                Response.bytes("text/plain", request.body(MOST))),
                                Route.post(
                                        "/large",
                                        open,
                                        request ->
                                                Response.bytes(
                                                        "text/plain", request.body(100_000_000))),
                                Route.post(
                                        "/headers",
                                        open,
                                        request -> {
                                            int length = request.body(MOST).length;
                                            return Response.json(
                                                    Json.object()
                                                            .put("length", length)
                                                            .putPOJO(
                                                                    "names",
                                                                    request.headers().keySet()));
                                        })));
    }

    private HttpResponse<byte[]> send(String path, String coding, byte[] body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Content-Encoding", coding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode refusal(HttpResponse<byte[]> answer, int status) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        return Json.MAPPER.readTree(answer.body());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain, boolean bare) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
        try (OutputStream deflate = new DeflaterOutputStream(out, deflater)) {
            deflate.write(plain);
        }
        deflater.end();
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZip", "x-gzip", "identity, gzip"})
    void gzipIsExpanded(String coding) throws Exception {
        assertThat(send("/echo", coding, gzip(TEXT)).body()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deflateIsExpandedWithAndWithoutItsHeader(boolean bare) throws Exception {
        assertThat(send("/echo", "deflate", deflate(TEXT, bare)).body()).isEqualTo(TEXT);
    }

    @Test
    void partsOfGzipThatFollowEachOtherAreOneBody() throws Exception {
        byte[] first = gzip("one ".getBytes(UTF_8));
        byte[] second = gzip("two".getBytes(UTF_8));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(send("/echo", "gzip", both).body()).asString(UTF_8).isEqualTo("one two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "IDENTITY", ""})
    void identityIsNoFault(String coding) throws Exception {
        assertThat(send("/echo", coding, TEXT).body()).isEqualTo(TEXT);
    }

    @Test
    void anEmptyBodyHasNothingToExpand() throws Exception {
        assertThat(send("/echo", "gzip", new byte[0]).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"br;br", "zstd;zstd", "gzip, gzip;gzip, gzip", "deflate, br;deflate, br"})
    void anyOtherIsRefusedAndNamed(String coding, String named) throws Exception {
        HttpResponse<byte[]> answer = send("/echo", coding, TEXT);
        assertThat(refusal(answer, 415).get("detail").asText())
                .isEqualTo(
                        "Content-Encoding: expected one of gzip, deflate, identity, found \""
                                + named
                                + "\".");
        assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip, deflate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void whatIsNotEncodedSoIsTheCallersFault(String coding) throws Exception {
        byte[] whole = coding.equals("gzip") ? gzip(TEXT) : deflate(TEXT, false);
        for (byte[] broken : List.of(TEXT, Arrays.copyOf(whole, whole.length / 2), new byte[1])) {
            JsonNode problem = refusal(send("/echo", coding, broken), 400);
            assertThat(problem.get("field").asText()).isEqualTo("Content-Encoding");
            assertThat(problem.get("detail").asText()).contains("says " + coding);
        }
    }

    @Test
    void whatBecomesTooLargeIsRefusedAsIfItHadBeenSentSo() throws Exception {
        byte[] bomb = gzip(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(MOST);
        JsonNode problem = refusal(send("/echo", "gzip", bomb), 413);
        assertThat(problem.get("detail").asText()).contains("300,000");
    }

    @Test
    void whatBecomesLargerThanTheMemoryOfAllBodiesIsRefused() throws Exception {
        JsonNode problem = refusal(send("/large", "gzip", gzip(new byte[50_000_000])), 413);
        assertThat(problem.get("detail").asText()).contains("memory.requestsMegabytes");
        assertThat(memory.taken()).isZero();
    }

    @Test
    void headersAreTrueOfTheBodyThatIsRead() throws Exception {
        JsonNode seen = Json.MAPPER.readTree(send("/headers", "gzip", gzip(TEXT)).body());
        assertThat(seen.get("length").asInt()).isEqualTo(TEXT.length);
        assertThat(seen.get("names").toString())
                .doesNotContain("content-encoding")
                .doesNotContain("content-length");
    }
}
