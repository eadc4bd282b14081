package io.hookline.server.event.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.TestingLogServer;
import io.hookline.server.event.TestingLogServer.Reply;
import io.hookline.server.event.catalog.EventCatalog.Eligibility;
import io.hookline.server.event.catalog.EventTypes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

class EventTypeApiTest {
    private static final String PATH = "/api/hookline/v1/eventTypes";

    @TempDir static Path folder;

    private static TestingLogServer server;

    @BeforeAll
    static void start() {
        server = new TestingLogServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply send(String method, String path, String body) {
        return server.send(
                server.request(path, "admin").method(method, BodyPublishers.ofString(body)));
    }

    @Test
    void showsATypeWithItsSample() {
        JsonNode type = server.get(PATH + "/system.idp.lifecycle.create").body();
        assertThat(type.path("eligible").asBoolean()).isTrue();
        assertThat(type.path("sampleGenerated").asBoolean()).isFalse();
        assertThat(type.at("/sample/target/0/type").asText()).isEqualTo("IdentityProvider");
        assertThat(type.at("/sample/uuid").asText()).isNotEmpty();
        assertThat(server.get(PATH + "/zone.delete").body().path("sampleGenerated").asBoolean())
                .isTrue();
        assertThat(server.get(PATH + "/no.such.type").status()).isEqualTo(404);
    }

    @Test
    void keepsRegisteredTypesAndReportsThemToTheLog() {
        Reply made =
                send(
                        "POST",
                        PATH,
                        """
                        {"id": "shop.order.refund", "title": "Order refunded", "description": "A refund was paid.",
                         "sample": {"outcome": {"result": "SUCCESS"}}}\
                        """);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.raw().headers().firstValue("location").orElse(""))
                .endsWith(PATH + "/shop.order.refund");
        assertThat(made.body().at("/sample/eventType").asText()).isEqualTo("shop.order.refund");
        assertThat(server.get(PATH + "?q=refund").body()).hasSize(1);
        assertThat(send("POST", PATH, made.body().toString()).status()).isEqualTo(409);

        ObjectNode changed = made.body().deepCopy();
        changed.put("title", "Money given back");
        assertThat(send("PUT", PATH + "/shop.order.refund", changed.toString()).status())
                .isEqualTo(200);
        EventTypes restarted =
                new EventTypes(server.database, server.log, Eligibility.COMPATIBLE, server.clock);
        assertThat(restarted.find("shop.order.refund").orElseThrow().title())
                .isEqualTo("Money given back");
        assertThat(restarted.refusal("shop.order.refund")).isEmpty();
        assertThat(restarted.refusal("user.session.start")).isEmpty();
        assertThat(restarted.refusal("zone.delete")).contains("is not eligible for event hooks");
        assertThat(restarted.refusal("no.such.type")).isPresent();

        assertThat(send("DELETE", PATH + "/shop.order.refund", "").status()).isEqualTo(204);
        assertThat(server.get(PATH + "/shop.order.refund").status()).isEqualTo(404);
        assertThat(server.list("filter", "target.id eq \"shop.order.refund\"").texts("eventType"))
                .containsExactly(
                        "hookline.event_type.created",
                        "hookline.event_type.updated",
                        "hookline.event_type.deleted");
    }

    @Test
    void aGeneratedSampleThatComesBackIsNotKept() {
        Reply made = send("POST", PATH, "{\"id\": \"shop.open\", \"title\": \"Shop opened\"}");
        assertThat(made.body().path("sampleGenerated").asBoolean()).isTrue();
        Reply put = send("PUT", PATH + "/shop.open", made.body().toString());
        assertThat(put.body().path("sampleGenerated").asBoolean()).isTrue();
        send("DELETE", PATH + "/shop.open", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"title\": \"x\"}|id: expected a text of 1 to 255 characters on one line, found"
                        + " nothing.",
                "{\"id\": \"one\", \"title\": \"x\"}|id: expected words",
                "{\"id\": \"a b.c\", \"title\": \"x\"}|id: expected words",
                "{\"id\": \"hookline.mine\", \"title\": \"x\"}|id: must not begin with hookline.",
                "{\"id\": \"a.b\"}|title: expected a text of 1 to 255 characters on one line, found"
                        + " nothing.",
                "{\"id\": \"a.b\", \"title\": 7}|title: expected a text of 1 to 255 characters on"
                        + " one line, found 7.",
                "{\"id\": \"a.b\", \"title\": \" \"}|title: expected a text of 1 to 255 characters",
                "{\"id\": \"a.b\", \"title\": \"x\", \"sample\": 1}|sample: must be an object",
                "{\"id\": \"a.b\", \"title\": \"x\", \"sample\": {\"actor\": 1}}|sample.actor: must"
                        + " be an object",
                "[]|must be a JSON object"
            })
    void refusesWhatIsNoType(String body, String detail) {
        Reply reply = send("POST", PATH, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("detail").asText()).contains(detail);
    }

    @Test
    void typesThatComeWithHooklineStay() {
        String body = "{\"title\": \"x\"}";
        assertThat(send("PUT", PATH + "/user.session.start", body).status()).isEqualTo(409);
        assertThat(send("DELETE", PATH + "/user.session.start", "").status()).isEqualTo(409);
        assertThat(send("PUT", PATH + "/no.such.type", body).status()).isEqualTo(404);
        assertThat(
                        server.send(
                                        server.request(PATH, "x:READ_HOOKS")
                                                .POST(BodyPublishers.ofString("{}")))
                                .status())
                .isEqualTo(403);
    }
}
