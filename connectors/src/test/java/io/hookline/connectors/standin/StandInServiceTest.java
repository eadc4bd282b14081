package io.hookline.connectors.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

class StandInServiceTest {
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final StandInService service =
            new StandInService(new Calls(sender, InstantSource.system()));

    @AfterEach
    void close() {
        sender.close();
    }

    private List<JsonNode> records(Answered answered) throws IOException {
        try (TestingEndpoint endpoint = TestingEndpoint.answering(answered)) {
            return service.records(
                    "acme.searchUsers",
                    JsonNodeFactory.instance.objectNode(),
                    TestingContext.to(endpoint.uri("/acme")));
        }
    }

    private static Answered of(String type, String body) {
        return new Answered(200, Map.of("Content-Type", type), body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json     | [{\"a\": 1}, {\"a\": 2}]    | 2",
                "application/json     | ` [] `                      | 0",
                "application/x-ndjson | `{\"a\": 1}N{\"a\": 2}N`    | 2",
                "application/x-ndjson | {\"a\": 1}                  | 1",
                "application/x-ndjson | ``                          | 0",
                "text/plain           | `{\"a\": 1}NN{\"a\": 2}`    | 2",
                "application/json     | `\uFEFF[{\"a\": 1}]`         | 1",
            })
    void aListAndLinesAreRecords(String type, String body, int count) throws IOException {
        assertThat(records(of(type, body.replace('N', '\n')))).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json     | {\"Users\": []}",
                "application/json     | [1, 2]",
                "application/json     | ``",
                "application/json     | [{\"a\": 1}",
                "application/x-ndjson | `{\"a\": 1}N{\"a\":`",
                "application/x-ndjson | 7",
                "text/html            | <p>",
            })
    void anythingElseFailsLoudly(String type, String body) {
        CardFailure failure =
                catchThrowableOfType(
                        CardFailure.class, () -> records(of(type, body.replace('N', '\n'))));

        assertThat(failure)
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("one object in each line");
        assertThat(failure.answer().orElseThrow().status()).isEqualTo(200);
    }

    /** Half of the records would look like all of them. */
    @Test
    void anAnswerThatWasCutOffFails() {
        String line = "{\"a\": \"" + "x".repeat(1_000) + "\"}\n";

        CardFailure failure =
                catchThrowableOfType(
                        CardFailure.class,
                        () -> records(of("application/x-ndjson", line.repeat(4_500))));

        assertThat(failure).isInstanceOf(CardFailure.class);
    }

    @Test
    void aRefusalSaysWhatWasAnswered() throws IOException {
        try (TestingEndpoint endpoint =
                TestingEndpoint.answering(Answered.of(422, "{\"message\": \"No such user\"}"))) {
            CardFailure failure =
                    catchThrowableOfType(
                            CardFailure.class,
                            () ->
                                    service.answer(
                                            "acme.readUser",
                                            JsonNodeFactory.instance.objectNode(),
                                            TestingContext.to(endpoint.uri("/acme"))));

            assertThat(failure.answer().orElseThrow().status()).isEqualTo(422);
            assertThat(failure.answer().orElseThrow().body().path("message").asText())
                    .isEqualTo("No such user");
        }
    }
}
