package io.hookline.connectors.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.httpfunctions.ApiPagingCards.Read;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Pages;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Lists that come page by page, from real HTTP. */
class ApiPagingCardsTest {
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final ApiPagingCards cards =
            new ApiPagingCards(new Calls(sender, InstantSource.system(), wait -> {}));
    private TestingEndpoint system;

    @AfterEach
    void close() {
        sender.close();
        system.close();
    }

    private void answering(Function<Asked, Answered> behaviour) throws IOException {
        system = TestingEndpoint.that(behaviour);
    }

    private Read read(
            String url, String way, String records, String next, String parameter, int most) {
        return read(
                TestingContext.to(system.uri("/api"), new Auth.Token(new Secret("tok"))),
                url,
                way,
                records,
                next,
                parameter,
                most);
    }

    private Read read(
            CardContext context,
            String url,
            String way,
            String records,
            String next,
            String parameter,
            int most) {
        return cards.getPages(
                context,
                url,
                Optional.empty(),
                Optional.empty(),
                Optional.of(way),
                Optional.of(records),
                Optional.of(next),
                Optional.of(parameter),
                Optional.of(most),
                Optional.empty());
    }

    private List<String> asked() {
        return system.asked().stream().map(asked -> asked.uri().toString()).toList();
    }

    private static List<Integer> numbers(Read read) {
        return read.records().stream().map(JsonNode::asInt).toList();
    }

    @Test
    void followsTheLinkOfEachPage() throws IOException {
        answering(asked -> {
            String address = asked.uri().toString();
            return address.contains("after=2")
                    ? Answered.ok("[3]")
                    : Answered.ok("[1, 2]")
                            .with(
                                    "Link",
                                    "</api/users>; rel=\"self\", </api/users?after=2>;"
                                            + " title=\"x\"; rel=\"next\"");
        });

        Read read = read("users", "Link header", "", "", "", 10);

        assertThat(numbers(read)).containsExactly(1, 2, 3);
        assertThat(read.pages()).contains(2);
        assertThat(read.more()).contains(false);
        assertThat(asked()).containsExactly("/api/users", "/api/users?after=2");
        assertThat(system.asked())
                .allMatch(asked -> asked.header("Authorization").equals("Bearer tok"));
    }

    @Test
    void followsTheAddressInTheBody() throws IOException {
        answering(asked ->
                asked.uri().toString().endsWith("/2")
                        ? Answered.ok("{\"data\": {\"items\": [3]}, \"next\": null}")
                        : Answered.ok("{\"data\": {\"items\": [1, 2]}, \"next\": \"2\"}"));

        Read read = read("pages/1", "URL in body", "data.items", "next", "", 10);

        assertThat(numbers(read)).containsExactly(1, 2, 3);
        assertThat(asked()).containsExactly("/api/pages/1", "/api/pages/2");
    }

    @Test
    void sendsTheValueInTheBodyAsAParameterInPlaceOfTheLast() throws IOException {
        answering(asked ->
                switch (asked.uri().getRawQuery()) {
                    case "limit=1&cursor=a%26b" -> Answered.ok("{\"r\": [2], \"c\": \"z\"}");
                    case "limit=1&cursor=z" -> Answered.ok("{\"r\": [3], \"c\": \"\"}");
                    default -> Answered.ok("{\"r\": [1], \"c\": \"a&b\"}");
                });

        Read read = read("x?cursor=&limit=1", "Value in body", "r", "c", "cursor", 10);

        assertThat(numbers(read)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "Page number, 'page=1,page=2,page=3'",
        "Offset, '-,page=2,page=4'",
    })
    void countsUntilAPageIsEmpty(String way, String queries) throws IOException {
        answering(asked -> system.asked().size() > 2 ? Answered.ok("[]") : Answered.ok("[1, 2]"));

        Read read = read("x", way, "", "", "page", 10);

        assertThat(read.records()).hasSize(4);
        assertThat(system.asked())
                .extracting(asked -> String.valueOf(asked.uri().getRawQuery()).replace("null", "-"))
                .containsExactly(queries.split(","));
    }

    @Test
    void saysThatThereIsMoreThanItMayRead() throws IOException {
        answering(asked -> Answered.ok("[1]"));

        Read read = read("x", "Page number", "", "", "page", 3);

        assertThat(read.records()).hasSize(3);
        assertThat(read.more()).contains(true);
        assertThat(asked()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://elsewhere.example.org/steal | elsewhere.example.org:443",
                "//elsewhere.example.org/steal | elsewhere.example.org:80",
                "file:///etc/passwd | an invalid address",
            })
    void aPageOfAnotherOriginIsNotAskedFor(String next, String named) throws IOException {
        answering(asked -> Answered.ok("[1]").with("Link", "<" + next + ">; rel=next"));

        assertThatThrownBy(() -> read("x", "Link header", "", "", "", 10))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining(named)
                .hasMessageContaining("Nothing was sent there");
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aPageThatLeadsToItselfEndsTheCard() throws IOException {
        answering(asked -> Answered.ok("[1]").with("Link", "</api/x>; rel=next"));

        assertThatThrownBy(() -> read("x", "Link header", "", "", "", 10))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("never end");
    }

    @Test
    void anErrorInTheMiddleIsTheErrorOfTheCard() throws IOException {
        answering(asked ->
                asked.uri().toString().endsWith("2")
                        ? Answered.of(503, "{}")
                        : Answered.ok("[1]").with("Link", "</api/2>; rel=next"));

        assertThatThrownBy(() -> read("x", "Link header", "", "", "", 10))
                .isInstanceOf(CardFailure.Unavailable.class)
                .hasMessageContaining("503");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"users\": []}', '', Records",
        "'{\"users\": {}}', users, users",
        "'\"text\"', '', something else",
    })
    void aPageWithoutAListSaysWhatIsMissing(String body, String records, String named)
            throws IOException {
        answering(asked -> Answered.ok(body));

        assertThatThrownBy(() -> read("x", "Link header", records, "", "", 10))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "URL in body, '', '', 1, Next Path",
        "Value in body, next, '', 1, Parameter",
        "Page number, '', '', 1, Parameter",
        "Link header, '', '', 0, Maximum Pages",
    })
    void aMissingSettingIsNamedAndNothingIsSent(
            String way, String next, String parameter, int most, String named) throws IOException {
        answering(asked -> Answered.ok("[]"));

        assertThatThrownBy(() -> read("x", way, "", next, parameter, most))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining(named);
        assertThat(asked()).isEmpty();
    }

    @Test
    void streamsPageByPageUpToTheMaximum() throws IOException {
        answering(asked -> Answered.ok("[1, 2]"));
        List<JsonNode> streamed = new ArrayList<>();
        CardContext context =
                TestingContext.to(system.uri("/api"), new Auth.Token(new Secret("tok")));

        Read read = read(new Streaming(context, streamed), "x", "Page number", "", "", "page", 2);

        assertThat(read.streamed()).contains(4L);
        assertThat(streamed).hasSize(4);
        assertThat(asked()).containsExactly("/api/x?page=1", "/api/x?page=2");
    }

    /** A card with a helper flow. */
    private record Streaming(CardContext other, List<JsonNode> streamed) implements CardContext {
        @Override
        public boolean streams() {
            return true;
        }

        @Override
        public long stream(Pages pages) {
            Optional<JsonNode> after = Optional.empty();
            do {
                Pages.Page page = pages.fetch(after);
                streamed.addAll(page.records());
                after = page.next();
            } while (after.isPresent());
            return streamed.size();
        }

        @Override
        public UUID execution() {
            return other.execution();
        }

        @Override
        public String idempotencyKey() {
            return other.idempotencyKey();
        }

        @Override
        public Mode mode() {
            return other.mode();
        }

        @Override
        public Instant now() {
            return other.now();
        }

        @Override
        public io.hookline.flow.card.Connection connection() {
            return other.connection();
        }

        @Override
        public List<DeclaredField> outputs() {
            return other.outputs();
        }
    }
}
