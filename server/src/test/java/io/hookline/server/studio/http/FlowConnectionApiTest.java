package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

/** Who may put a connection on a card, and what a connection on a card keeps from happening. */
class FlowConnectionApiTest extends FlowTest {
    @Test
    void thePermissionToUseConnectionsIsNeededToPutOneOnACard() {
        studio.permissions(Set.of(Permission.READ_FLOWS, Permission.MANAGE_FLOWS));
        assertThat(create(TestFlow.endpoint("Alert").slack("c1")).status()).isEqualTo(403);
        assertThat(create(TestFlow.endpoint("Alert")).status()).isEqualTo(201);
    }

    private String connection(String connector) {
        Answer made =
                studio.post(
                        "/connections",
                        Json.object().put("name", "Mine").put("connector", connector));
        return id(made);
    }

    private static TestFlow with(String connection, String address) {
        TestFlow flow = TestFlow.endpoint("Alert").slack(connection);
        ((ObjectNode) flow.document().at("/data/methods/1")).put("address", address);
        return flow;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:kernel:slack:0.0.1:sendMessageToChannel2",
                "root:kernel:slack:1.6.229:sendMessageToChannel2",
                "root:channels:http:slack::sendMessageToChannel2",
                "root:channels:http:stash:1.0.0:whatever",
                "root:channels:http:stash:1.0.0:createRow",
                "root:kernel:control:0.0.1:comment",
                "root:kernel:string:0.0.1:compose"
            })
    void thatPermissionIsNeededHoweverTheAddressOfTheCardIsWritten(String address) {
        String id = id(create(TestFlow.endpoint("Alert")));
        ObjectNode document = with(connection("slack"), address).document();
        studio.permissions(Set.of(Permission.READ_FLOWS, Permission.MANAGE_FLOWS));

        assertThat(studio.post("/flows", body("x").set("document", document)).status())
                .isEqualTo(403);
        document.put("id", id);
        ((ObjectNode) document.get("data")).put("uuid", id);
        assertThat(studio.put("/flows/" + id + "/document", document).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:kernel:slack:0.0.1:sendMessageToChannel2",
                "root:channels:http:slack:1.6.229:sendMessageToChannel2",
                "root:channels:http:slack:1.0.0:whatever"
            })
    void aConnectionThatACardNamesCannotBeDeletedHoweverTheCardIsSpelled(String address) {
        String connection = connection("slack");
        create(with(connection, address));

        Answer refused = studio.delete("/connections/" + connection);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/usedBy/0/name")).isEqualTo("Alert");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:channels:http:slack:1.6.229:sendMessageToChannel2",
                "root:kernel:slack:0.0.1:sendMessageToChannel2",
                "root:channels:http:stash:1.0.0:whatever",
                "root:kernel:string:0.0.1:compose"
            })
    void aFlowIsNotSavedWithAConnectionOfAnotherConnector(String address) {
        Answer refused = create(with(connection("okta"), address));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail"))
                .contains("The connection \"Mine\" is one of okta and serves no card of");
    }

    @Test
    void anImportedCardWithAConnectionOfAnotherConnectorIsReportedAndNotSwitchedOn() {
        ObjectNode file = TestFlow.file(TestFlow.endpoint("Alert").slack("c-1"));
        ((ObjectNode) file.at("/data/configs"))
                .putObject("c-1")
                .put("id", "c-1")
                .put("name", "Author's Okta")
                .put("module", "okta")
                .putNull("data");
        Answer imported = studio.importFile("Alerts", Json.bytes(file));
        String flow = imported.text("/flows/0/id");

        Answer refused = studio.post("/flows/" + flow + "/on", "");

        assertThat(imported.text("/warnings/0/message")).contains("serves no card of slack");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail"))
                .contains(
                        "The flow \"Alert\" cannot be switched on",
                        "The connection \"Author's Okta\" is one of okta");
    }
}
