package io.hookline.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;
import io.hookline.server.url.QueryString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** One wording for each kind of fault in a body or a query. */
class BodyTest {
    private static Body body(String json) {
        try {
            return Body.of((ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"')));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Query query(String raw) {
        return new Query(QueryString.parse(raw));
    }

    private static void assertFault(Consumer<Body> read, String json, String sentence) {
        assertThatThrownBy(() -> read.accept(body(json)))
                .isInstanceOf(Refusal.Invalid.class)
                .hasMessage(sentence);
    }

    @Test
    void valuesAreReadAsTheyAre() {
        Body body =
                body(
                        """
                        {'name': ' ops ', 'pinned': true, 'limit': 3, 'kind': 'b', 'tags': ['x'],
                         'folder': {'id': 'f1'}, 'at': '2026-01-31T09:30:00+01:00', 'none': null}
                        """);
        assertThat(body.line("name", 255)).isEqualTo("ops");
        assertThat(body.flag("pinned")).contains(true);
        assertThat(body.number("limit", 1, 3)).contains(3);
        assertThat(body.choice("kind", List.of("a", "b"), word -> word)).contains("b");
        assertThat(body.texts("tags", 0, 5, 10)).contains(List.of("x"));
        assertThat(body.reference("folder")).contains("f1");
        assertThat(body.time("at")).contains(Instant.parse("2026-01-31T08:30:00Z"));
        assertThat(body.text("none", 10)).isEmpty();
        assertThat(body.has("none")).isTrue();
        assertThat(body.isAbsent("none")).isTrue();
    }

    @Test
    void whatIsWrongIsSaidWithWhatWasExpectedAndFound() {
        assertFault(
                body -> body.line("name", 5),
                "{'name': 'a\\nb'}",
                "name: expected a text of 1 to 5 characters on one line, found \"a\\nb\".");
        assertFault(
                body -> body.line("name", 5),
                "{}",
                "name: expected a text of 1 to 5 characters on one line, found nothing.");
        assertFault(
                body -> body.flag("on"),
                "{'on': 'yes'}",
                "on: expected true or false, found \"yes\".");
        assertFault(
                body -> body.number("limit", 1, 9),
                "{'limit': 10}",
                "limit: expected a whole number from 1 to 9, found 10.");
        assertFault(
                body -> body.choice("kind", List.of("a", "b"), word -> word),
                "{'kind': ['a']}",
                "kind: expected one of a, b, found a list.");
        assertFault(
                body -> body.texts("to", 1, 2, 9),
                "{'to': ['a', 1]}",
                "to[1]: expected a text of 1 to 9 characters, found 1.");
        assertFault(
                body -> body.time("at"),
                "{'at': '2026-01-31'}",
                "at: expected a date and time with Z or an offset, such as"
                        + " 2026-01-31T09:30:00.000Z, found \"2026-01-31\".");
        assertFault(
                body -> body.allowOnly("from"),
                "{'form': 1}",
                "form: not known here; known are from.");
        assertFault(
                Body::span,
                "{'since': '2026-01-02T00:00:00Z', 'until': '2026-01-01T00:00:00Z'}",
                "until: must not be before since.");
    }

    @Test
    void aSecretIsNotRepeated() {
        assertFault(
                body -> body.secret("key", text -> text.length() > 9, "expected 10 characters"),
                "{'key': 'hunter2'}",
                "key: expected 10 characters.");
    }

    @Test
    void membersOfObjectsAreNamedByTheirPath() {
        assertFault(
                body -> body.object("auth").orElseThrow().line("token", 9),
                "{'auth': {'token': 1}}",
                "auth.token: expected a text of 1 to 9 characters on one line, found 1.");
        assertFault(
                body -> body.objects("rules", 0, 9).orElseThrow().getFirst().line("name", 9),
                "{'rules': [{}]}",
                "rules[0].name: expected a text of 1 to 9 characters on one line, found nothing.");
    }

    @Test
    void allFaultsCanBeCollected() {
        Faults all = Faults.all(Place.BODY, "eventHook");
        Body body = Body.of(Json.object().put("name", 1).put("on", "x"), all);
        assertThat(body.line("name", 9)).isEmpty();
        assertThat(body.flag("on")).isEmpty();
        Refusal.Invalid refusal = catchThrowableOfType(Refusal.Invalid.class, all::raise);
        assertThat(refusal.subject()).isEqualTo("eventHook");
        assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("name", "on");
        assertThat(Problem.of(refusal).body().at("/errors/1/field").asText()).isEqualTo("on");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=x|limit: expected a whole number from 1 to 1000, found \"x\".",
                "limit=0|limit: expected a whole number from 1 to 1000, found \"0\".",
                "after=-1|after: expected a whole number from 0 to 9223372036854775807, found"
                        + " \"-1\".",
            })
    void partsOfListsAreAskedForByNumbers(String raw, String sentence) {
        assertThatThrownBy(() -> Page.of(query(raw))).hasMessage(sentence);
    }

    @Test
    void parametersThatAreLeftOutOrEmptyHaveTheirUsualValue() {
        assertThat(Page.of(query("limit=&x"))).isEqualTo(new Page(200, 0));
        assertThat(query("status=").text("status")).isEmpty();
        assertThat(query("on=true").flag("on")).contains(true);
        assertThat(query("kind=B").choice("kind", List.of("a", "b"), word -> word)).contains("b");
        assertThat(query("since=2026-01-31T09:30:00+01:00").span().since())
                .as("a plus sign that was not encoded")
                .contains(Instant.parse("2026-01-31T08:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, application/json, ",
        "Application/JSON; Charset=\"UTF-8\", application/json, utf-8",
        "text/plain;charset=latin1, text/plain, latin1",
    })
    void mediaTypesAreComparedInLowerCase(String header, String type, String charset) {
        MediaType parsed = MediaType.parse(header).orElseThrow();
        assertThat(parsed.type()).isEqualTo(type);
        assertThat(parsed.charset().orElse(null)).isEqualTo(charset);
        assertThat(MediaType.parse("json")).isEmpty();
        assertThat(MediaType.parse("")).isEmpty();
    }
}
