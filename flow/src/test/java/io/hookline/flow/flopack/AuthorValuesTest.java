package io.hookline.flow.flopack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

class AuthorValuesTest {
    private static ObjectNode flow(String address, String group, String key, JsonNode literal) {
        ObjectNode flow = Flopack.object().put("id", "f").put("name", "F");
        ObjectNode data = flow.putObject("data").put("uuid", "f");
        ObjectNode card =
                data.putArray("methods").addObject().put("uuid", "card").put("address", address);
        ObjectNode node = card.putObject("node");
        node.putObject("data").put("name", "The card");
        ObjectNode inputs = node.putObject("model").putObject("inputs").putObject("data");
        ObjectNode field =
                inputs.putObject("in").put("id", "in").put("key", key).put("group", group);
        field.putObject("value").put("type", "string").set("data", literal);
        field.putObject("metadata");
        return flow;
    }

    private static List<Finding> findings(String card, String group, String key, String literal) {
        String kernel = "root:kernel:" + card.replace(".", ":0.0.1:");
        String connector = "root:channels:http:" + card.replace(".", ":1.0.0:");
        boolean isKernel = card.matches("(control|string|object|list|json)\\..*");
        return AuthorValues.of(
                FlowJson.of(
                        flow(isKernel ? kernel : connector, group, key, TextNode.valueOf(literal))),
                Set.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slack.sendMessageToChannel2 | parameters | channel | C049DP1GU69 | a Slack"
                        + " channel",
                "slack.sendDirectMessage2 | User | id | U049DP1GU69 | a Slack user",
                "okta.addNewUserToGroup | Group | id | 00gldfuujbYzVgxTx1d7 | a group",
                "control.let | | app | 0oa4bussy9V4tfo7i0g7 | an application",
                "string.concat | | filter | id eq \"00u2lvedsacRBIIRr1d7\" | a user",
                "gmail.sendEmail2 | Email | To | ada@acme.org | a mail address",
                "string.compose | | _text_ | ada@acme.org | a mail address",
                "control.let | | url | https://acme.oktapreview.com/ | an address",
                "jira.createIssue | Issue | url | https://acme.atlassian.net/browse | an address",
                "github.createFile | Repository | repo | acme/flows | names something",
                "control.let | | Okta Group Name | Assignments | names something",
                "okta.addNewUserToGroup | Group | id | INSERT THE GROUP ID HERE | a placeholder",
                "httpfunctions.post | Request | URL | <WebhookURL> | a placeholder",
                "control.let | | org | your-github-org | a placeholder"
            })
    void whatTheAuthorsOrganisationHasIsFound(
            String card, String group, String key, String literal, String what) {
        List<Finding> findings = findings(card, group, key, literal);
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().message()).contains(what);
        assertThat(findings.getFirst().value()).isEqualTo(literal);
        assertThat(findings.getFirst().field()).isEqualTo(group == null ? key : group + "." + key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slack.sendMessageToChannel2 | parameters | messageType | Plain Text",
                "slack.sendMessageToChannel2 | parameters | channel | -- Enter Channel ID --",
                "slack.sendMessageToChannel2 | Message | Text | Hello <https://example.com|there>",
                "okta.listUsers | parameters | resultSet | First 200 Matching Records",
                "okta.updateUser | Profile | customId | not_synced",
                "control.if | | right-operand | TRIGGERED",
                "control.let | | link | https://developer.okta.com/docs",
                "control.let | | status | success",
                "object.construct | | type | APPLICATION_AND_GROUP",
                "string.compose | | _text_ | <table>",
                "string.compose | | _text_ | Enter your name:",
                "stash.createRow | parameters | stash | 00gldfuujbYzVgxTx1d7",
                "control.comment | | text | 00gldfuujbYzVgxTx1d7",
                "string.compose | | _text_ | internationalization",
                "httpfunctions.get | Request | URL | https://graph.microsoft.com/v1.0/applications"
            })
    void whatEveryoneHasIsNot(String card, String group, String key, String literal) {
        assertThat(findings(card, group, key, literal)).isEmpty();
    }

    @Test
    void aSecretIsFoundAndNotShown() {
        List<Finding> findings =
                findings("okta.createUser", "Credentials", "Password", "Winter2025!");
        assertThat(findings).hasSize(1);
        assertThat(findings.toString()).doesNotContain("Winter2025!");
    }

    @Test
    void aDefaultThatEveryCallerReplacesDoesNotMatter() {
        FlowJson helper =
                FlowJson.of(
                        flow(
                                "root:kernel:control:0.0.1:callable",
                                null,
                                "groupId",
                                TextNode.valueOf("00gldfuujbYzVgxTx1d7")));
        assertThat(AuthorValues.of(helper, Set.of())).hasSize(1);
        assertThat(AuthorValues.of(helper, Set.of("groupId"))).isEmpty();
    }

    @Test
    void idsInListsAreFound() {
        ObjectNode flow =
                flow(
                        "root:kernel:control:0.0.1:let",
                        null,
                        "groups",
                        Flopack.object().arrayNode().add("00gldfuujbYzVgxTx1d7").add("x"));
        assertThat(AuthorValues.of(FlowJson.of(flow), Set.of())).hasSize(1);
    }
}
