package io.hookline.connectors.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FieldDefinition;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Cards about one user, against an org that really changes. */
class OktaUsersTest {
    private final OktaTrial trial = new OktaTrial();
    private String ada;

    @BeforeEach
    void addAda() {
        ada = trial.org.addUser("ada@example.org", "Ada", "Lovelace");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void readUserGivesProfileAndSystemFieldsByTheNamesOfPublishedFlows() {
        trial.org.change(ada, "profile.department", "Analysis");

        JsonNode user = trial.run("readUser", "{'User': {'ID or Login': 'ada@example.org'}}");

        assertThat(user.at("/Profile Properties/login").asText()).isEqualTo("ada@example.org");
        assertThat(user.at("/Profile Properties/department").asText()).isEqualTo("Analysis");
        assertThat(user.at("/System Properties/ID").asText()).isEqualTo(ada);
        assertThat(user.at("/System Properties/Status").asText()).isEqualTo("ACTIVE");
        assertThat(user.at("/System Properties/Last Login").isNull()).isTrue();
        assertThat(user.at("/System Properties/Credentials/Password").asBoolean()).isFalse();
        assertThat(user.at("/System Properties/Credentials/Provider/Type").asText())
                .isEqualTo("OKTA");
    }

    @Test
    void theSchemaOfTheOrgSaysWhichAttributesAProfileHas() {
        trial.org.change(ada, "profile.badge", "7");

        List<FieldDefinition> fields = trial.fields("updateUser", "Profile", "{}");

        assertThat(fields).extracting(FieldDefinition::key).contains("login", "city", "badge");
        assertThat(fields)
                .filteredOn(FieldDefinition::required)
                .extracting(FieldDefinition::key)
                .containsExactly("login", "email", "firstName", "lastName");
        assertThat(trial.asked()).isEqualTo("GET /api/v1/meta/schemas/user/default");
    }

    @Test
    void attributesOfAnApplicationDependOnTheApplication() {
        assertThatThrownBy(() ->
                        trial.fields("assignUserToApplicationForSSO", "Profile Properties", "{}"))
                .isInstanceOf(CardFailure.Invalid.class);
        trial.fields(
                "assignUserToApplicationForSSO",
                "Profile Properties",
                "{'parameters': {'application': '0oa/1'}}");

        assertThat(trial.asked()).isEqualTo("GET /api/v1/meta/schemas/apps/0oa%2F1/default");
    }

    @Test
    void anApiTokenFollowsTheWordOfOkta() {
        trial.run("readUser", "{'User': {'ID or Login': 'ada@example.org'}}");

        assertThat(trial.org.requests().getLast().headers().get("authorization"))
                .startsWith("SSWS ");
        assertThat(trial.asked()).isEqualTo("GET /api/v1/users/ada%40example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "a b, /api/v1/users/a%20b",
        "a+b?c#d, /api/v1/users/a%2Bb%3Fc%23d",
        "%2e%2e, /api/v1/users/%252e%252e",
    })
    void aValueIsOneSegmentOfThePathWhateverItContains(String login, String path) {
        assertThatThrownBy(
                        () -> trial.run("readUser", "{'User': {'ID or Login': '" + login + "'}}"))
                .isInstanceOf(CardFailure.NotFound.class);
        assertThat(trial.asked()).isEqualTo("GET " + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", ".", "a/b", "../groups", "a/../../groups", "a\\\\..\\\\b", "a\\nb"})
    void aValueThatMeansAnotherPlaceIsRefused(String login) {
        assertThatThrownBy(() -> trial.run("deleteUser", "{'User': {'ID': '" + login + "'}}"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageMatching("(?s).*(one part of an address|control character).*");
        assertThat(trial.org.requests()).isEmpty();
    }

    @Test
    void aUserWhoIsNotThereIsSaidInOktasWords() {
        assertThatThrownBy(
                        () -> trial.run("readUser", "{'User': {'ID or Login': 'bob@example.org'}}"))
                .isInstanceOf(CardFailure.NotFound.class)
                .hasMessageContaining("E0000007")
                .hasMessageContaining("Resource not found: bob@example.org (User)");
    }

    @Test
    void updateUserChangesWhatHasAValueAndLeavesTheRest() {
        JsonNode changed =
                trial.run(
                        "updateUser",
                        "{'parameters': {'updateSemantics': 'POST'}, 'User': {'ID': '"
                                + ada
                                + "'}, 'Profile': {'city': 'London', 'title': '', 'count': 0,"
                                + " 'vip': false, 'aliases': ['a', 'b']}}");

        assertThat(trial.org.requests().getLast().body().toString())
                .isEqualTo(
                        "{\"profile\":{\"city\":\"London\",\"count\":0,\"vip\":false,"
                                + "\"aliases\":[\"a\",\"b\"]}}");
        assertThat(trial.org.user(ada).at("/profile/firstName").asText()).isEqualTo("Ada");
        assertThat(trial.org.user(ada).at("/profile/city").asText()).isEqualTo("London");
        assertThat(changed.at("/System Properties/ID").asText()).isEqualTo(ada);
    }

    @Test
    void updateUserEmptiesBlankFieldsWhereTheCardSaysSo() {
        trial.org.change(ada, "profile.city", "London");

        trial.run(
                "updateUser",
                "{'parameters': {'updateSemantics': 'POST', 'passEmptyValues': 'Yes'},"
                        + " 'User': {'ID': '"
                        + ada
                        + "'}, 'Profile': {'city': ''}}");

        assertThat(trial.org.user(ada).at("/profile/city").isNull()).isTrue();
    }

    @Test
    void updateUserReplacesTheProfileWhenItIsStrict() {
        trial.run(
                "updateUser",
                "{'parameters': {'updateSemantics': 'PUT'}, 'User': {'ID': '"
                        + ada
                        + "'}, 'Profile': {'login': 'ada@example.org'}}");

        assertThat(trial.asked()).isEqualTo("PUT /api/v1/users/" + ada);
        assertThat(trial.org.user(ada).path("profile")).hasSize(1);
    }

    @Test
    void createUserSendsProfilePasswordQuestionAndGroups() {
        JsonNode made =
                trial.run(
                        "createUser",
                        "{'parameters': {'option': 'getInputsPWRecoveryQ'}, 'Activate':"
                                + " {'Activate': true}, 'Profile': {'login': 'bob@example.org',"
                                + " 'email': 'bob@example.org', 'firstName': 'Bob', 'lastName':"
                                + " 'B', 'title': ''}, 'Credentials': {'Password': 's3cret-word',"
                                + " 'Question': 'Who?', 'Answer': 'me-myself'}, 'Group': {'Group"
                                + " ID': ['00g1']}}");

        var sent = trial.org.requests().getLast();
        assertThat(sent.query()).containsEntry("activate", "true");
        assertThat(sent.headers()).containsEntry("idempotency-key", "execution/7");
        assertThat(sent.body().toString())
                .isEqualTo(
                        "{\"profile\":{\"login\":\"bob@example.org\",\"email\":\"bob@example.org\","
                                + "\"firstName\":\"Bob\",\"lastName\":\"B\"},\"credentials\":"
                                + "{\"password\":{\"value\":\"s3cret-word\"},\"recovery_question\":"
                                + "{\"question\":\"Who?\",\"answer\":\"me-myself\"}},"
                                + "\"groupIds\":[\"00g1\"]}");
        assertThat(made.at("/Results/Status").asText()).isEqualTo("ACTIVE");
        assertThat(made.at("/Results/Activated").asBoolean()).isTrue();
        assertThat(made.at("/Results/Raw Body/profile/login").asText())
                .isEqualTo("bob@example.org");
        assertThat(made.at("/Results/Credentials/Recovery Question").asText()).isEqualTo("Who?");
    }

    @Test
    void aUserNameThatIsTakenIsSaidInOktasWords() {
        assertThatThrownBy(() ->
                        trial.run(
                                "createUser",
                                "{'Profile': {'login': 'ada@example.org', 'email':"
                                        + " 'a@example.org'}}"))
                .isInstanceOf(CardFailure.Rejected.class)
                .hasMessageContaining("E0000001")
                .hasMessageContaining("login: An object with this field already exists")
                .satisfies(failure ->
                        assertThat(
                                        ((CardFailure) failure)
                                                .answer()
                                                .orElseThrow()
                                                .body()
                                                .at("/errorCauses/0/errorSummary")
                                                .asText())
                                .startsWith("login:"));
    }

    @ParameterizedTest
    @CsvSource({
        "suspendUser, ACTIVE, SUSPENDED, suspend",
        "unsuspendUser, SUSPENDED, ACTIVE, unsuspend",
        "unlockUser, LOCKED_OUT, ACTIVE, unlock",
        "activateUser, STAGED, ACTIVE, activate",
        "deactivateUser, ACTIVE, DEPROVISIONED, deactivate",
        "expirePassword, ACTIVE, PASSWORD_EXPIRED, expire_password",
        "resetFactors, ACTIVE, ACTIVE, reset_factors",
    })
    void whatBecomesOfTheAccount(String card, String before, String after, String verb) {
        trial.org.change(ada, "status", before);

        JsonNode done = trial.run(card, "{'User': {'id': '" + ada + "'}}");

        assertThat(done.at("/Response/statusCode").asInt()).isEqualTo(200);
        assertThat(trial.asked()).isEqualTo("POST /api/v1/users/" + ada + "/lifecycle/" + verb);
        assertThat(trial.org.user(ada).path("status").asText()).isEqualTo(after);
        assertThat(trial.org.log()).hasSize(1);
    }

    @Test
    void aMailIsSentOnlyWhereTheCardSaysSo() {
        trial.run("deactivateUser", "{'User': {'id': '" + ada + "'}}");
        assertThat(trial.query("sendEmail")).isEqualTo("false");

        trial.run(
                "deactivateUser",
                "{'parameters': {'sendEmail': 'Yes'}, 'User': {'id': '" + ada + "'}}");
        assertThat(trial.query("sendEmail")).isEqualTo("true");
    }

    @Test
    void deleteUserDeactivatesAndThenDeletes() {
        String inputs = "{'User': {'ID': '" + ada + "', 'Send Email?': false}}";

        assertThat(trial.run("deleteUser", inputs).at("/Output/Status Code").asInt())
                .isEqualTo(204);
        assertThat(trial.org.user(ada).path("status").asText()).isEqualTo("DEPROVISIONED");
        trial.run("deleteUser", inputs);

        assertThat(trial.org.hasUser(ada)).isFalse();
    }

    @Test
    void clearUserSessionsEndsThemAndTakesTokensOnlyWhereTheCardSaysSo() {
        JsonNode done = trial.run("clearUserSessions", "{'User': {'ID': '" + ada + "'}}");

        assertThat(done.at("/Output/Status Code").asInt()).isEqualTo(204);
        assertThat(trial.org.sessions(ada)).isZero();
        assertThat(trial.query("oauthTokens")).isEqualTo("false");

        trial.run(
                "clearUserSessions",
                "{'User': {'ID': '" + ada + "', 'Revoke oauthTokens?': true}}");
        assertThat(trial.query("oauthTokens")).isEqualTo("true");
    }

    @Test
    void resetPasswordGivesTheLinkThatWasNotSent() {
        JsonNode link =
                trial.run(
                        "resetPassword",
                        "{'parameters': {'convert': 'No', 'email': false}, 'User': {'userID': '"
                                + ada
                                + "'}}");
        assertThat(link.at("/Reset Password/URL").asText()).contains("reset_password");

        JsonNode mailed =
                trial.run(
                        "resetPassword",
                        "{'parameters': {'email': true}, 'User': {'userID': '" + ada + "'}}");
        assertThat(mailed.at("/Reset Password/URL").isNull()).isTrue();
        assertThat(trial.query("sendEmail")).isEqualTo("true");

        trial.run(
                "resetPassword",
                "{'parameters': {'convert': 'Yes', 'email': true}, 'User': {'userID': '"
                        + ada
                        + "'}}");
        assertThat(trial.query("provider")).isEqualTo("FEDERATION");
        assertThat(trial.query("sendEmail")).isEqualTo("false");
    }

    @Test
    void factorsAndRolesAreListedAndTakenAway() {
        String factor = trial.org.addFactor(ada, "push");
        String role = trial.org.addRole(ada, "SUPER_ADMIN");
        String user = "{'User': {'id': '" + ada + "'}}";

        assertThat(trial.run("listFactors", user).at("/Result/Factors/0/Factor Type").asText())
                .isEqualTo("push");
        assertThat(trial.run("listUserRoles", user).at("/Result/Roles/0/Type").asText())
                .isEqualTo("SUPER_ADMIN");
        trial.run(
                "deleteFactor",
                "{'User': {'id': '" + ada + "'}, 'Factor': {'id': '" + factor + "'}}");
        trial.run(
                "removeUserRole",
                "{'User': {'id': '" + ada + "'}, 'Role': {'id': '" + role + "'}}");

        assertThat(trial.run("listFactors", user).at("/Result/Factors")).isEmpty();
        assertThat(trial.run("listUserRoles", user).at("/Result/Roles")).isEmpty();
    }

    @Test
    void anIdentityProviderIsSwitchedOffAndOn() {
        String id = trial.org.addIdentityProvider("Partner");
        String inputs = "{'Identity Provider': {'id': '" + id + "'}}";

        JsonNode off = trial.run("deactivateIdentityProvider", inputs);
        assertThat(off.at("/Identity Provider/Status").asText()).isEqualTo("INACTIVE");

        trial.run("activateIdentityProvider", inputs);
        JsonNode read = trial.run("readIdentityProvider", inputs);
        assertThat(read.at("/Identity Provider/Status").asText()).isEqualTo("ACTIVE");
        assertThat(read.at("/Identity Provider/Name").asText()).isEqualTo("Partner");
    }
}
