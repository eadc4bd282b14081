package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.alert.TestingReceiver;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** Alert rules as their API shows them, against the whole server. */
class AlertsTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String RULES = "/api/hookline/v1/alertRules";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir static Path data;
    private static Server server;
    private static TestingReceiver receiver;

    @BeforeAll
    static void start() {
        receiver = new TestingReceiver();
        server =
                Server.start(
                        TestSettings.in(
                                data,
                                Map.of(
                                        "HOOKLINE_API_TOKEN",
                                        TOKEN,
                                        "HOOKLINE_OUTBOUND_ALLOW",
                                        "127.0.0.1")),
                        InstantSource.system());
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
    }

    private record Reply(int status, JsonNode json) {}

    private static Reply call(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve(path))
                        .method(method, BodyPublishers.ofString(body))
                        .header("Authorization", "SSWS " + TOKEN)
                        .header("Content-Type", "application/json")
                        .build();
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), Json.parse(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String rule(String destination) {
        return "{\"name\": \"On call\", \"destination\": " + destination + "}";
    }

    private static JsonNode created(String body) {
        Reply made = call("POST", RULES, body);
        assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
        return made.json();
    }

    @Test
    void keepsTheAddressOfSlackToItself() {
        String address = receiver.url("/services/T1/B1/secret");
        JsonNode made = created(rule("{\"type\":\"slack\",\"webhookUrl\":\"" + address + "\"}"));
        String path = RULES + "/" + made.path("id").asText();
        assertThat(made.at("/destination/webhookUrl").asText()).isEqualTo("***");
        assertThat(made.path("digestMinutes").asInt()).isEqualTo(60);

        Reply same = call("PUT", path, made.toString());
        assertThat(same.status()).isEqualTo(200);
        assertThat(call("POST", path + "/test", "").json().path("sent").asBoolean()).isTrue();
        assertThat(receiver.take().path()).isEqualTo("/services/T1/B1/secret");

        receiver.answer(404, "no_service");
        Reply failed = call("POST", path + "/test", "");
        receiver.take();
        receiver.answer(200, "ok");
        assertThat(failed.json().path("sent").asBoolean()).isFalse();
        assertThat(failed.json().path("error").asText())
                .isEqualTo("127.0.0.1 answered 404; 200 to 299 was expected.");

        assertThat(call("DELETE", path, "").status()).isEqualTo(204);
        assertThat(call("GET", path, "").status()).isEqualTo(404);
    }

    @Test
    void dropsTheKeyOfSignaturesWhenTheOriginChanges() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        JsonNode made =
                created(
                        rule(
                                "{\"type\":\"webhook\",\"url\":\"https://one.example.org/a\","
                                        + "\"secret\":\""
                                        + secret
                                        + "\"}"));
        String path = RULES + "/" + made.path("id").asText();
        assertThat(made.at("/destination/signed").asBoolean()).isTrue();
        assertThat(made.toString()).doesNotContain(secret);

        String moved = made.toString().replace("one.example.org/a", "one.example.org/b");
        assertThat(call("PUT", path, moved).json().at("/destination/signed").asBoolean()).isTrue();
        moved = made.toString().replace("one.example.org", "two.example.org");
        assertThat(call("PUT", path, moved).json().at("/destination/signed").asBoolean()).isFalse();
        call("DELETE", path, "");
    }

    @Test
    void alertsAtOnceWhenDeliveriesOfAHookAreSetAside() {
        String hooks = "/api/v1/eventHooks";
        JsonNode made =
                created(rule("{\"type\":\"webhook\",\"url\":\"" + receiver.url("/alerts") + "\"}"));
        call("POST", "/api/hookline/v1/folders", "{\"name\": \"F\"}");
        String folder = call("GET", "/api/hookline/v1/folders", "").json().at("/0/id").asText();
        JsonNode flow =
                call(
                                "POST",
                                "/api/hookline/v1/flows",
                                "{\"name\": \"Off\", \"folder\": {\"id\": \"" + folder + "\"}}")
                        .json();
        String id = flow.path("id").asText();
        call("POST", "/api/hookline/v1/flows/" + id + "/on", "");
        Reply hook =
                call(
                        "POST",
                        hooks,
                        """
                        {"name": "h", "events": {"type": "EVENT_TYPE", "items": ["user.session.start"]},
                         "channel": {"type": "HTTP", "version": "1.0.0", "config": {"uri": "%s"}}}
                        """
                                .formatted(flow.path("invokeUrl").asText()));
        assertThat(hook.status()).as("%s", hook.json()).isEqualTo(200);
        call("POST", "/api/hookline/v1/flows/" + id + "/off", "");
        call("POST", "/api/v1/logs", "{\"eventType\": \"user.session.start\"}");

        JsonNode event = receiver.take().json().at("/events/0");
        assertThat(event.path("eventType").asText()).isEqualTo("hookline.event_hook.set_aside");
        assertThat(event.at("/target/0/displayName").asText()).isEqualTo("h");
        call("DELETE", RULES + "/" + made.path("id").asText(), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'fax'} | destination.type",
                "{'type':'slack'} | destination",
                "{'type':'slack','webhookUrl':'http://example.org/x'} | destination.webhookUrl",
                "{'type':'slack','webhookUrl':'***'} | destination.webhookUrl",
                "{'type':'slack','connection':{'id':'no'},'channel':'#x'}"
                        + " | destination.connection.id",
                "{'type':'webhook','url':'ftp://example.org'} | destination.url",
                "{'type':'webhook','url':'https://0177.0.0.1/'} | destination.url",
                "{'type':'webhook','url':'https://[::1%25lo]/'} | destination.url",
                "{'type':'webhook','url':'https://u:p@example.org'} | destination.url",
                "{'type':'webhook','url':'https://example.org','secret':'x'} | destination.secret",
                "{'type':'mail','connection':{'id':'no'}} | destination.connection.id"
            })
    void refusesADestinationByNamingWhatIsWrong(String destination, String field) {
        Reply reply = call("POST", RULES, rule(destination.replace('\'', '"')));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'name':'' | name",
                "'name':'x','enabled':1 | enabled",
                "'name':'x','types':['user.session.start'] | types[0]",
                "'name':'x','digestMinutes':0 | digestMinutes",
                "'name':'x','folder':{'id':'no'} | folder.id"
            })
    void refusesARuleByNamingWhatIsWrong(String members, String field) {
        Reply reply =
                call(
                        "POST",
                        RULES,
                        ("{"
                                        + members
                                        + ",'destination':{'type':'webhook','url':"
                                        + "'https://example.org'}}")
                                .replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("field").asText()).isEqualTo(field);
    }
}
