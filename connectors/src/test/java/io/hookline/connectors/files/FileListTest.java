package io.hookline.connectors.files;

import static io.hookline.connectors.files.FileActionTest.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.flow.card.CardFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.function.Function;

class FileListTest {
    static final String LIST =
            """
            request: GET /x
            list:
              record: {ID*: id}
              sets: {All: all}
              size: {parameter: n, most: 2}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "link | Link | GET /x?n=2, GET /x?from=2",
                "{kind: next, next: next} | next | GET /x?n=2, GET /x?from=2",
                "{kind: cursor, cursor: cursor, parameter: c} | cursor | GET /x?n=2, GET"
                        + " /x?n=2&c=two",
                "{kind: offset, parameter: o} | none | GET /x?n=2, GET /x?n=2&o=2, GET /x?n=2&o=3",
                "{kind: offset, parameter: o, total: total} | none | GET /x?n=2, GET /x?n=2&o=2",
                "{kind: page, parameter: p, last: last} | none | GET /x?n=2, GET /x?n=2&p=2",
            })
    void followsPages(String paging, String how, String asked) throws IOException {
        Function<Asked, Answered> service =
                request -> {
                    String query = String.valueOf(request.uri().getQuery());
                    boolean second =
                            query.contains("from=2")
                                    || query.contains("c=two")
                                    || query.contains("o=2")
                                    || query.contains("p=2");
                    if (query.contains("o=3")) {
                        return Answered.ok("{\"items\": []}");
                    }
                    if (second) {
                        return Answered.ok(
                                "{\"items\": [{\"id\": \"3\"}], \"last\": true, \"total\": 3}");
                    }
                    Answered first =
                            Answered.ok(
                                    "{\"items\": [{\"id\": \"1\"}, {\"id\": \"2\"}], \"total\": 3,"
                                            + (how.equals("next")
                                                    ? " \"next\": \"/x?from=2\","
                                                    : "")
                                            + (how.equals("cursor") ? " \"cursor\": \"two\"," : "")
                                            + " \"last\": false}");
                    return how.equals("Link") ? first.with("Link", "</x?from=2>; rel=next") : first;
                };
        try (FileTrial desk = trial(LIST + "  items: items\n  paging: " + paging + "\n", service)) {
            JsonNode out = desk.run("act", "{}");

            assertThat(out.at("/Result/Records"))
                    .extracting(one -> one.path("ID").asText())
                    .containsExactly("1", "2", "3");
            assertThat(String.join(", ", desk.asked())).isEqualTo(asked);
        }
    }

    @Test
    void aPageAtAnotherHostIsNotFetched() throws IOException {
        try (FileTrial other = trial("request: GET /x", FileActionTest::empty);
                FileTrial desk =
                        trial(
                                LIST + "  paging: {kind: next, next: next}\n  items: items\n",
                                asked ->
                                        Answered.ok(
                                                "{\"items\": [], \"next\": \""
                                                        + other.endpoint.uri("/steal")
                                                        + "\"}"))) {
            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("Nothing was sent there");
            assertThat(other.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{kind: next, next: next}", "{kind: cursor, cursor: next, parameter: c}"})
    void aPageThatIsFollowedByItselfEndsTheList(String paging) throws IOException {
        try (FileTrial desk =
                trial(
                        LIST + "  items: items\n  paging: " + paging + "\n",
                        asked -> Answered.ok("{\"items\": [], \"next\": \"/x?p=1\"}"))) {
            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("followed by itself");
        }
    }

    @Test
    void aListThatIsNotThereIsAnErrorAndNotAnEmptyOne() throws IOException {
        try (FileTrial desk = trial(LIST + "  items: items\n", FileActionTest::empty)) {
            assertThatThrownBy(() -> desk.run("act", "{}"))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("\"items\"");
        }
        try (FileTrial desk =
                trial(LIST + "  items: items\n  absent: true\n", FileActionTest::empty)) {
            assertThat(desk.run("act", "{}").at("/Result/Records").isEmpty()).isTrue();
        }
    }
}
