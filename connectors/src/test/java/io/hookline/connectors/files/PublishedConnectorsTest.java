package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The connectors of published flows, each kind of request against a local endpoint. */
class PublishedConnectorsTest {
    private static final String AUTH0 = "auth0_293ca73ef2a04fe48eaa3bb7876df2e6";
    private static final String JAMF = "jamfproclassicapi_3d816a0a0b7a410fa88c3de81a4aeccb";
    private static final String KANDJI = "kandji_edae9b89cf1e4ca6a01a1ad6d985127b";

    private static String file(String name) throws IOException {
        return Files.readString(
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "connectors/src/main/resources/connectors",
                        name + ".yaml"));
    }

    private static List<String> streamed(FileTrial trial, String key) {
        return trial.streamed.stream().map(record -> record.path(key).asText()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "office365admin,disableUserAccount",
        "office365admin,revokeUserSignInSessions",
        "office365admin,removeLicenseFromUser",
        "office365admin,deleteGroup",
        "googledirectory,deactivateUser",
        "googledirectory,signOutUser",
        "googledirectory,unassignLicenseFromUser",
        "googledirectory,deleteUserAccessTokens",
        "salesforce2_29,deactivateUser",
        "box,deactivateUser",
        "box,deleteUser",
        "shopify,deleteCustomer",
        AUTH0 + ",deleteUser_5OXBSvnvar",
        JAMF + ",sendComputerMDMCommand",
        JAMF + ",sendMobileDeviceMDMCommand",
        KANDJI + ",updateInventory_KPnN1MGv8"
    })
    void whatEndsAccessIsDestructive(String connector, String action) throws IOException {
        try (FileTrial trial = FileTrial.answering(file(connector))) {
            assertThat(trial.card(action).effect()).isEqualTo(Effect.DESTRUCTIVE);
        }
    }

    @Test
    void officeAddsUsersToGroupsByTheirIdAlsoWhenTheyAreNamedByTheirLogin() throws IOException {
        try (FileTrial office =
                FileTrial.answering(
                        file("office365admin"),
                        Answered.ok("{\"id\": \"u-1\"}"),
                        Answered.of(204, ""))) {
            JsonNode out =
                    office.run(
                            "addUserToGroup",
                            "{'User': {'id': 'ada@example.org'}, 'Group': {'id': 'g-1'}}");

            assertThat(out.at("/Output/Status Code").asInt()).isEqualTo(204);
            assertThat(office.asked().getFirst()).startsWith("GET /users/ada%40example.org?");
            assertThat(office.asked().getLast())
                    .startsWith("POST /groups/g-1/members/$ref {\"@odata.id\":\"http://")
                    .endsWith("/directoryObjects/u-1\"}");
        }
    }

    @Test
    void officeTakesALicenseAwayAndAssignsNone() throws IOException {
        try (FileTrial office =
                FileTrial.answering(file("office365admin"), Answered.ok("{\"id\": \"u-1\"}"))) {
            office.run(
                    "removeLicenseFromUser", "{'User': {'id': 'u-1'}, 'License': {'skuId': 's'}}");

            assertThat(office.asked())
                    .containsExactly(
                            "POST /users/u-1/assignLicense"
                                    + " {\"addLicenses\":[],\"removeLicenses\":[\"s\"]}");
        }
    }

    @Test
    void teamsAreStreamedAlongTheAddressesOfTheAnswers() throws IOException {
        try (FileTrial teams =
                FileTrial.of(
                        file("microsoftteams"),
                        asked ->
                                asked.uri().toString().contains("$skiptoken=2")
                                        ? Answered.ok("{\"value\": [{\"id\": \"t-2\"}]}")
                                        : Answered.ok(
                                                "{\"value\": [{\"id\": \"t-1\"}],"
                                                        + " \"@odata.nextLink\":"
                                                        + " \"/groups?$skiptoken=2\"}"))) {
            teams.run(
                    "searchTeams",
                    "{'parameters': {'resultSet': 'Stream Matching Records', 'filter_type':"
                            + " 'startsWith'}, 'Search': {'displayName': 'O`Neil'}}"
                                    .replace('`', '’'));

            assertThat(streamed(teams, "id")).containsExactly("t-1", "t-2");
        }
    }

    @Test
    void auth0SearchesBySpanAndCountsPagesFromZero() throws IOException {
        try (FileTrial auth0 =
                FileTrial.of(
                        file(AUTH0),
                        asked ->
                                asked.uri().toString().contains("&page=1")
                                        ? Answered.ok("[]")
                                        : Answered.ok(
                                                "[{\"user_id\": \"auth0|1\", \"email\":"
                                                        + " \"a@example.org\"}]"))) {
            auth0.run(
                    "searchUsers_BAejT5bvR1Y",
                    "{'parameters': {'result_set_OBTYKK': 'stream', 'search_by_PYUQWV':"
                            + " 'properties'}, 'User': {'last_login': '[* TO 2026-01-01]'}}");

            assertThat(streamed(auth0, "user_id")).containsExactly("auth0|1");
            assertThat(auth0.endpoint.asked().getFirst().uri().getQuery())
                    .contains("last_login:[*+TO+2026-01-01]");
        }
    }

    @Test
    void kandjiLeavesOutDevicesOfOtherUsers() throws IOException {
        try (FileTrial kandji =
                FileTrial.of(
                        file(KANDJI),
                        asked ->
                                asked.uri().toString().contains("offset=")
                                        ? Answered.ok("[]")
                                        : Answered.ok(
                                                """
                                                [{"device_id": "d-1", "user": {"email": "ada@example.org"}},
                                                 {"device_id": "d-2", "user": {"email": "ada@example.org.uk"}},
                                                 {"device_id": "d-3", "user": ""}]\
                                                """))) {
            kandji.run(
                    "searchDevices_MgiZyuVso",
                    "{'parameters': {'result_set_ZVVK2O': 'all'}, 'Search':"
                            + " {'user_email_VNWIP0': 'ada@example.org'}}");

            assertThat(streamed(kandji, "device_id")).containsExactly("d-1");
        }
    }

    @Test
    void boxGivesFilesAwayBeforeItDeletesTheirOwner() throws IOException {
        try (FileTrial box =
                FileTrial.answering(
                        file("box"), Answered.ok("{\"id\": \"7\"}"), Answered.of(204, ""))) {
            box.run(
                    "deleteUser",
                    "{'User Deletion': {'User ID': '1', 'Transfer To User ID': '2'}}");

            assertThat(box.asked())
                    .containsExactly(
                            "PUT /users/1/folders/0 {\"owned_by\":{\"id\":\"2\"}}",
                            "DELETE /users/1");
        }
    }

    @Test
    void boxDeletesNobodyWhenNobodyGetsTheFiles() throws IOException {
        try (FileTrial box = FileTrial.answering(file("box"))) {
            assertThatThrownBy(() -> box.run("deleteUser", "{'User Deletion': {'User ID': '1'}}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("Transfer To User ID");
            assertThat(box.asked()).isEmpty();
        }
    }

    @Test
    void boxAllotsSpaceInBytes() throws IOException {
        try (FileTrial box =
                FileTrial.answering(file("box"), Answered.of(201, "{\"id\": \"7\"}"))) {
            box.run(
                    "createNewUser",
                    "{'New User Details': {'Login': 'a@example.org', 'Name': 'Ada',"
                            + " 'Allotted Space (GBs)': 10}}");

            assertThat(box.asked().getFirst()).contains("\"space_amount\":10737418240");
        }
    }

    @ParameterizedTest
    @CsvSource({"606,RateLimited", "602,Unauthorised", "610,NotFound"})
    void marketosFailuresAreFailuresThoughTheirStatusIsGood(String code, String kind)
            throws IOException {
        try (FileTrial marketo =
                FileTrial.answering(
                        file("marketo2_29"),
                        Answered.ok(
                                "{\"success\": false, \"errors\": [{\"code\": \""
                                        + code
                                        + "\", \"message\": \"no\"}]}"))) {
            assertThatThrownBy(() ->
                            marketo.run(
                                    "addLeadsToList",
                                    "{'List': {'List ID': 1, 'Lead IDs': [2, 3]}}"))
                    .satisfies(failure ->
                            assertThat(failure.getClass().getSimpleName()).isEqualTo(kind))
                    .hasMessageContaining("Marketo says (" + code + "): no");
            assertThat(marketo.asked())
                    .containsExactly(
                            "POST /v1/lists/1/leads.json {\"input\":[{\"id\":2},{\"id\":3}]}");
        }
    }

    @Test
    void marketosAssetsAreMadeWithAForm() throws IOException {
        try (FileTrial marketo =
                FileTrial.answering(
                        file("marketo2_29"), Answered.ok("{\"success\": true, \"result\": []}"))) {
            marketo.run(
                    "customAPICall",
                    "{'parameters': {'requestType': 'post'}, 'Request': {'Relative URL':"
                            + " '/asset/v1/staticLists.json', 'Headers': {'Content-Type':"
                            + " 'application/x-www-form-urlencoded'}, 'Body': {'name': 'a b'}}}");

            assertThat(marketo.asked()).containsExactly("POST /asset/v1/staticLists.json name=a+b");
        }
    }

    @Test
    void jamfLocksAComputerWithItsPasscodeThoughItAnswersXml() throws IOException {
        try (FileTrial jamf =
                FileTrial.answering(
                        file(JAMF),
                        Answered.of(201, "<computer_command/>").with("Content-Type", "text/xml"))) {
            JsonNode out =
                    jamf.run(
                            "sendComputerMDMCommand",
                            "{'parameters': {'command_name_V53YGG': 'DeviceLock'}, 'Computer':"
                                    + " {'id_VCMXSM': 12}, 'Command Info': {'Passcode':"
                                    + " '123456'}}");

            assertThat(out.at("/Response/status_code_QHIZ2E").asInt()).isEqualTo(201);
            assertThat(jamf.asked())
                    .containsExactly(
                            "POST /JSSResource/computercommands/command/DeviceLock/passcode/123456/id/12");
        }
    }

    @Test
    void opsgenieBuildsRestrictionsWithoutAnyRequest() throws IOException {
        try (FileTrial opsgenie = FileTrial.answering(file("opsgenie"))) {
            JsonNode out =
                    opsgenie.run(
                            "buildTimeRestrictionsObject",
                            "{'Restriction': {'startHour': 9, 'startMin': 0, 'endHour': 17,"
                                    + " 'endMin': 30}}");

            assertThat(out.at("/Result/Time Restriction").toString())
                    .isEqualTo("{\"startHour\":9,\"startMin\":0,\"endHour\":17,\"endMin\":30}");
            assertThat(opsgenie.asked()).isEmpty();
        }
    }
}
