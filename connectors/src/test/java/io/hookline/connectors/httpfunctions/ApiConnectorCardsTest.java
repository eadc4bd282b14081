package io.hookline.connectors.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.Secret;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ApiConnectorCardsTest {
    private static final Auth TOKEN = new Auth.Token(new Secret("t0ken-of-the-connection"));
    private static final Auth NONE = new Auth.None();

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final List<Duration> pauses = new ArrayList<>();
    private final ApiConnectorCards cards =
            new ApiConnectorCards(new Calls(sender, InstantSource.system(), pauses::add));
    private Answered answer = Answered.ok("{\"id\":7}");
    private TestingEndpoint system;

    @BeforeEach
    void open() throws IOException {
        system = TestingEndpoint.that(asked -> answer);
    }

    @AfterEach
    void close() {
        system.close();
        sender.close();
    }

    @Test
    void getsAnAnswerWithStatusHeadersAndValue() {
        answer = Answered.of(206, "[{\"id\":1.50}]").with("X-Left", "12");

        var response = cards.get(to(NONE), url("/users"), none(), headers("{\"Accept\":\"a/b\"}"));

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.headers().path("x-left").asText()).isEqualTo("12");
        assertThat(response.body()).hasToString("[{\"id\":1.50}]");
        assertThat(asked().method()).isEqualTo("GET");
        assertThat(asked().header("Accept")).isEqualTo("a/b");
        assertThat(asked().header("Idempotency-Key")).isEmpty();
    }

    @Test
    void sendsTheMethodOfTheCardWithOneKeyForAllItsAttempts() {
        cards.post(to(NONE), url("/x"), none(), Optional.empty(), json("{\"a\":1}"));
        cards.put(to(NONE), url("/x"), none(), Optional.empty(), json("{\"a\":1}"));
        cards.patch(to(NONE), url("/x"), none(), Optional.empty(), json("[1]"));
        cards.delete(to(NONE), url("/x"), none(), Optional.empty(), none());

        assertThat(system.asked())
                .extracting(Asked::method)
                .containsExactly("POST", "PUT", "PATCH", "DELETE");
        assertThat(system.asked())
                .extracting(request -> request.header("Idempotency-Key"))
                .containsOnly("execution/7");
        assertThat(system.asked())
                .extracting(request -> request.header("Content-Type"))
                .containsExactly("application/json", "application/json", "application/json", "");
        assertThat(system.asked())
                .extracting(Asked::body)
                .containsExactly("{\"a\":1}", "{\"a\":1}", "[1]", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a | {\"q\":\"x y&z\",\"n\":1.0} | /a?q=x+y%26z&n=1.0",
                "/a | {\"l\":[\"x\",null,\"y\"],\"z\":null,\"t\":true} | /a?l=x&l=y&t=true",
                "/a | {\"o\":{\"b\":1}} | /a?o=%7B%22b%22%3A1%7D",
                "/a?b=c | {\"d\":\"e\"} | /a?b=c&d=e",
                "/a? | {\"d\":\"e\"} | /a?d=e",
                "/a?b=c& | {\"d\":\"e\"} | /a?b=c&d=e",
                "/a | \"?\" | /a",
                "/a | \"?b=c d\" | /a?b=c%20d",
                "/a | \"b=c&d=é\" | /a?b=c&d=%C3%A9",
                "/a | \"{\\\"b\\\":\\\"c\\\"}\" | /a?b=c",
                "/a | \"\" | /a",
                "/a#part | {\"b\":\"c\"} | /a?b=c",
            })
    void addsTheQueryToTheAddress(String path, String query, String expected) {
        cards.get(to(NONE), url(path), json(query), Optional.empty());

        assertThat(asked().uri()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1 | users | /v1/users",
                "/v1 | /users?x=1 | /v1/users?x=1",
                "/v1/ | /users | /v1/users",
                "/v1 | ?x=1 | /v1?x=1",
                "'' | users/ä b | /users/%C3%A4%20b",
                "'' | users/a%2Fb%zz | /users/a%2Fb%25zz",
                "'' | 'search?q=\"a|b\"' | /search?q=%22a%7Cb%22",
                "/v1 | //elsewhere.example/x | /v1//elsewhere.example/x",
                "'' | @elsewhere.example | /@elsewhere.example",
            })
    void followsTheBaseUrlWithAPath(String base, String url, String expected) {
        cards.get(TestingContext.to(system.uri(base), TOKEN), url, none(), Optional.empty());

        assertThat(asked().uri()).hasToString(expected);
        assertThat(asked().header("Authorization")).isEqualTo("Bearer t0ken-of-the-connection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/x",
                "http://127.0.0.1:1/x",
                "https://127.0.0.1/x",
            })
    void sendsTheCredentialsOfAConnectionToItsOwnOriginOnly(String url) {
        assertThatThrownBy(() ->
                        cards.get(
                                TestingContext.to(system.uri("/v1"), TOKEN),
                                url,
                                none(),
                                Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Security team")
                .hasMessageNotContaining("t0ken");
        assertThat(system.asked()).isEmpty();
    }

    @Test
    void aConnectionWithCredentialsMustSayWhomTheyAreFor() {
        assertThatThrownBy(() -> cards.get(without(TOKEN), url("/x"), none(), Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Security team")
                .hasMessageContaining("base URL");
        assertThat(system.asked()).isEmpty();
    }

    @Test
    void aConnectionWithoutCredentialsCallsAnyAddress() {
        cards.get(without(NONE), url("/x"), none(), Optional.empty());
        cards.get(
                TestingContext.to(URI.create("https://example.org"), NONE),
                url("/y"),
                none(),
                Optional.empty());

        assertThat(system.asked())
                .extracting(request -> request.uri().toString())
                .containsExactly("/x", "/y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<WebhookURL>", "users", "/users", ""})
    void aPathNeedsABaseUrl(String url) {
        assertThatThrownBy(() -> cards.get(without(NONE), url, none(), Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("\"" + url + "\"")
                .hasMessageContaining("base URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "https:///x",
                "http://user:pass@127.0.0.1/x",
                "http://good.example\\@127.0.0.1/x",
                "ftp://127.0.0.1/x",
                "file:///etc/passwd",
                "http://127.0.0.1:99999/x",
                "http://[::1/x",
                "http://a b/x",
            })
    void refusesWhatIsNoAddress(String url) {
        assertThatThrownBy(() -> cards.get(without(NONE), url, none(), Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class);
        assertThat(system.asked()).isEmpty();
    }

    @Test
    void headersAreAsTheAuthorWroteThem() {
        cards.get(
                to(TOKEN),
                url("/x"),
                none(),
                headers(
                        """
                        {"authorization": " Bearer own\\n", "X-Number": 5, "X-List": ["a", "b"],
                         "X-Nothing": null, "Connection": "keep-alive", "Content-Length": "0",
                         "Accept-Encoding": "gzip", "X-Empty": ""}\
                        """));

        assertThat(asked().header("Authorization")).isEqualTo("Bearer own");
        assertThat(asked().header("X-Number")).isEqualTo("5");
        assertThat(asked().header("X-List")).isEqualTo("a, b");
        assertThat(asked().headers()).doesNotContainKey("X-nothing").containsKey("X-empty");
        assertThat(asked().header("Accept-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"X-Key\": \"a\\r\\nHost: elsewhere\"}",
                "{\"X Key\": \"a\"}",
                "{\"Host\": \"elsewhere.example\"}",
            })
    void refusesAHeaderThatIsNone(String headers) {
        assertThatThrownBy(() -> cards.get(to(NONE), url("/x"), none(), headers(headers)))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("header");
        assertThat(system.asked()).isEmpty();
    }

    @Test
    void credentialsInAHeaderGoOverPlainHttpOnlyWhereTheOperatorAllowsIt() {
        try (HttpSender strict = new HttpSender(new AddressGuard(List.of(), false))) {
            var guarded = new ApiConnectorCards(new Calls(strict, InstantSource.system()));

            assertThatThrownBy(() ->
                            guarded.get(
                                    without(NONE),
                                    "http://8.8.8.8/x",
                                    none(),
                                    headers("{\"Authorization\": \"Bearer own\"}")))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("https")
                    .hasMessageNotContaining("own");
        }
    }

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

        cards.post(to(NONE), url("/x"), none(), headers, json(body));

        assertThat(asked().header("Content-Type")).isEqualTo(sentType);
        assertThat(asked().body()).isEqualTo(sent);
    }

    @Test
    void sendsAFileAsItsBytes() {
        FileContent file =
                FileContent.of("a.csv", "text/csv", "a,b".getBytes(StandardCharsets.UTF_8));

        cards.post(to(NONE), url("/x"), none(), Optional.empty(), Optional.of(file.value()));

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
                url("/x"),
                none(),
                headers("{\"Content-Type\": \"multipart/form-data\"}"),
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

        JsonNode read = cards.get(to(NONE), url("/x"), none(), Optional.empty()).body();

        assertThat(read).isEqualTo(JsonText.read(expected));
    }

    @Test
    void givesTheAnswerAsAFileWhereTheFlowWantsOne() {
        answer =
                Answered.ok("a,b")
                        .with("Content-Type", "text/csv")
                        .with("Content-Disposition", "attachment; filename=\"../../report.csv\"");

        JsonNode body =
                cards.get(ApiContext.wantingAFile(to(NONE)), url("/x"), none(), Optional.empty())
                        .body();

        assertThat(FileContent.read(body).name()).isEqualTo("report.csv");
        assertThat(FileContent.read(body).contentType()).isEqualTo("text/csv");
        assertThat(FileContent.read(body).bytes()).asString().isEqualTo("a,b");
    }

    @Test
    void aFileWithoutANameIsCalledAsItsAddressEnds() {
        CardContext context = ApiContext.wantingAFile(to(NONE));

        assertThat(
                        cards.get(context, url("/a/b.json?x"), none(), Optional.empty())
                                .body()
                                .path("name"))
                .isEqualTo(TextNode.valueOf("b.json"));
        assertThat(cards.get(context, url("/"), none(), Optional.empty()).body().path("name"))
                .isEqualTo(TextNode.valueOf("file"));
    }

    @Test
    void anAnswerBeyondTheBoundIsRefusedAndNotCutOff() {
        answer = Answered.ok("\"" + "x".repeat(4 * 1024 * 1024) + "\"");

        assertThatThrownBy(() -> cards.get(to(NONE), url("/x"), none(), Optional.empty()))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("4 MB")
                .hasMessageContaining("File");
        JsonNode file =
                cards.get(ApiContext.wantingAFile(to(NONE)), url("/x"), none(), Optional.empty())
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

    private Asked asked() {
        return system.asked().getLast();
    }

    private CardContext to(Auth auth) {
        return TestingContext.to(system.uri(""), auth);
    }

    /** A connection without a base URL. */
    private static CardContext without(Auth auth) {
        TestingContext any = TestingContext.to(URI.create("https://example.org"), auth);
        return new TestingContext(
                any.mode(),
                new Connection("c1", "Security team", "httpfunctions", Optional.empty(), auth));
    }

    private String url(String path) {
        return system.uri("") + path;
    }

    private static Optional<JsonNode> none() {
        return Optional.empty();
    }

    private static Optional<JsonNode> json(String text) {
        JsonNode value = JsonText.read(text);
        return value instanceof NullNode ? Optional.empty() : Optional.of(value);
    }

    private static Optional<ObjectNode> headers(String text) {
        return Optional.of((ObjectNode) JsonText.read(text));
    }
}
