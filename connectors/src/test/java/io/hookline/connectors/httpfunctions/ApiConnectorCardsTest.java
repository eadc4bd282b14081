package io.hookline.connectors.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.httpfunctions.ApiConnectorCards.Target;
import io.hookline.flow.card.CardFailure;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Where requests go, with which credentials and headers. */
class ApiConnectorCardsTest extends ApiConnectorTest {
    @Test
    void getsAnAnswerWithStatusHeadersAndValue() {
        answer = Answered.of(206, "[{\"id\":1.50}]").with("X-Left", "12");

        var response =
                cards.get(
                        to(NONE),
                        new Target(url("/users"), none(), headers("{\"Accept\":\"a/b\"}")),
                        Optional.empty());

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.headers().path("x-left").asText()).isEqualTo("12");
        assertThat(response.body()).hasToString("[{\"id\":1.50}]");
        assertThat(asked().method()).isEqualTo("GET");
        assertThat(asked().header("Accept")).isEqualTo("a/b");
        assertThat(asked().header("Idempotency-Key")).isEmpty();
    }

    @Test
    void sendsTheMethodOfTheCardWithOneKeyForAllItsAttempts() {
        cards.post(to(NONE), new Target(url("/x"), none(), Optional.empty()), json("{\"a\":1}"));
        cards.put(to(NONE), new Target(url("/x"), none(), Optional.empty()), json("{\"a\":1}"));
        cards.patch(to(NONE), new Target(url("/x"), none(), Optional.empty()), json("[1]"));
        cards.delete(to(NONE), new Target(url("/x"), none(), Optional.empty()), none());

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
        cards.get(to(NONE), new Target(url(path), json(query), Optional.empty()), Optional.empty());

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
        cards.get(
                TestingContext.to(system.uri(base), TOKEN),
                new Target(url, none(), Optional.empty()),
                Optional.empty());

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
                                new Target(url, none(), Optional.empty()),
                                Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Security team")
                .hasMessageNotContaining("t0ken");
        assertThat(system.asked()).isEmpty();
    }

    @Test
    void aConnectionWithCredentialsMustSayWhomTheyAreFor() {
        assertThatThrownBy(() ->
                        cards.get(
                                without(TOKEN),
                                new Target(url("/x"), none(), Optional.empty()),
                                Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Security team")
                .hasMessageContaining("base URL");
        assertThat(system.asked()).isEmpty();
    }

    @Test
    void aConnectionWithoutCredentialsCallsAnyAddress() {
        cards.get(without(NONE), new Target(url("/x"), none(), Optional.empty()), Optional.empty());
        cards.get(
                TestingContext.to(URI.create("https://example.org"), NONE),
                new Target(url("/y"), none(), Optional.empty()),
                Optional.empty());

        assertThat(system.asked())
                .extracting(request -> request.uri().toString())
                .containsExactly("/x", "/y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<WebhookURL>", "users", "/users", ""})
    void aPathNeedsABaseUrl(String url) {
        assertThatThrownBy(() ->
                        cards.get(
                                without(NONE),
                                new Target(url, none(), Optional.empty()),
                                Optional.empty()))
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
        assertThatThrownBy(() ->
                        cards.get(
                                without(NONE),
                                new Target(url, none(), Optional.empty()),
                                Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class);
        assertThat(system.asked()).isEmpty();
    }

    @Test
    void headersAreAsTheAuthorWroteThem() {
        cards.get(
                to(TOKEN),
                new Target(
                        url("/x"),
                        none(),
                        headers(
                                """
                                {"authorization": " Bearer own\\n", "X-Number": 5, "X-List": ["a", "b"],
                                 "X-Nothing": null, "Connection": "keep-alive", "Content-Length": "0",
                                 "Accept-Encoding": "gzip", "X-Empty": ""}\
                                """)),
                Optional.empty());

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
        assertThatThrownBy(() ->
                        cards.get(
                                to(NONE),
                                new Target(url("/x"), none(), headers(headers)),
                                Optional.empty()))
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
                                    new Target(
                                            "http://8.8.8.8/x",
                                            none(),
                                            headers("{\"Authorization\": \"Bearer own\"}")),
                                    Optional.empty()))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("https")
                    .hasMessageNotContaining("own");
        }
    }
}
