package io.hookline.connectors.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cards about groups, applications and imports. */
class OktaGroupsTest {
    private final OktaTrial trial = new OktaTrial();
    private String ada;
    private String sales;

    @BeforeEach
    void addAda() {
        ada = trial.org.addUser("ada@example.org", "Ada", "Lovelace");
        sales = trial.org.addGroup("Sales");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private String membership() {
        return "{'Group': {'id': '" + sales + "'}, 'User': {'id': '" + ada + "'}}";
    }

    @Test
    void aUserIsAddedToAGroupAndRemovedAgain() {
        JsonNode added = trial.run("addNewUserToGroup", membership());

        assertThat(added.at("/Result/status").asInt()).isEqualTo(204);
        assertThat(trial.org.members(sales)).containsExactly(ada);

        trial.run("removeUserFromGroup", membership());

        assertThat(trial.org.members(sales)).isEmpty();
        assertThat(trial.org.log())
                .extracting(event -> event.path("eventType").asText())
                .containsExactly("group.user_membership.add", "group.user_membership.remove");
    }

    @Test
    void theGroupsOfAUserHaveTheirNameInBothPlaces() {
        trial.run("addNewUserToGroup", membership());

        JsonNode found = trial.run("getUsersGroups", "{'User': {'ID': '" + ada + "'}}");

        JsonNode group = found.at("/Output/Groups/0");
        assertThat(group.path("ID").asText()).isEqualTo(sales);
        assertThat(group.path("Name").asText()).isEqualTo("Sales");
        assertThat(group.at("/Profile/Name").asText()).isEqualTo("Sales");
        assertThat(group.path("Type").asText()).isEqualTo("OKTA_GROUP");
        assertThat(group.at("/Object Class/0").asText()).isEqualTo("okta:user_group");
    }

    @Test
    void theGroupsOfAUserAreStreamed() {
        for (int i = 0; i < 5; i++) {
            trial.org.addGroup("G" + i, ada);
        }
        trial.org.pagesOf(2);

        JsonNode result =
                trial.run(
                        "getUsersGroups",
                        "{'parameters': {'resultSet': 'Stream Records'}, 'User': {'ID':"
                                + " 'ada@example.org'}, 'List Criteria': {'Limit': 10000000}}");

        assertThat(result.at("/Output/Records Streamed").asInt()).isEqualTo(5);
        assertThat(trial.streamed)
                .extracting(group -> group.path("Name").asText())
                .containsExactly("G0", "G1", "G2", "G3", "G4");
    }

    @Test
    void membersOfAGroupAreGivenAsUsers() {
        trial.run("addNewUserToGroup", membership());

        JsonNode found = trial.run("listGroupMembers", "{'Group': {'groupId': '" + sales + "'}}");

        assertThat(found.at("/Result/Users/0/Login").asText()).isEqualTo("ada@example.org");
    }

    @Test
    void groupsAreFoundByNameAndByExpression() {
        trial.org.addGroup("Sales West");

        JsonNode first =
                trial.run(
                        "searchGroups",
                        "{'parameters': {'resultSet': 'First Matching Record'}, 'Inputs':"
                                + " {'Query': 'Sal'}}");
        assertThat(first.at("/Result/ID").asText()).isEqualTo(sales);
        assertThat(first.at("/Result/Profile/Name").asText()).isEqualTo("Sales");
        assertThat(first.at("/Result/Raw Object/profile/name").asText()).isEqualTo("Sales");

        JsonNode all =
                trial.run(
                        "searchGroups",
                        "{'parameters': {'resultSet': 'All Matching Records'}, 'Inputs': {'type':"
                                + " 'OKTA_GROUP', 'profile.name': 'Sales West'}}");
        assertThat(all.at("/Result/Groups")).hasSize(1);
        assertThat(trial.query("search"))
                .isEqualTo("type eq \"OKTA_GROUP\" and profile.name eq \"Sales West\"");
    }

    @Test
    void aGroupIsCreatedReadUpdatedAndDeleted() {
        JsonNode made =
                trial.run("createGroup", "{'Group': {'Name': 'Legal', 'Description': 'Lawyers'}}");
        String id = made.at("/Properties/ID").asText();
        assertThat(made.at("/Properties/Links/users/href").asText()).isEqualTo("users");

        trial.run(
                "updateGroup",
                "{'Group': {'ID': '"
                        + id
                        + "', 'Name': 'Law'}, 'Custom Properties': {'email': 'law@example.org'}}");
        JsonNode read = trial.run("readGroup", "{'Group': {'ID': '" + id + "'}}");
        assertThat(read.at("/Properties/Profile/Name").asText()).isEqualTo("Law");
        assertThat(read.at("/Custom Properties/email").asText()).isEqualTo("law@example.org");

        trial.run("deleteGroup", "{'Group': {'ID': '" + id + "'}}");
        assertThatThrownBy(() -> trial.run("readGroup", "{'Group': {'ID': '" + id + "'}}"))
                .isInstanceOf(CardFailure.NotFound.class);
    }

    @Test
    void aUserGetsAnApplicationAndLosesIt() {
        String app = trial.org.addApplication("salesforce", "Salesforce");
        String inputs =
                "{'parameters': {'application': '"
                        + app
                        + "'}, 'User': {'id': '"
                        + ada
                        + "'}, 'Credentials': {'Username': 'ada', 'Password': 'p-of-the-app'},"
                        + " 'Profile Properties': {'role': 'Rep'}}";

        JsonNode account = trial.run("assignUserToApplicationForSSO", inputs);
        assertThat(account.at("/System Properties/Credentials/Username").asText()).isEqualTo("ada");
        assertThat(account.at("/System Properties/Credentials/Password").asBoolean()).isTrue();
        assertThat(account.at("/Profile Properties/role").asText()).isEqualTo("Rep");
        assertThat(
                        trial.run("getAssignedUserForApplication", inputs)
                                .at("/System Properties/User ID")
                                .asText())
                .isEqualTo(ada);
        JsonNode listed = trial.run("listUsersAssignedToApplication", inputs);
        assertThat(listed.at("/Result/Users/0/System Properties/User ID").asText()).isEqualTo(ada);
        assertThat(listed.at("/Result/Users/0/Profile Properties/role").asText()).isEqualTo("Rep");

        JsonNode removed = trial.run("removeUserFromApplication", inputs);
        assertThat(removed.at("/Result/status").asInt()).isEqualTo(204);
        assertThatThrownBy(() -> trial.run("getAssignedUserForApplication", inputs))
                .isInstanceOf(CardFailure.NotFound.class);
    }

    @Test
    void thePlaceholderOfTheOptionMeansTheIdBelow() {
        String app = trial.org.addApplication("salesforce", "Salesforce");

        JsonNode assigned =
                trial.run(
                        "assignGroupToApplication",
                        "{'parameters': {'application': '-- Enter Application ID --'},"
                                + " 'Application': {'applicationID': '"
                                + app
                                + "'}, 'Group': {'groupID': '"
                                + sales
                                + "'}}");
        assertThat(assigned.at("/Group/ID").asText()).isEqualTo(sales);
        JsonNode groups =
                trial.run(
                        "listGroupsAssignedToApplication",
                        "{'Application': {'applicationID': '" + app + "'}}");
        assertThat(groups.at("/Result/Groups/0/ID").asText()).isEqualTo(sales);
        assertThat(
                        trial.run(
                                        "readApplication",
                                        "{'Application': {'applicationID': '" + app + "'}}")
                                .at("/Application/Label")
                                .asText())
                .isEqualTo("Salesforce");
    }

    @Test
    void withoutAnApplicationNothingIsAsked() {
        assertThatThrownBy(() ->
                        trial.run(
                                "readApplication",
                                "{'parameters': {'application': '-- Enter Application ID"
                                        + " --'}}"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("No application is given");
        assertThat(trial.org.requests()).isEmpty();
    }

    @Test
    void applicationsAreFoundByTheirLabel() {
        String app = trial.org.addApplication("bookmark", "Wiki");

        JsonNode found =
                trial.run(
                        "searchApplications",
                        "{'parameters': {'resultSet': 'First Matching Record'}, 'Search':"
                                + " {'Query': 'Wiki'}}");

        assertThat(found.at("/Result/ID").asText()).isEqualTo(app);
        assertThat(found.at("/Result/Name").asText()).isEqualTo("bookmark");
    }

    @Test
    void usersAreHandedToAnImportSessionTwoHundredAtATime() {
        String source = "{'parameters': {'application': '0oa1hr'}}";
        JsonNode session = trial.run("createAnImportSession", source);
        String id = session.at("/Session/id").asText();
        assertThat(session.at("/Session/status").asText()).isEqualTo("CREATED");
        ObjectNode inputs = OktaTrial.object();
        inputs.putObject("parameters").put("application", "0oa1hr");
        inputs.putObject("Application").put("sessionId", id);
        ArrayNode users = inputs.putObject("Data").putArray("Users");
        for (int i = 0; i < 450; i++) {
            users.addObject().put("externalId", "e" + i).putObject("profile").put("a", i);
        }

        JsonNode result = trial.run("bulkUserImport", inputs);

        assertThat(result.at("/Response/recordsImported").asInt()).isEqualTo(450);
        assertThat(trial.org.handed(id)).isEqualTo(450);
        assertThat(trial.org.changes())
                .contains("POST /api/v1/identity-sources/0oa1hr/sessions/" + id + "/bulk-upsert")
                .hasSize(4);
        assertThat(trial.run("triggerImportSession", inputs).at("/Session/status").asText())
                .isEqualTo("TRIGGERED");
        assertThat(trial.run("listImportSessions", source).at("/Result/Sessions/0/id").asText())
                .isEqualTo(id);
        assertThat(trial.run("deleteImportSession", inputs).at("/Response/statusCode").asInt())
                .isEqualTo(204);
    }

    @Test
    void usersToBeDeletedAreHandedOverByTheirIdsOnly() {
        String id =
                trial.run("createAnImportSession", "{'parameters': {'application': '0oa1hr'}}")
                        .at("/Session/id")
                        .asText();

        trial.run(
                "bulkUserImport",
                "{'parameters': {'application': '0oa1hr', 'importOperation': 'delete'},"
                        + " 'Application': {'sessionId': '"
                        + id
                        + "'}, 'Data': {'Users': [{'externalId': '7', 'profile': {'a': 1}}]}}");

        assertThat(trial.asked()).endsWith("/bulk-delete");
        assertThat(trial.org.requests().getLast().body().toString())
                .isEqualTo("{\"entityType\":\"USERS\",\"profiles\":[{\"externalId\":\"7\"}]}");
    }

    @Test
    void usersOfAnotherSystemAreBroughtIntoTheFormOfAnImport() {
        JsonNode mapped =
                trial.run(
                        "mapProfileSourceAttributes",
                        "{'parameters': {'importOperation': 'UPSERT'}, 'Import Data':"
                                + " {'externalIdKey': 'id', 'users': [{'id': 7, 'userName':"
                                + " 'a'}]}}");

        assertThat(mapped.at("/Result/Users").toString())
                .isEqualTo("[{\"externalId\":\"7\",\"profile\":{\"userName\":\"a\"}}]");
        assertThatThrownBy(() ->
                        trial.run(
                                "mapProfileSourceAttributes",
                                "{'Import Data': {'externalIdKey': 'id', 'users':"
                                        + " [{'userName': 'a'}]}}"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("User 1 of the list has no value for \"id\"");
    }

    @Test
    void realmsAndTheirUsersAreStreamedWithTheKeysThatPublishedHelpersRead() {
        String realm = trial.org.addRealm("Partners");
        trial.org.change(ada, "realmId", realm);
        trial.org.addUser("bob@example.org", "Bob", "B");

        trial.run(
                "oktarealms.searchRealms_P4iAKL5cJ",
                "{'parameters': {'result_set_C0V7NQ': 'stream_matching_records'}, 'Streaming':"
                        + " {'Record Limit': 500000}}");
        JsonNode found = trial.streamed.getFirst();
        assertThat(found.path("ID").asText()).isEqualTo(realm);
        assertThat(found.at("/Profile/Name").asText()).isEqualTo("Partners");
        assertThat(found.at("/Raw Output/created").asText()).startsWith("2026-");

        trial.streamed.clear();
        trial.run(
                "oktarealms.listRealmUsers_tmcXa7PfAt",
                "{'parameters': {'result_set_GCTSBH': 'stream_records'}, 'Realm': {'id_2NFN8X': '"
                        + realm
                        + "'}}");
        assertThat(trial.streamed).hasSize(1);
        assertThat(trial.streamed.getFirst().path("Login").asText()).isEqualTo("ada@example.org");
        assertThat(trial.streamed.getFirst().path("Realm ID").asText()).isEqualTo(realm);
    }
}
