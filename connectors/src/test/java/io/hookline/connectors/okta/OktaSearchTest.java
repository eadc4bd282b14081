package io.hookline.connectors.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches: which records, in which form, over how many pages. */
class OktaSearchTest {
    private final OktaTrial trial = new OktaTrial();

    private void addUsers(int count) {
        for (int i = 0; i < count; i++) {
            trial.org.addUser("user" + i + "@example.org", "First" + i, "Last" + i);
        }
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void fieldsOfASearchBecomeAnExpression() {
        addUsers(1);

        trial.run(
                "listUsersWithSearch",
                "{'Inputs': {'status': 'ACTIVE', 'profile.note': 'say \\u0022hi\\u0022', 'id': '',"
                        + " 'profile.level': 3, 'Custom Search Criteria': 'created gt 1 or"
                        + " created lt 0'}, 'Sort': {'sortBy': 'created', 'sortOrder': 'DESC'}}");

        assertThat(trial.query("search"))
                .isEqualTo(
                        "status eq \"ACTIVE\" and profile.note eq \"say \\\"hi\\\"\" and"
                                + " profile.level eq 3 and (created gt 1 or created lt 0)");
        assertThat(trial.query("sortBy")).isEqualTo("created");
        assertThat(trial.query("sortOrder")).isEqualTo("desc");
    }

    @Test
    void anExpressionAloneStandsAsItIs() {
        trial.run(
                "listUsersWithSearch",
                "{'Inputs': {'status': '', 'Custom Search Criteria': 'status eq 1 or id pr'}}");

        assertThat(trial.query("search")).isEqualTo("status eq 1 or id pr");
    }

    @Test
    void withoutAnyConditionAllAreWanted() {
        addUsers(3);

        JsonNode found =
                trial.run(
                        "listUsersWithSearch",
                        "{'parameters': {'resultSet': 'First 200 Matching Records'}}");

        assertThat(found.at("/Result/Users")).hasSize(3);
        assertThat(trial.query("search")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "listUsersWithSearch, id",
        "listUsersWithSearch, Custom Search Criteria",
        "listUsersWithFilter, Custom Filter",
        "searchGroups, Query",
        "searchGroups, profile.name",
    })
    void aLinkedConditionWithoutAValueIsRefusedInsteadOfFindingAnybody(String card, String key) {
        addUsers(1);
        trial.linked.add("Inputs/" + key);

        assertThatThrownBy(() -> trial.run(card, "{'Inputs': {'" + key + "': ''}}"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining(key)
                .hasMessageContaining("came without a value");
        assertThat(trial.org.requests()).isEmpty();
    }

    @Test
    void anAttributeIsNoPieceOfAnExpression() {
        assertThatThrownBy(() ->
                        trial.run(
                                "listUsersWithSearch", "{'Inputs': {'id pr or status': 'ACTIVE'}}"))
                .isInstanceOf(CardFailure.Invalid.class);
    }

    @Test
    void theFirstRecordIsGivenAsFields() {
        addUsers(3);

        JsonNode found =
                trial.run(
                        "listUsersWithSearch",
                        "{'parameters': {'resultSet': 'First Matching Record'}, 'Inputs':"
                                + " {'profile.login': 'user1@example.org'}}");

        assertThat(found.at("/Result/Login").asText()).isEqualTo("user1@example.org");
        assertThat(found.at("/Result/First Name").asText()).isEqualTo("First1");
        assertThat(found.at("/Result/Raw Output/profile/email").asText())
                .isEqualTo("user1@example.org");
        assertThat(trial.query("limit")).isEqualTo("1");
    }

    @Test
    void nothingFoundGivesNothingInsteadOfFailing() {
        JsonNode first =
                trial.run(
                        "searchUsers",
                        "{'parameters': {'resultSet': 'First Matching Record'}, 'Inputs':"
                                + " {'Query': 'Zoe'}}");
        assertThat(first.at("/Result/ID").isMissingNode()).isTrue();

        JsonNode list =
                trial.run(
                        "searchUsers",
                        "{'parameters': {'resultSet': 'First 200 Matching Records'}, 'Inputs':"
                                + " {'Query': 'Zoe'}}");
        assertThat(list.at("/Result/Users").isArray()).isTrue();
        assertThat(list.at("/Result/Users")).isEmpty();
    }

    @Test
    void aPageIsFilledOverSeveralRequestsAndEndsAtTwoHundred() {
        addUsers(230);
        trial.org.pagesOf(90);

        JsonNode found =
                trial.run(
                        "listUsersWithFilter",
                        "{'parameters': {'resultSet': 'First 200 Matching Records'}}");

        assertThat(found.at("/Result/Users")).hasSize(200);
        assertThat(found.at("/Result/Users/199/Login").asText()).isEqualTo("user199@example.org");
        assertThat(trial.org.requests()).hasSize(3);
    }

    @Test
    void allMatchingRecordsOfOlderFilesAreAllPages() {
        addUsers(230);

        JsonNode found =
                trial.run(
                        "listUsersWithFilter",
                        "{'parameters': {'resultSet': 'All Matching Records'}, 'Inputs':"
                                + " {'status': 'ACTIVE'}}");

        assertThat(found.at("/Result/Users")).hasSize(230);
        assertThat(trial.org.requests()).hasSize(2);
        assertThat(trial.org.requests().getFirst().query())
                .containsEntry("filter", "status eq \"ACTIVE\"");
    }

    @Test
    void everyRecordIsStreamedOnceWithTheKeysOfTheList() {
        addUsers(450);

        JsonNode result =
                trial.run(
                        "listUsersWithSearch",
                        "{'parameters': {'resultSet': 'Stream Matching Records'},"
                                + " 'Search Criteria': {'Limit': 10000000}}");

        assertThat(result.at("/Result/Records Streamed").asInt()).isEqualTo(450);
        assertThat(trial.streamed)
                .extracting(user -> user.path("Login").asText())
                .doesNotHaveDuplicates()
                .hasSize(450);
        assertThat(trial.streamed.getFirst().at("/Raw Output/profile/firstName").asText())
                .isEqualTo("First0");
        assertThat(trial.org.requests()).hasSize(3);
    }

    @Test
    void aStreamEndsAtItsLimit() {
        addUsers(450);

        JsonNode result =
                trial.run(
                        "listUsersWithSearch",
                        "{'parameters': {'resultSet': 'Stream Matching Records'},"
                                + " 'Search Criteria': {'Limit': 250}}");

        assertThat(result.at("/Result/Records Streamed").asInt()).isEqualTo(250);
        assertThat(trial.org.requests()).hasSize(2);
    }

    @Test
    void anExpressionThatOktaCannotReadIsSaidInItsWords() {
        assertThatThrownBy(() ->
                        trial.run(
                                "listUsersWithSearch",
                                "{'Inputs': {'Custom Search Criteria': 'status eq'}}"))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("E0000031")
                .hasMessageContaining("Invalid search criteria");
    }

    @Test
    void theSystemLogIsSearchedByExpressionUpToNow() {
        trial.org.addEvent("user.session.start", "Signed in");
        trial.org.addEvent("user.session.end", "Signed out");

        JsonNode found =
                trial.run(
                        "searchSystemLogs",
                        "{'parameters': {'searchBy': 'Expression', 'resultSet': 'First Matching"
                                + " Record'}, 'Search By': {'Custom Filter': 'eventType eq"
                                + " \\\"user.session.end\\\"'}, 'Date': {'since':"
                                + " '2026-11-29T11:00:00Z'}}");

        assertThat(found.at("/Result/Display Message").asText()).isEqualTo("Signed out");
        assertThat(found.at("/Result/Actor/Alternate ID").asText()).isEqualTo("admin@example.org");
        assertThat(found.at("/Result/Client/IP Address").asText()).isEqualTo("192.0.2.1");
        assertThat(found.at("/Result/Request/IP Chain/0/ip").asText()).isEqualTo("192.0.2.1");
        assertThat(found.at("/Result/Raw Output/eventType").asText()).isEqualTo("user.session.end");
        assertThat(trial.query("until")).isEqualTo("2026-11-29T12:00:00.000Z");
        assertThat(trial.query("since")).isEqualTo("2026-11-29T11:00:00.000Z");
    }

    @Test
    void theSystemLogIsSearchedByKeyword() {
        trial.org.addEvent("user.session.start", "Signed in");

        JsonNode found =
                trial.run(
                        "searchSystemLogs",
                        "{'parameters': {'searchBy': 'Keyword', 'resultSet': 'First 200 Matching"
                                + " Records'}, 'Search By': {'Keyword': 'signed', 'Custom"
                                + " Filter': 'ignored'}}");

        assertThat(found.at("/Result/System Logs")).hasSize(1);
        assertThat(trial.query("q")).isEqualTo("signed");
        assertThat(trial.query("filter")).isNull();
    }

    @Test
    void aResultSetThatDoesNotExistIsRefused() {
        assertThatThrownBy(() ->
                        trial.run(
                                "listUsersWithSearch",
                                "{'parameters': {'resultSet': 'Some of them'}}"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Some of them")
                .hasMessageContaining("First Matching Record");
    }
}
