package io.hookline.flow.flopack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A card of ours keeps its meaning where a published one has its former address. */
class EarlierCardsTest {
    @ParameterizedTest(name = "{0} with {1} and {2} is {3}")
    @CsvSource({
        "list.sort, list:object[] path:string order:string, list:object[], list.sortInOrder",
        "list.sort, list:object[], list:object[], list.sortInOrder",
        "list.sort, list:object[] flo:flo concurrency:number, list:object[], list.sort",
        "list.unique, list:string[], list:string[], list.uniqueItems",
        "list.unique, list:string[] flo:flo, unique list:string[], list.unique",
        "list.groupBy, list:object[] path:string, groups:object[], list.groupObjects",
        "list.groupBy, list:object[] path:string, output:object, list.groupObjects",
        "list.groupBy, list:object[] path:string, groups:object, list.groupBy",
        "object.filter, object:object operator:string, output:object, object.filterBy",
        "object.filter, object:object comparison:string, output:object, object.filterBy",
        "object.filter, object:object, output:object, object.filter",
        "url.parse, url:string, query:object, url.parts",
        "url.parse, url:string, host:string origin:string, url.parts",
        "url.parse, url:string, host:string query:string, url.parse",
        "jwt.verify, token:string key:string algorithm:string, valid:boolean, jwt.check",
        "jwt.verify, token:string key:string issuer:string, payload:object, jwt.check",
        "jwt.verify, token:string key:string, valid:boolean reason:string, jwt.check",
        "jwt.verify, token:string key:string, decoded:object, jwt.verify",
        "list.map, list:object[] flo:flo, new list:object[], list.map",
    })
    void theFieldsTellWhichCardIsMeant(String id, String inputs, String outputs, String means) {
        ObjectNode document = flow(id, inputs, outputs).document();

        assertThat(ids(EarlierCards.renamed(document))).containsExactly("control.noop", means);
        assertThat(ids(EarlierCards.renamed(document))).containsExactly("control.noop", means);
    }

    /** Outputs with a blank in their key are split at nothing but the blank before a type. */
    private static TestFlows flow(String id, String inputs, String outputs) {
        return TestFlows.manual("f")
                .card(
                        "it",
                        id,
                        card -> {
                            specs(inputs).forEach(spec -> card.in(spec, null));
                            specs(outputs).forEach(card::out);
                        });
    }

    private static List<String> specs(String text) {
        var specs = new ArrayList<String>();
        String open = "";
        for (String word : text.split(" ")) {
            open = open.isEmpty() ? word : open + " " + word;
            if (word.contains(":")) {
                specs.add(open);
                open = "";
            }
        }
        return specs;
    }

    @Test
    void cardsInsideOfBlocksAreRenamedToo() {
        ObjectNode document =
                TestFlows.manual("f")
                        .card(
                                "try",
                                "control.tryCatch",
                                card ->
                                        card.body(
                                                "flo:flo",
                                                flow(
                                                        "list.sort",
                                                        "list:object[]",
                                                        "list:object[]")))
                        .document();

        EarlierCards.renamed(document);

        assertThat(new String(Flopack.bytes(document), StandardCharsets.UTF_8))
                .contains("root:kernel:list:0.0.1:sortInOrder")
                .doesNotContain("root:kernel:list:0.0.1:sort\"");
    }

    @Test
    void aDocumentIsRenamedHoweverItComesIn() {
        byte[] document = Flopack.bytes(flow("url.parse", "url:string", "query:object").document());

        assertThat(ids(Flopack.flow(document))).contains("url.parts");
        assertThat(ids(Flopack.storedFlow(document))).contains("url.parts");
        ObjectNode file = SampleFile.document();
        ((ObjectNode) file.at("/data/flos")).set("f", Flopack.read(document));
        FlopackImport imported = FlopackImport.read(Flopack.bytes(file), UUID::randomUUID);
        assertThat(ids(imported.flows().getLast())).contains("url.parts");
    }

    @Test
    void nothingInAPublishedFileIsRenamed() {
        for (var file : PublishedFlopacks.all()) {
            ObjectNode document = Flopack.read(PublishedFlopacks.read(file));
            ObjectNode before = document.deepCopy();
            document.at("/data/flos").forEach(flow -> EarlierCards.renamed((ObjectNode) flow));

            assertThat(document).as(file.toString()).isEqualTo(before);
        }
    }

    private static List<String> ids(ObjectNode flow) {
        return FlowJson.of(flow).cards().stream().map(CardJson::id).toList();
    }
}
