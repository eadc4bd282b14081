package io.hookline.keycloak.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ChangeTest {
    private static Optional<ObjectNode> state(String json) throws Exception {
        return Optional.of((ObjectNode) new ObjectMapper().readTree(json));
    }

    @Test
    void showsOnlyWhatDiffersByItsPath() throws Exception {
        Change change =
                Change.between(
                        state("{\"alias\": \"x\", \"config\": {\"a\": \"1\", \"b\": \"2\"}}"),
                        state("{\"alias\": \"x\", \"config\": {\"a\": \"9\", \"b\": \"2\"}}"),
                        Json.PLAIN);
        assertThat(change.attributes()).containsExactly("config.a");
        assertThat(change.from().toString()).isEqualTo("{\"config.a\":\"1\"}");
        assertThat(change.to().toString()).isEqualTo("{\"config.a\":\"9\"}");
    }

    @Test
    void saysThatASecretChangedAndNotWhatItIs() throws Exception {
        Change change =
                Change.between(
                        state(
                                """
                                {"secret": "old-1", "smtpServer": {"password": "p-1"},
                                 "config": {"clientSecret": "c-1", "bindCredential": ["b-1"]},
                                 "passwordPolicy": "length(8)", "accessTokenLifespan": 60}\
                                """),
                        state(
                                """
                                {"secret": "new-1", "smtpServer": {"password": "p-2"},
                                 "config": {"clientSecret": "c-2", "bindCredential": ["b-2"]},
                                 "passwordPolicy": "length(4)", "accessTokenLifespan": 600}\
                                """),
                        Json.PLAIN);
        assertThat(change.attributes())
                .containsExactly(
                        "accessTokenLifespan",
                        "config.bindCredential",
                        "config.clientSecret",
                        "passwordPolicy",
                        "secret",
                        "smtpServer.password");
        assertThat(change.from() + " " + change.to())
                .doesNotContain("old-1", "new-1", "p-1", "p-2", "c-1", "c-2", "b-1", "b-2")
                .contains("length(8)", "length(4)", "600");
    }

    @Test
    void hidesSecretsInWhatIsNewOrGone() throws Exception {
        Change created =
                Change.between(
                        Optional.empty(),
                        state("{\"clientId\": \"portal\", \"credentials\": [{\"value\": \"s3\"}]}"),
                        Json.PLAIN);
        assertThat(created.to().toString()).contains("portal").doesNotContain("s3");
        assertThat(created.attributes()).isEmpty();
    }

    @Test
    void knowsWhenSomethingWasSwitchedOff() throws Exception {
        Change change =
                Change.between(
                        state("{\"enabled\": true}"), state("{\"enabled\": false}"), Json.PLAIN);
        assertThat(change.switched()).contains(false);
        assertThat(AdminRule.switched("user.account.update_profile", false))
                .isEqualTo("user.lifecycle.suspend");
    }
}
