package io.hookline.connectors.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Secret;
import io.hookline.testing.okta.OrgAnswer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Custom API Action, and what every action has in common: errors, limits, origins. */
class OktaApiTest {
    private static final String READ = "{'User': {'ID or Login': '00u1'}}";

    private final OktaTrial trial = new OktaTrial();

    @AfterEach
    void close() {
        trial.close();
    }

    private void answers(OrgAnswer answer) {
        trial.org.when(request -> Optional.of(answer));
    }

    @Test
    void aRequestOfOnesOwnGivesStatusHeadersAndBody() {
        trial.org.addGroup("Sales");

        JsonNode answer =
                trial.run(
                        "hTTPRequest",
                        "{'parameters': {'requestType': 'GET'}, 'Request': {'Relative URL':"
                                + " 'api/v1/groups?q=Sal', 'Query': {'limit': 5}}}");

        assertThat(answer.at("/Response/Status Code").asInt()).isEqualTo(200);
        assertThat(answer.at("/Response/Headers/content-type").asText())
                .isEqualTo("application/json");
        assertThat(answer.at("/Response/Body/0/profile/name").asText()).isEqualTo("Sales");
        assertThat(trial.org.requests().getLast().query())
                .containsEntry("q", "Sal")
                .containsEntry("limit", "5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'profile': {'name': 'Legal'}} | {\"profile\":{\"name\":\"Legal\"}}",
                "'{\\\"profile\\\":{\\\"name\\\":\\\"Legal\\\"}}' |"
                        + " {\"profile\":{\"name\":\"Legal\"}}",
            },
            quoteCharacter = '`')
    void aBodyIsAnObjectOrATextThatSpellsOne(String body, String sent) {
        JsonNode answer =
                trial.run(
                        "hTTPRequest",
                        "{'parameters': {'requestType': 'POST'}, 'Request': {'Relative URL':"
                                + " '/api/v1/groups', 'Body': "
                                + body
                                + "}}");

        var request = trial.org.requests().getLast();
        assertThat(request.text()).isEqualTo(sent);
        assertThat(request.headers()).containsEntry("content-type", "application/json");
        assertThat(answer.at("/Response/Body/profile/name").asText()).isEqualTo("Legal");
    }

    @Test
    void aRequestWithoutABodySendsNone() {
        String ada = trial.org.addUser("ada@example.org", "Ada", "L");

        trial.run(
                "hTTPRequest",
                "{'parameters': {'requestType': 'POST'}, 'Request': {'Relative URL':"
                        + " '/api/v1/users/"
                        + ada
                        + "/lifecycle/suspend', 'Body': {}, 'Headers': {'X-Note': 'a'}}}");

        assertThat(trial.org.requests().getLast().text()).isEmpty();
        assertThat(trial.org.requests().getLast().headers()).containsEntry("x-note", "a");
        assertThat(trial.org.user(ada).path("status").asText()).isEqualTo("SUSPENDED");
    }

    @Test
    void aListIsStreamedPageByPageAndAnythingElseAsOneRecord() {
        for (int i = 0; i < 5; i++) {
            trial.org.addGroup("G" + i);
        }

        JsonNode result =
                trial.run(
                        "hTTPRequest",
                        "{'parameters': {'requestType': 'GET(Streaming)'}, 'Request':"
                                + " {'Relative URL': '/api/v1/groups', 'Query': {'limit': 2}}}");

        assertThat(result.at("/Response/Records Streamed").asInt()).isEqualTo(5);
        assertThat(trial.streamed.getLast().at("/profile/name").asText()).isEqualTo("G4");
        assertThat(trial.org.requests()).hasSize(3);

        trial.streamed.clear();
        String group = trial.streamedGroup();
        assertThat(group).isEqualTo("G0");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.org/api/v1/users",
        "http://127.0.0.1:1/api/v1/users",
    })
    void anAddressOutsideOfTheOrgIsNeverCalled(String url) {
        trial.auth = new Auth.None();

        assertThatThrownBy(() ->
                        trial.run("hTTPRequest", "{'Request': {'Relative URL': '" + url + "'}}"))
                .isInstanceOf(CardFailure.class);
        assertThat(trial.org.requests()).isEmpty();
    }

    @Test
    void theNextPageOfAnotherHostIsNeverFetched() {
        answers(
                OrgAnswer.ok(trial.users())
                        .with("Link", "<http://localhost:1/x?after=1>; rel=\"next\""));

        assertThatThrownBy(() ->
                        trial.run(
                                "listUsersWithSearch",
                                "{'parameters': {'resultSet': 'Stream Matching" + " Records'}}"))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("http://localhost:1")
                .hasMessageContaining("Nothing was sent there");
    }

    @Test
    void aConnectionWithoutAnAddressSaysWhatIsMissing() {
        trial.baseUrl = URI.create("");
        assertThatThrownBy(() -> trial.run("readUser", READ)).isInstanceOf(CardFailure.class);
        assertThat(trial.org.requests()).isEmpty();
    }

    @Test
    void aWrongTokenIsNotShown() {
        trial.auth = new Auth.Token(new Secret("a-token-that-is-wrong"));

        assertThatThrownBy(() -> trial.run("readUser", READ))
                .isInstanceOf(CardFailure.Unauthorised.class)
                .hasMessageContaining("E0000011")
                .hasMessageNotContaining("a-token-that-is-wrong");
    }

    @Test
    void aRateLimitSaysWhenTheCallPassesByTheClockOfTheOrg() {
        trial.org.limit(0, OktaTrial.NOW.plusSeconds(42));

        assertThatThrownBy(() -> trial.run("readUser", READ))
                .isInstanceOfSatisfying(
                        CardFailure.RateLimited.class,
                        limited -> {
                            assertThat(limited.awaited().orElseThrow())
                                    .isBetween(Duration.ofSeconds(42), Duration.ofSeconds(44));
                            assertThat(limited.code()).isEqualTo(429);
                            assertThat(limited.answer().orElseThrow().body().path("errorCode"))
                                    .isEqualTo(TextNode.valueOf("E0000047"));
                        });
    }

    @Test
    void aRateLimitWithoutATimeIsForTheFlow() {
        answers(OrgAnswer.error(429, "E0000047", "Too many"));

        assertThatThrownBy(() -> trial.run("readUser", READ))
                .isInstanceOfSatisfying(
                        CardFailure.RateLimited.class,
                        limited -> {
                            assertThat(limited.awaited()).isEmpty();
                            assertThat(limited.retryAfter()).isEmpty();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "400, Rejected",
        "401, Unauthorised",
        "403, Unauthorised",
        "404, NotFound",
        "409, Rejected",
        "500, Unavailable",
        "503, Unavailable",
    })
    void eachStatusHasItsKindAndTheWholeErrorObject(int status, String kind) {
        answers(OrgAnswer.error(status, "E0000099", "Something is wrong", "because of this"));

        assertThatThrownBy(() -> trial.run("readUser", READ))
                .isInstanceOfSatisfying(
                        CardFailure.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(kind);
                            assertThat(failure.code()).isEqualTo(status);
                            assertThat(failure)
                                    .hasMessageContaining(
                                            "Okta says (E0000099): Something is wrong (because of"
                                                    + " this)");
                            assertThat(failure.answer().orElseThrow().body().path("errorSummary"))
                                    .isEqualTo(TextNode.valueOf("Something is wrong"));
                        });
    }

    @Test
    void aListThatIsNoneFails() {
        answers(OrgAnswer.ok(OktaTrial.object().put("ok", true)));

        assertThatThrownBy(() ->
                        trial.run(
                                "listUsersWithSearch",
                                "{'parameters': {'resultSet': 'First 200 Matching" + " Records'}}"))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("no list of records");
    }

    @Test
    void whatCallsItselfJsonAndIsNoneFails() {
        answers(new OrgAnswer(200, Map.of(), TextNode.valueOf("<html>")));

        assertThatThrownBy(() -> trial.run("readUser", READ))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("says that it answers JSON");
    }
}
