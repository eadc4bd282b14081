package io.hookline.server.studio.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.connectors.files.ConnectorDraft;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.server.studio.connector.LoadedConnectors.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class LoadedConnectorsTest {
    @TempDir Path folder;

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of(), false));
    private final List<CardCatalog> told = new ArrayList<>();

    @AfterEach
    void close() {
        sender.close();
    }

    private LoadedConnectors loaded() {
        LoadedConnectors connectors =
                LoadedConnectors.of(
                        CardCatalog.of(),
                        folder,
                        new Calls(sender, InstantSource.system()),
                        InstantSource.system());
        connectors.onChange(told::add);
        return connectors;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aFileThatComesWhileWeRunBringsItsCards() throws IOException {
        LoadedConnectors connectors = loaded();
        CardCatalog before = connectors.cards();
        connectors.look();
        assertThat(told).isEmpty();

        write("desk.yaml", ConnectorDraft.of("desk"));
        connectors.look();

        assertThat(connectors.cards().find("desk.readUser")).isPresent();
        assertThat(before.find("desk.readUser")).isEmpty();
        assertThat(told).containsExactly(connectors.cards());
        assertThat(connectors.counts())
                .containsEntry(State.SERVING, (long) connectors.all().size());
    }

    @Test
    void aBrokenFileKeepsItsOldCardsInServiceAndIsCounted() throws IOException {
        write("desk.yaml", ConnectorDraft.of("desk"));
        LoadedConnectors connectors = loaded();

        write("desk.yaml", "format: 1\n");
        write("other.yaml", "nonsense");
        connectors.look();

        assertThat(connectors.cards().find("desk.readUser")).isPresent();
        assertThat(connectors.counts())
                .containsAllEntriesOf(Map.of(State.OUTDATED, 1L, State.REFUSED, 1L));
        assertThat(connectors.all().getLast().file().orElseThrow().faults()).isNotEmpty();
    }

    @Test
    void aFileTakesThePlaceOfOneOfOurs() throws IOException {
        write("jira.yaml", ConnectorDraft.of("jira2"));
        LoadedConnectors connectors = loaded();

        assertThat(connectors.cards().find("jira2.readUser")).isPresent();
        assertThat(connectors.cards().find("jira2.createIssue")).isEmpty();

        Files.delete(folder.resolve("jira.yaml"));
        connectors.look();

        assertThat(connectors.cards().find("jira2.createIssue"))
                .map(CardDefinition::title)
                .contains("Create Issue");
    }

    @Test
    void aCardThatIsThereAlreadyRefusesItsFileAndNoOther() throws IOException {
        write(
                "desk.yaml",
                ConnectorDraft.of("desk")
                        .replace("title: Read", "formerly: github.searchUsers\n    title: Read"));
        write("shop.yaml", ConnectorDraft.of("shop"));
        LoadedConnectors connectors = loaded();

        assertThat(connectors.cards().find("desk.readUser")).isEmpty();
        assertThat(connectors.cards().find("shop.readUser")).isPresent();
        assertThat(connectors.counts()).containsEntry(State.REFUSED, 1L);
    }
}
