package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Protection;
import io.hookline.flow.card.Reach;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whom connections may reach and believe, and how often. */
class ConnectionReachTest {
    @TempDir Path folder;
    private TestStudio studio;

    @BeforeEach
    void open() {
        studio = new TestStudio(folder);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static ObjectNode tickets() {
        ObjectNode body = Json.object().put("name", "Tickets").put("connector", "httpfunctions");
        body.put("baseUrl", "https://tickets.example.org/api");
        body.putObject("auth").put("type", "token").put("token", "s3cret-of-tickets");
        body.putArray("allowedOrigins").add("https://files.example.org:8443/");
        body.putObject("rateLimit").put("requests", 5).put("seconds", 60);
        return body;
    }

    private Reach reach(String id) {
        return studio.studio.connections().connection(id).orElseThrow().reach();
    }

    @Test
    void theReachIsTheSameAfterARestartAndWhenItIsSavedAsItWasRead() throws Exception {
        String pem = Certificates.ofAnAuthority(folder);
        Answer created = studio.post("/connections", tickets().put("caCertificates", pem));
        assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
        String id = created.text("/id");
        Reach expected =
                new Reach(
                        List.of(URI.create("https://files.example.org:8443/")),
                        Optional.of(pem),
                        Optional.of(new Reach.Rate(5, Duration.ofSeconds(60))),
                        Protection.NOBODY,
                        Optional.empty());
        assertThat(reach(id)).isEqualTo(expected);

        Answer put = studio.put("/connections/" + id, (ObjectNode) created.body());
        studio.close();
        studio = new TestStudio(folder);

        assertThat(put.body()).isEqualTo(created.body());
        assertThat(studio.get("/connections/" + id).body()).isEqualTo(created.body());
        assertThat(reach(id)).isEqualTo(expected);
    }

    @Test
    void nullTakesEachBackToWhatIsUsual() {
        String id = studio.post("/connections", tickets()).text("/id");
        ObjectNode usual = Json.object().putNull("rateLimit").putNull("caCertificates");
        usual.putArray("allowedOrigins");

        studio.put("/connections/" + id, usual);

        assertThat(reach(id)).isEqualTo(Reach.USUAL);
    }

    /** Else whoever may change connections could have the secret sent to a system of their own. */
    @Test
    void aNewOriginDropsTheSecretAndOneLessDoesNot() {
        String id = studio.post("/connections", tickets()).text("/id");
        ObjectNode less = Json.object();
        less.putArray("allowedOrigins");
        assertThat(studio.put("/connections/" + id, less).text("/filled")).isEqualTo("true");
        ObjectNode more = Json.object();
        more.putArray("allowedOrigins").add("https://elsewhere.example.org");

        JsonNode dropped = studio.put("/connections/" + id, more).body();

        assertThat(dropped.path("filled").asBoolean()).isFalse();
        more.putObject("auth").put("type", "token").put("token", "s3cret-of-tickets");
        assertThat(studio.put("/connections/" + id, more).text("/filled")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allowedOrigins | \"https://a.example\" | allowedOrigins",
                "allowedOrigins | [\"https://a.example/api\"] | allowedOrigins[0]",
                "allowedOrigins | [\"https://a.example\", \"ftp://b.example\"] | allowedOrigins[1]",
                "allowedOrigins | [\"http://a.example\"] | allowedOrigins[0]",
                "allowedOrigins | [\"https://0177.0.0.1\"] | allowedOrigins[0]",
                "allowedOrigins | [\"https://me@a.example\"] | allowedOrigins[0]",
                "caCertificates | \"no certificate\" | caCertificates",
                "caCertificates | 5 | caCertificates",
                "caCertificates | \"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END"
                        + " CERTIFICATE-----\" | caCertificates",
                "rateLimit | 5 | rateLimit",
                "rateLimit | {\"requests\": 0, \"seconds\": 1} | rateLimit.requests",
                "rateLimit | {\"requests\": 1} | rateLimit.seconds",
                "rateLimit | {\"requests\": 1, \"seconds\": 4000} | rateLimit.seconds",
                "rateLimit | {\"requests\": 1, \"seconds\": 1, \"minutes\": 1} | rateLimit.minutes",
            })
    void aBadFieldIsNamed(String field, String value, String named) throws Exception {
        ObjectNode body = tickets();
        body.set(field, Json.MAPPER.readTree(value));

        Answer refused = studio.post("/connections", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo(named);
        assertThat(studio.get("/connections").body()).isEmpty();
    }

    @Test
    void aPrivateKeyIsNotTakenForACertificateAndNotRepeated() {
        ObjectNode body = tickets();
        body.put(
                "caCertificates",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");

        Answer refused = studio.post("/connections", body);

        assertThat(refused.text("/field")).isEqualTo("caCertificates");
        assertThat(refused.body().toString()).contains("private key").doesNotContain("c2VjcmV0");
    }
}
