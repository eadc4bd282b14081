package io.hookline.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.files.ConnectorFiles;
import io.hookline.connectors.files.FileConnector;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.tables.TestingRows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.reference.CardReference;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.MailSender;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class CardReferenceTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("hookline.root", ".."), "docs", "reference");
    private static final HttpSender SENDER = new HttpSender(new AddressGuard(List.of(), false));
    static final CardCatalog CATALOG =
            InstalledCards.catalog(
                    new Calls(SENDER, InstantSource.system()),
                    new MailSender(new AddressGuard(List.of(), false)),
                    new TestingRows(),
                    flow -> {
                        throw new CardFailure.NotFound("no flows here");
                    });
    private static final CardReference REFERENCE = new CardReference(CATALOG, pages());

    private static Map<String, CardReference.Page> pages() {
        return ConnectorFiles.bundled(new Calls(SENDER, InstantSource.system())).stream()
                .collect(
                        Collectors.toMap(
                                FileConnector::name,
                                connector ->
                                        new CardReference.Page(
                                                file(connector.id()), connector.note())));
    }

    @AfterAll
    static void close() {
        SENDER.close();
    }

    @Test
    void theCommittedReferenceIsWhatTheCodeDeclares() throws IOException {
        nothingThatFlowsUseWasTakenAway();
        check("cards.md", REFERENCE.markdown());
        check("cards.json", REFERENCE.json());
        Map<String, String> pages = REFERENCE.pages();
        for (var page : pages.entrySet()) {
            check("connectors/" + page.getKey() + ".md", page.getValue());
        }
        try (Stream<Path> files = Files.list(FOLDER.resolve("connectors"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            pages.keySet().stream().map(name -> name + ".md").toList());
        }
    }

    /** Without the number that some published connectors have behind their name. */
    private static String file(String id) {
        return id.replaceFirst("_[0-9a-f]{32}$", "").replaceFirst("2_29$", "");
    }

    /**
     * Flows in files and databases name cards and fields for ever: whoever takes one away, or gives
     * it another type, breaks them. The reference cannot be written anew before that is undone.
     */
    @Test
    void nothingThatFlowsUseWasTakenAway() throws IOException {
        JsonNode committed = JsonText.read(Files.readString(FOLDER.resolve("cards.json")));

        assertThat(BreakingChanges.between(committed, JsonText.read(REFERENCE.json()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'a.b'} | {'id':'a.c'} | a.b is gone",
                "{'id':'a.b','address':'x'} | {'id':'a.b','address':'y'} |"
                        + " a.b: its address has changed",
                "{'id':'a.b','inputs':[{'key':'x','value':{'type':'string'}}]} |"
                        + " {'id':'a.b','inputs':[]} | a.b: input x is gone",
                "{'id':'a.b','inputs':[{'key':'x','value':{'type':'string'}}]} |"
                        + " {'id':'a.b','inputs':[{'key':'x','value':{'type':'number'}}]} |"
                        + " a.b: input x was Text and is Number",
                "{'id':'a.b','inputs':[{'key':'x','value':{'type':'string'}}]} |"
                        + " {'id':'a.b','inputs':"
                        + "[{'key':'x','value':{'type':'string','collection':true}}]} |"
                        + " a.b: input x was Text and is List of Text",
                "{'id':'a.b','inputs':[{'key':'x','required':false}]} |"
                        + " {'id':'a.b','inputs':[{'key':'x','required':true}]} |"
                        + " a.b: input x has become required",
                "{'id':'a.b','inputs':[]} | {'id':'a.b','inputs':[{'key':'x','required':true}]} |"
                        + " a.b: input x is new and required",
                "{'id':'a.b','options':[{'key':'x','group':'g'}]} |"
                        + " {'id':'a.b','inputs':[{'key':'x','group':'g'}]} |"
                        + " a.b: option g/x is gone",
                "{'id':'a.b','outputs':[{'group':'g','key':'x'}]} |"
                        + " {'id':'a.b','outputs':[{'key':'x'}]} | a.b: output g/x is gone",
                "{'id':'a.b','inputs':[{'group':'','dynamic':'author-defined'}]} |"
                        + " {'id':'a.b','inputs':[]} | a.b: takes no fields of the author's own any"
                        + " more",
                "{'id':'a.b','outputs':[{'group':'Fields','dynamic':'table-columns'}]} |"
                        + " {'id':'a.b','outputs':[]} | a.b: gives no Fields fields any more",
            })
    void saysWhatAChangeBreaks(String before, String after, String said) {
        assertThat(
                        BreakingChanges.between(
                                JsonText.read("[" + before.replace('\'', '"') + "]"),
                                JsonText.read("[" + after.replace('\'', '"') + "]")))
                .containsExactly(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'a.b','address':'x'} | {'id':'a.c','address':'y','formerly':['a.b']}",
                "{'id':'a.b','inputs':[{'key':'x','value':{'type':'string'}}]} |"
                        + " {'id':'a.b','inputs':[{'key':'x','value':{'type':'*'}}]}",
                "{'id':'list.sort','inputs':[{'key':'order','value':{'type':'string'}}]} |"
                        + " {'id':'list.sort'},{'id':'list.sortInOrder',"
                        + "'inputs':[{'key':'order','value':{'type':'string'}}]}",
            })
    void aCardMayGetAnotherIdAndTakeMore(String before, String after) {
        assertThat(
                        BreakingChanges.between(
                                JsonText.read("[" + before.replace('\'', '"') + "]"),
                                JsonText.read("[" + after.replace('\'', '"') + "]")))
                .isEmpty();
    }

    @Test
    void everyInstalledCardStandsUnderAHeading() {
        assertThat(CATALOG.cards())
                .extracting(CardDefinition::category)
                .doesNotContain(Category.OTHER);
    }

    @Test
    void everyInstalledCardHasAnExample() {
        assertThat(CATALOG.cards())
                .filteredOn(card -> card.examples().isEmpty())
                .extracting(CardDefinition::id)
                .isEmpty();
    }

    /** With {@code -Dhookline.update} the committed file is written instead. */
    static void check(String name, String made) throws IOException {
        Path file = FOLDER.resolve(name);
        if (System.getProperty("hookline.update") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, made);
        }
        assertThat(file)
                .as(
                        "%s is stale; run the test with -Dhookline.update and look at the"
                                + " difference",
                        name)
                .hasContent(made);
    }
}
