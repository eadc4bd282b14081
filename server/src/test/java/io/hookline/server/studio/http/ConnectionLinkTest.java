package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;

/** Empty connections of imports that stand for others, once a person says so. */
class ConnectionLinkTest {
    @TempDir Path folder;
    private TestStudio studio;
    private JsonNode imported;
    private String stub;

    @BeforeEach
    void open() {
        studio = new TestStudio(folder);
        imported = imported("Alerts");
        stub = imported.at("/connections/0/id").asText();
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private JsonNode imported(String name) {
        ObjectNode file = TestFlow.file(TestFlow.endpoint("Alert").slack("c-1"));
        ((ObjectNode) file.at("/data/configs"))
                .putObject("c-1")
                .put("id", "c-1")
                .put("name", "Author's Slack")
                .put("module", "slack")
                .putNull("data");
        return studio.importFile(name, Json.bytes(file)).body();
    }

    private String made(String name, String connector) {
        ObjectNode body = Json.object().put("name", name).put("connector", connector);
        body.put("baseUrl", "https://slack.com/api");
        body.putObject("auth").put("type", "token").put("token", "s3cret-of-slack");
        return studio.post("/connections", body).text("/id");
    }

    private JsonNode proposals(JsonNode of) {
        return studio.get("/folders/" + of.at("/folder/id").asText() + "/connections/proposals")
                .body();
    }

    private Answer link(String target) {
        return studio.put(
                "/connections/" + stub + "/link", Json.object().put("connection", target));
    }

    private JsonNode problems() {
        return studio.get("/flows/" + imported.at("/flows/0/id").asText()).body().path("problems");
    }

    @Test
    void connectionsOfTheSameNameAreProposedAndNothingIsLinkedByItself() {
        made("Author's slack ", "okta");
        made("Another", "slack");
        String same = made("author's SLACK", "slack");

        JsonNode proposals = proposals(imported);

        assertThat(proposals).hasSize(1);
        assertThat(proposals.at("/0/connection/id").asText()).isEqualTo(stub);
        assertThat(proposals.at("/0/proposed/id").asText()).isEqualTo(same);
        assertThat(proposals.at("/0/reasons").toString()).isEqualTo("[\"name\"]");
        assertThat(studio.studio.connections().connection(stub)).isEmpty();
        assertThat(problems()).isNotEmpty();
    }

    @Test
    void aLinkedConnectionServesItsCardsAlsoAfterARestart() {
        String there = made("Author's Slack", "slack");

        Answer linked = link(there);

        assertThat(linked.status()).as("%s", linked.body()).isEqualTo(200);
        assertThat(linked.text("/linkedTo/id")).isEqualTo(there);
        assertThat(linked.text("/filled")).isEqualTo("false");
        assertThat(problems()).isEmpty();
        assertThat(proposals(imported)).isEmpty();
        studio.close();
        studio = new TestStudio(folder);
        assertThat(studio.studio.connections().connection(stub).orElseThrow().id())
                .isEqualTo(there);
        assertThat(studio.get("/connections/" + there + "/usedBy").text("/0/name"))
                .isEqualTo("Alert");
        Answer refused = studio.delete("/connections/" + there);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/usedBy/0/name")).isEqualTo("Alert");

        assertThat(studio.delete("/connections/" + stub + "/link").status()).isEqualTo(204);
        assertThat(studio.studio.connections().connection(stub)).isEmpty();
        assertThat(studio.delete("/connections/" + there).status()).isEqualTo(204);
    }

    @Test
    void fillingALinkedConnectionEndsTheLink() {
        String there = made("Author's Slack", "slack");
        link(there);
        ObjectNode filled = Json.object();
        filled.putObject("auth").put("type", "token").put("token", "of-its-own");

        Answer put = studio.put("/connections/" + stub, filled);

        assertThat(put.body().path("linkedTo").isNull()).isTrue();
        assertThat(studio.studio.connections().connection(stub).orElseThrow().id()).isEqualTo(stub);
    }

    @Test
    void onlyAFilledConnectionOfTheSameConnectorFits() {
        assertThat(link(made("Author's Slack", "okta")).status()).isEqualTo(409);
        assertThat(link(imported("More").at("/connections/0/id").asText()).status()).isEqualTo(409);
        assertThat(link(stub).status()).isEqualTo(409);
        assertThat(link("none").text("/field")).isEqualTo("connection");
        String there = made("Author's Slack", "slack");
        assertThat(
                        studio.put(
                                        "/connections/" + there + "/link",
                                        Json.object().put("connection", there))
                                .status())
                .isEqualTo(409);
    }

    @Test
    void whoConfirmsMayUseConnections() {
        String there = made("Author's Slack", "slack");
        studio.permissions(Set.of(Permission.READ_FLOWS, Permission.MANAGE_CONNECTIONS));
        assertThat(link(there).status()).isEqualTo(403);
        studio.permissions(Set.of(Permission.READ_FLOWS, Permission.USE_CONNECTIONS));
        assertThat(link(there).status()).isEqualTo(200);
        assertThat(studio.eventTypes()).contains("workflows.user.connection.reauthorize");
    }
}
