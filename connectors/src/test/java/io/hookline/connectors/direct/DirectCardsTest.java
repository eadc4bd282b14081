package io.hookline.connectors.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DirectCardsTest {
    private static final CustomFields NONE = new CustomFields(Map.of());
    private static final FileContent FILE =
            FileContent.of("a.tar.gz", "application/gzip", "bytes".getBytes(UTF_8));

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final TestingContext context = TestingContext.to(URI.create("https://unused.example"));
    private final FileCards files = new FileCards(new Calls(sender, InstantSource.system()));
    private final RawRequestCards requests =
            new RawRequestCards(new Calls(sender, InstantSource.system()));

    @AfterEach
    void close() {
        sender.close();
    }

    private static CustomFields fields(String key, String value) {
        return new CustomFields(Map.of(key, TextNode.valueOf(value)));
    }

    @Test
    void downloadsAFileUnderTheNameThatTheAnswerGives() throws IOException {
        try (TestingEndpoint web =
                TestingEndpoint.answering(
                        Answered.ok("a,b\n")
                                .with("Content-Type", "text/csv")
                                .with(
                                        "Content-Disposition",
                                        "attachment; filename=\"../x.csv\";"
                                                + " filename*=UTF-8''r%C3%A9port.csv"))) {
            FileCards.Downloaded made =
                    files.download(
                            web.uri("/path/other?a=1").toString(),
                            fields("X-Key", "k"),
                            fields("q&", "two words"));

            assertThat(made.content())
                    .isEqualTo(FileContent.of("réport.csv", "text/csv", "a,b\n".getBytes(UTF_8)));
            assertThat(made.name()).isEqualTo("réport.csv");
            assertThat(made.size()).isEqualTo(4);
            assertThat(web.asked().getFirst().uri())
                    .hasToString("/path/other?a=1&q%26=two%20words");
            assertThat(web.asked().getFirst().header("X-Key")).isEqualTo("k");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename=x.csv | /a/b | x.csv",
                "attachment; filename=\"../../etc/passwd\" | /a/b | passwd",
                "attachment; filename=\"..\" | /a/b.txt | b.txt",
                "inline | /a/b%20c.txt | b c.txt",
                "'' | / | download",
            })
    void aFileIsCalledAsTheAnswerOrTheAddressSays(String disposition, String path, String name) {
        assertThat(
                        FileNames.of(
                                Optional.of(disposition).filter(text -> !text.isEmpty()),
                                URI.create("https://example.org" + path)))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"404, NotFound", "403, Unauthorised", "302, Rejected", "503, Unavailable"})
    void whatIsNoSuccessIsAnErrorWithTheStatus(int status, String kind) throws IOException {
        try (TestingEndpoint web = TestingEndpoint.answering(Answered.of(status, "no"))) {
            assertThatThrownBy(() -> files.download(web.uri("/x").toString(), NONE, NONE))
                    .isInstanceOfSatisfying(
                            CardFailure.class,
                            failure -> {
                                assertThat(failure.kind()).isEqualTo(kind);
                                assertThat(failure.code()).isEqualTo(status);
                                assertThat(failure)
                                        .hasMessageContaining("127.0.0.1 answered GET /x")
                                        .hasMessageContaining(String.valueOf(status));
                            });
        }
    }

    @Test
    void aFileThatIsTooLargeIsAnErrorAndNoPartOfIt() throws IOException {
        try (TestingEndpoint web =
                TestingEndpoint.answering(Answered.ok("x".repeat(7 * 1024 * 1024 + 1)))) {
            assertThatThrownBy(() -> files.download(web.uri("/x").toString(), NONE, NONE))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("more than 7340032 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "example.org", "", "https://", "https://a b/"})
    void onlyAddressesOfTheWebAreCalled(String url) {
        assertThatThrownBy(() -> files.download(url, NONE, NONE))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("no address that can be called");
    }

    @Test
    void addressesInsideAreNotCalled() {
        try (HttpSender guarded = new HttpSender(new AddressGuard(List.of(), false))) {
            FileCards cards = new FileCards(new Calls(guarded, InstantSource.system()));

            assertThatThrownBy(() -> cards.download("http://127.0.0.1:1/", NONE, NONE))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("HOOKLINE_OUTBOUND_ALLOW");
        }
    }

    @Test
    void uploadsTheBytesAndReadsTheAnswer() throws IOException {
        try (TestingEndpoint web = TestingEndpoint.answering(Answered.ok("{\"id\": 7}"))) {
            FileCards.Uploaded made =
                    files.upload(
                            context,
                            FILE,
                            web.uri("/in").toString(),
                            Optional.of("POST"),
                            fields("Content-Type", "application/gzip"));

            assertThat(made.raw()).isEqualTo("{\"id\": 7}");
            assertThat(made.body().values().get("id").intValue()).isEqualTo(7);
            TestingEndpoint.Asked asked = web.asked().getFirst();
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.body()).isEqualTo("bytes");
            assertThat(asked.header("Content-Type")).isEqualTo("application/gzip");
            assertThat(asked.header("Idempotency-Key")).isEqualTo("execution/7");
        }
    }

    @Test
    void tellsNameEndingAndSizeOfAFile() {
        assertThat(files.info(FILE))
                .isEqualTo(
                        new FileCards.Info(
                                "a.tar.gz", "gz", 5, Optional.empty(), Optional.empty()));
        assertThat(files.info(FileContent.of(".profile", "text/plain", new byte[0])).extension())
                .isEmpty();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonText.read(text);
    }

    @Test
    void aRawRequestSendsAndGivesText() throws IOException {
        try (TestingEndpoint web =
                TestingEndpoint.answering(Answered.of(201, "<ok/>").with("X-A", "b"))) {
            RawRequestCards.Answered made =
                    requests.raw(
                            context,
                            web.uri("/raw").toString(),
                            "patch",
                            Optional.of(json("{\"X-N\": 1}")),
                            Optional.of(json("{\"a\": true}")),
                            Optional.of("body"),
                            NONE);

            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(made.body()).isEqualTo("<ok/>");
            assertThat(made.headers().path("x-a").asText()).isEqualTo("b");
            TestingEndpoint.Asked asked = web.asked().getFirst();
            assertThat(asked.method()).isEqualTo("PATCH");
            assertThat(asked.uri()).hasToString("/raw?a=true");
            assertThat(asked.header("X-N")).isEqualTo("1");
            assertThat(asked.body()).isEqualTo("body");
        }
    }

    @Test
    void clientCertificatesAreRefusedAndNotIgnored() {
        assertThatThrownBy(() ->
                        requests.raw(
                                context,
                                "https://example.org/",
                                "GET",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                fields("cert", "-----BEGIN CERTIFICATE-----")))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("\"ssl/cert\"")
                .hasMessageNotContaining("BEGIN");
    }
}
