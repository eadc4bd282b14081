package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

class FileActionTest {
    static FileTrial trial(String settings, Function<Asked, Answered> behaviour)
            throws IOException {
        return trial("", settings, behaviour);
    }

    private static FileTrial trial(
            String head, String settings, Function<Asked, Answered> behaviour) throws IOException {
        String file =
                """
                format: 1
                id: desk
                name: Desk
                tried: false
                connection: {auth: [token], token: {scheme: Key}}
                """
                        + head
                        + """
                        actions:
                          act:
                            title: Act
                            help: Acts.
                        """
                        + settings.indent(4);
        return FileTrial.of(file, behaviour);
    }

    static Answered empty(Asked asked) {
        return Answered.ok("{}");
    }

    private static JsonNode json(String text) {
        return JsonText.read(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "../../admin", "a\\b", "a\nb", "a/../../b", "  "})
    void aValueInAPathIsOneSegment(String id) throws IOException {
        try (FileTrial desk =
                trial(
                        "request: GET /users/{U/ID}/roles\nin: {U: {ID: Who}}",
                        FileActionTest::empty)) {
            assertThatThrownBy(() ->
                            desk.run(
                                    "act",
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .set(
                                                    "U",
                                                    JsonNodeFactory.instance
                                                            .objectNode()
                                                            .put("ID", id))))
                    .isInstanceOf(CardFailure.Invalid.class);
            assertThat(desk.asked()).isEmpty();
        }
    }

    @Test
    void aValueInAPathIsEncoded() throws IOException {
        try (FileTrial desk =
                trial("request: GET /users/{U/ID}\nin: {U: {ID: Who}}", FileActionTest::empty)) {
            desk.run("act", "{'U': {'ID': 'a b?x=1#y%2e;ä'}}");

            assertThat(desk.asked()).containsExactly("GET /users/a%20b%3Fx%3D1%23y%252e%3B%C3%A4");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../../admin",
                "/a/%2e%2e/admin",
                "/a/%252e%252e/x",
                "/a/..%2fb",
                "/a/..\\\\b",
                "https://other.example/x",
                "//other.example/x",
                "http://127.0.0.1:1/x",
                "https://user@other.example/"
            })
    void aFreeAddressStaysBelowTheConnection(String url) throws IOException {
        try (FileTrial desk =
                trial(
                        "request: {method: GET, url: \"{R/URL}\"}\nin: {R: {URL: Where}}",
                        FileActionTest::empty)) {
            desk.auth = new Auth.None();

            try {
                desk.run("act", "{'R': {'URL': '" + url + "'}}");
                // what is no other host is a path below ours
                assertThat(url).startsWith("//");
                assertThat(desk.endpoint.asked().getFirst().uri().toString())
                        .isEqualTo("//other.example/x");
            } catch (CardFailure.Invalid refused) {
                assertThat(desk.asked()).isEmpty();
            }
        }
    }

    @Test
    void anAnswerMayBeXml() throws IOException {
        String settings =
                "answer: xml\nrequest: GET /x\nout: {R: {Name*: user.name, Roles: \"text[]"
                        + " user.role\", Id: /user/@id}}";
        try (FileTrial desk =
                trial(
                        settings,
                        asked ->
                                Answered.ok(
                                        "<user id='7'><name>Ada &amp; Co</name><role>a</role>"
                                                + "<role>b</role></user>"))) {
            assertThat(desk.run("act", "{}"))
                    .isEqualTo(json("{'R': {'Name': 'Ada & Co', 'Roles': ['a', 'b'], 'Id': '7'}}"));
            assertThat(desk.endpoint.asked().getFirst().header("Accept")).contains("xml");
        }
        for (String garbage : List.of("<user>", "{}", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")) {
            try (FileTrial desk = trial(settings, asked -> Answered.ok(garbage))) {
                assertThatThrownBy(() -> desk.run("act", "{}"))
                        .isInstanceOf(CardFailure.Rejected.class)
                        .hasMessageContaining("should answer XML");
            }
        }
    }

    @Test
    void aListMayBeXmlAlsoWithOneRecord() throws IOException {
        try (FileTrial desk =
                trial(
                        "answer: xml\nrequest: GET /x\nlist: {items: users.user, record: {Name:"
                                + " name}, output: Users}",
                        asked -> Answered.ok("<users><user><name>Ada</name></user></users>"))) {
            assertThat(desk.run("act", "{}"))
                    .isEqualTo(json("{'Result': {'Users': [{'Name': 'Ada'}]}}"));
        }
        try (FileTrial desk =
                trial(
                        "answer: xml\nrequest: GET /x\nlist: {items: users.user, record: {Name:"
                                + " name}, output: Users}",
                        asked ->
                                Answered.ok(
                                        "<users><user><name>Ada</name></user><user><name>Bob</name>"
                                                + "</user></users>"))) {
            assertThat(desk.run("act", "{}"))
                    .isEqualTo(json("{'Result': {'Users': [{'Name': 'Ada'}, {'Name': 'Bob'}]}}"));
        }
    }

    @Test
    void anAnswerMayBeAFile() throws IOException {
        try (FileTrial desk =
                trial(
                        "answer: file\nrequest: GET /x/report\nout: {R: {File: {from: $, type:"
                                + " file}, Status: $status}}",
                        asked ->
                                new Answered(
                                        200,
                                        java.util.Map.of(
                                                "Content-Type",
                                                "text/csv",
                                                "Content-Disposition",
                                                "attachment; filename=\"../ada.csv\""),
                                        "a,b"))) {
            JsonNode out = desk.run("act", "{}").path("R");

            assertThat(out.path("Status").asInt()).isEqualTo(200);
            assertThat(out.at("/File/name").asText()).isEqualTo("ada.csv");
            assertThat(out.at("/File/contentType").asText()).isEqualTo("text/csv");
            assertThat(out.at("/File/base64").asText()).isEqualTo("YSxi");
        }
    }

    @Test
    void aHeaderCannotBeBrokenIntoTwo() throws IOException {
        try (FileTrial desk =
                trial(
                        "request: GET /x\nheaders: {X-Why: \"{U/Why}\"}\nin: {U: {Why: Why}}",
                        FileActionTest::empty)) {
            assertThatThrownBy(() -> desk.run("act", "{'U': {'Why': 'a\\r\\nX-Evil: 1'}}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("X-Why");
            assertThat(desk.asked()).isEmpty();
        }
    }

    @Test
    void anotherHostNeedsLeaveOfTheConnection() throws IOException {
        try (FileTrial other = trial("request: GET /x", FileActionTest::empty);
                FileTrial desk =
                        trial(
                                "request: GET " + other.endpoint.uri("/licenses"),
                                FileActionTest::empty)) {
            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("allowedOrigins");
            assertThat(other.asked()).isEmpty();

            desk.reach = Reach.USUAL.to(List.of(other.endpoint.uri("")));
            desk.run("act", "{}");

            assertThat(other.asked()).containsExactly("GET /licenses");
            assertThat(other.endpoint.asked().getFirst().header("Authorization"))
                    .isEqualTo("Key s3cret-token");
        }
    }

    @Test
    void aLinkedConditionWithoutAValueIsAnError() throws IOException {
        try (FileTrial desk =
                trial(
                        FileListTest.LIST + "query: {q: \"{S/Q}\"}\nin: {S: {Q: What}}\n",
                        asked -> Answered.ok("[]"))) {
            desk.linked.add("S/Q");

            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("is linked, but came without a value");
        }
    }

    @Test
    void blankValuesAreLeftOutAndNullIsSentWhereItIsMeant() throws IOException {
        try (FileTrial desk =
                trial(
                        """
                        request: PATCH /x
                        effect: CHANGE
                        body: {a: "{U/A}", b: {c: "{U/B}"}, d: "x {U/A}", e: "{U/B|null}", f: [ "{U/A}", 1 ], g: "{U/N}", h: "{U/B ?? U/N}"}
                        in: {U: {A: A, B: B, N: (number) N}}\
                        """,
                        FileActionTest::empty)) {
            desk.run("act", "{'U': {'N': 7}}");

            assertThat(JsonText.read(desk.endpoint.asked().getFirst().body()))
                    .isEqualTo(json("{'e': null, 'f': [1], 'g': 7, 'h': 7}"));
        }
    }

    @Test
    void whatIsChosenIsSentAsTheFileSays() throws IOException {
        try (FileTrial desk =
                trial(
                        """
                        requests:
                          - when: {parameters/by: By Name}
                            request: GET /by/{parameters/by}
                          - when: {given: U/ID}
                            request: GET /id/{U/ID}
                          - request: GET /all
                        in:
                          parameters: {by: {help: How, choices: {By Name: name, Other: other}, blank: Other}}
                          U: {ID: Who}\
                        """,
                        FileActionTest::empty)) {
            desk.run("act", "{'parameters': {'by': 'by name'}}");
            desk.run("act", "{'U': {'ID': '7'}}");
            desk.run("act", "{}");

            assertThat(desk.asked()).containsExactly("GET /by/name", "GET /id/7", "GET /all");
            assertThatThrownBy(() ->
                            desk.run("act", "{'parameters': {'by': '../x'}, 'U': {'ID': '{}'}}"))
                    .isNotNull()
                    .satisfies(failure -> assertThat(failure).isInstanceOf(CardFailure.class));
        }
    }

    @Test
    void anAnswerWithoutANeededValueIsAnError() throws IOException {
        try (FileTrial desk =
                trial("request: GET /x\nout: {R: {ID*: id, Name: name}}", FileActionTest::empty)) {
            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("\"ID\"");
        }
        try (FileTrial desk =
                trial(
                        "request: GET /x\nout: {R: {ID*: id, Name: name}}",
                        asked -> Answered.ok("{\"id\": 7}"))) {
            assertThat(desk.run("act", "{}")).isEqualTo(json("{'R': {'ID': 7, 'Name': null}}"));
        }
    }

    @Test
    void anEarlierAnswerMayBeMissingWhereTheFileSaysSo() throws IOException {
        String settings =
                """
                request: PUT /x
                effect: CHANGE
                first: {old: {request: GET /old, missing: true}}
                body: {sha: "{@old.sha}", new: true}\
                """;
        try (FileTrial desk =
                trial(
                        settings,
                        asked ->
                                asked.method().equals("GET")
                                        ? Answered.of(404, "{}")
                                        : Answered.ok("{}"))) {
            desk.run("act", "{}");

            assertThat(desk.asked()).containsExactly("GET /old", "PUT /x {\"new\":true}");
        }
        try (FileTrial desk = trial(settings, asked -> Answered.of(500, "{}"))) {
            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Unavailable.class);
            assertThat(desk.asked()).containsExactly("GET /old");
        }
    }

    @Test
    void aRequestIsRepeatedForEachItemUnderItsOwnKey() throws IOException {
        try (FileTrial desk =
                trial(
                        """
                        request: POST /licenses/{@item.id}
                        each: "{P/Licenses}"
                        effect: CHANGE
                        in: {P: {Licenses: "(object[]) Which"}}
                        out: {R: {Results: {type: "object[]", from: $, fields: {License: item.id, Status: number status}}}}\
                        """,
                        FileActionTest::empty)) {
            JsonNode out = desk.run("act", "{'P': {'Licenses': [{'id': 'a'}, {'id': 'b'}]}}");

            assertThat(out.at("/R/Results"))
                    .isEqualTo(
                            json(
                                    "[{'License': 'a', 'Status': 200}, {'License': 'b', 'Status':"
                                            + " 200}]"));
            assertThat(desk.endpoint.asked())
                    .extracting(asked -> asked.header("Idempotency-Key"))
                    .containsExactly("execution/7/0", "execution/7/1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'ok': false, 'error': 'gone'} | NotFound",
                "200 | {'ok': false, 'error': 'other'} | Rejected",
                "400 | {'error': 'slow'} | RateLimited",
                "401 | {'error': 'x'} | Unauthorised",
                "404 | {'error': 'x'} | NotFound",
                "429 | {} | RateLimited",
                "503 | garbage | Unavailable",
                "302 | {} | Rejected",
            })
    void errorsMeanWhatTheFileSays(int status, String body, String kind) throws IOException {
        try (FileTrial desk =
                trial(
                        "errors: {message: text, code: error, failed: {ok: false}, kinds: {gone:"
                                + " NotFound, slow: RateLimited}}\n",
                        "request: GET /x",
                        asked -> Answered.of(status, body.replace('\'', '"')))) {
            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOfSatisfying(
                            CardFailure.class,
                            failure -> {
                                assertThat(failure.kind()).isEqualTo(kind);
                                assertThat(failure.answer()).isPresent();
                                assertThat(failure.getMessage()).doesNotContain("s3cret");
                            });
        }
    }

    @Test
    void anActionWithoutARequestComputesItsOutputs() throws IOException {
        try (FileTrial desk =
                trial(
                        "in: {P: {Kind: (user|team) What, Name: Who}}\n"
                            + "out: {R: {Participant: {type: object, value: {type: \"{P/Kind}\","
                            + " name: \"{P/Name}\"}}}}",
                        FileActionTest::empty)) {
            assertThat(desk.run("act", "{'P': {'Kind': 'user', 'Name': 'ada'}}"))
                    .isEqualTo(json("{'R': {'Participant': {'type': 'user', 'name': 'ada'}}}"));
            assertThat(desk.card("act").connects()).isFalse();
        }
    }

    @Test
    void whatIsNotSaidToBeHarmlessMayHappenTwice() throws IOException {
        try (FileTrial desk = trial("request: POST /x\neffect: CHANGE", FileActionTest::empty)) {
            assertThat(desk.card("act").repeat()).isEqualTo(Repeat.UNCERTAIN);
        }
    }

    @Test
    void aConnectionWithoutAnAddressSaysSo() throws IOException {
        try (FileTrial desk = trial("request: GET /x", FileActionTest::empty)) {
            desk.baseUrl = Optional.empty();

            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("has no base URL");
            desk.baseUrl = Optional.of(URI.create(desk.endpoint.uri("/api/").toString()));
            desk.run("act", "{}");
            assertThat(desk.asked()).containsExactly("GET /api/x");
        }
    }
}
