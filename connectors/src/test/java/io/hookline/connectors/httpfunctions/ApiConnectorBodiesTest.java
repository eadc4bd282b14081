package io.hookline.connectors.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.httpfunctions.ApiConnectorCards.Target;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is sent as a body, and as what the answer is read. */
class ApiConnectorBodiesTest extends ApiConnectorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'' | {\"a\":1} | application/json | {\"a\":1}",
                "application/json; charset=utf-8 | {\"a\":\"é\"} | application/json; charset=utf-8"
                        + " | {\"a\":\"é\"}",
                "application/scim+json | {\"a\":1} | application/scim+json | {\"a\":1}",
                "'' | \"{\\\"a\\\": 1}\" | application/json | {\"a\": 1}",
                "'' | \"plain {text\" | text/plain; charset=utf-8 | plain {text",
                "'' | \"{not json\" | text/plain; charset=utf-8 | {not json",
                "text/xml | \"<a/>\" | text/xml | <a/>",
                "application/x-www-form-urlencoded | \"a=1&b=2\" |"
                        + " application/x-www-form-urlencoded | a=1&b=2",
                "application/x-www-form-urlencoded | {\"a\":\"x y\",\"b\":[1,2],\"c\":null} |"
                        + " application/x-www-form-urlencoded | a=x+y&b=1&b=2",
            })
    void theValueAndTheTypeDecideWhatIsSent(
            String type, String body, String sentType, String sent) {
        Optional<ObjectNode> headers =
                type.equals("''")
                        ? Optional.empty()
                        : headers("{\"content-type\": \"" + type + "\"}");

        cards.post(to(NONE), new Target(url("/x"), none(), headers), json(body));

        assertThat(asked().header("Content-Type")).isEqualTo(sentType);
        assertThat(asked().body()).isEqualTo(sent);
    }

    @Test
    void sendsAFileAsItsBytes() {
        FileContent file =
                FileContent.of("a.csv", "text/csv", "a,b".getBytes(StandardCharsets.UTF_8));

        cards.post(
                to(NONE),
                new Target(url("/x"), none(), Optional.empty()),
                Optional.of(file.value()));

        assertThat(asked().header("Content-Type")).isEqualTo("text/csv");
        assertThat(asked().body()).isEqualTo("a,b");
    }

    @Test
    void sendsFieldsAndFilesAsAForm() {
        ObjectNode body = (ObjectNode) JsonText.read("{\"note\":\"é\",\"tags\":[\"x\",\"y\"]}");
        body.set(
                "up\"load",
                FileContent.of(
                                "../a\r\n.csv",
                                "text/csv\r\nX: y",
                                "a,b".getBytes(StandardCharsets.UTF_8))
                        .value());

        cards.post(
                to(NONE),
                new Target(
                        url("/x"), none(), headers("{\"Content-Type\": \"multipart/form-data\"}")),
                Optional.of(body));

        String type = asked().header("Content-Type");
        assertThat(type).startsWith("multipart/form-data; boundary=");
        String mark = "--" + type.substring(type.indexOf('=') + 1);
        assertThat(asked().body())
                .isEqualTo(
                        mark
                                + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\né\r\n"
                                + mark
                                + "\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n"
                                + mark
                                + "\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n"
                                + mark
                                + "\r\nContent-Disposition: form-data; name=\"up%22load\";"
                                + " filename=\"../a%0D%0A.csv\"\r\nContent-Type: text/csvX: y\r\n"
                                + "\r\na,b\r\n"
                                + mark
                                + "--\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | '' | null",
                "application/json | ' ' | null",
                "application/json | 'null' | null",
                "text/html | ok | '\"ok\"'",
                "text/plain | '{\"a\":1}' | '{\"a\":1}'",
                "'' | '{\"a\":1}' | '{\"a\":1}'",
                "'' | '<a/>' | '\"<a/>\"'",
                "application/problem+json; charset=utf-8 | '[1]' | '[1]'",
            })
    void readsTheAnswerAsWhatItIs(String type, String body, String expected) {
        answer = Answered.ok(body).with("Content-Type", type);

        JsonNode read =
                cards.get(
                                to(NONE),
                                new Target(url("/x"), none(), Optional.empty()),
                                Optional.empty())
                        .body();

        assertThat(read).isEqualTo(JsonText.read(expected));
    }

    @Test
    void givesTheAnswerAsAFileWhereTheFlowWantsOne() {
        answer =
                Answered.ok("a,b")
                        .with("Content-Type", "text/csv")
                        .with("Content-Disposition", "attachment; filename=\"../../report.csv\"");

        JsonNode body =
                cards.get(
                                ApiContext.wantingAFile(to(NONE)),
                                new Target(url("/x"), none(), Optional.empty()),
                                Optional.empty())
                        .body();

        assertThat(FileContent.read(body).name()).isEqualTo("report.csv");
        assertThat(FileContent.read(body).contentType()).isEqualTo("text/csv");
        assertThat(FileContent.read(body).bytes()).asString().isEqualTo("a,b");
    }

    @Test
    void aFileWithoutANameIsCalledAsItsAddressEnds() {
        CardContext context = ApiContext.wantingAFile(to(NONE));

        assertThat(
                        cards.get(
                                        context,
                                        new Target(url("/a/b.json?x"), none(), Optional.empty()),
                                        Optional.empty())
                                .body()
                                .path("name"))
                .isEqualTo(TextNode.valueOf("b.json"));
        assertThat(
                        cards.get(
                                        context,
                                        new Target(url("/"), none(), Optional.empty()),
                                        Optional.empty())
                                .body()
                                .path("name"))
                .isEqualTo(TextNode.valueOf("file"));
    }

    @Test
    void anAnswerBeyondTheBoundIsRefusedAndNotCutOff() {
        answer = Answered.ok("\"" + "x".repeat(4 * 1024 * 1024) + "\"");

        assertThatThrownBy(() ->
                        cards.get(
                                to(NONE),
                                new Target(url("/x"), none(), Optional.empty()),
                                Optional.empty()))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("4 MB")
                .hasMessageContaining("File");
        JsonNode file =
                cards.get(
                                ApiContext.wantingAFile(to(NONE)),
                                new Target(url("/x"), none(), Optional.empty()),
                                Optional.empty())
                        .body();
        assertThat(FileContent.read(file).bytes()).hasSize(4 * 1024 * 1024 + 2);
    }

    @Test
    void aRawRequestSendsAndGivesText() {
        answer = Answered.of(201, "{\"a\": 1}");

        var response =
                cards.raw(
                        to(TOKEN),
                        url("/token"),
                        Optional.of("post"),
                        json("{\"q\":1}"),
                        headers("{\"Content-Type\": \"application/x-www-form-urlencoded\"}"),
                        Optional.of("grant_type=client_credentials"));

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("{\"a\": 1}");
        assertThat(asked().method()).isEqualTo("POST");
        assertThat(asked().uri()).hasToString("/token?q=1");
        assertThat(asked().body()).isEqualTo("grant_type=client_credentials");
        assertThat(asked().header("Idempotency-Key")).isEqualTo("execution/7");
    }

    @Test
    void aRawRequestWithoutAMethodGets() {
        cards.raw(
                to(NONE), url("/x"), Optional.empty(), none(), Optional.empty(), Optional.empty());

        assertThat(asked().method()).isEqualTo("GET");
        assertThat(asked().header("Idempotency-Key")).isEmpty();
    }

    @Test
    void aRawRequestKnowsOnlyTheMethodsThatItOffers() {
        assertThatThrownBy(() ->
                        cards.raw(
                                to(NONE),
                                url("/x"),
                                Optional.of("TRACE"),
                                none(),
                                Optional.empty(),
                                Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("TRACE");
    }

    @Test
    void readsTheTextInTheCharacterSetThatItNames() throws IOException {
        try (BadEndpoint latin =
                BadEndpoint.sending(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n"
                                + "Content-Length: 1\r\n\r\n\u00e9")) {
            var response =
                    cards.raw(
                            without(NONE),
                            latin.url(),
                            Optional.of("GET"),
                            none(),
                            Optional.empty(),
                            Optional.empty());

            assertThat(response.body()).isEqualTo("é");
        }
    }
}
