package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio.Answer;
import io.hookline.server.studio.check.CardReview;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A number that is valid JSON and too large for any card is a problem of its own flow, wherever it
 * is typed in; lists of flows and everything else go on.
 */
class HugeNumberTest {
    @TempDir Path path;
    private TestStudio studio;
    private String folder;

    @BeforeEach
    void start() {
        studio = new TestStudio(path, new Reviewing());
        folder = studio.post("/folders", "{\"name\": \"F\"}").text("/id");
    }

    /** What the engine says of flows. */
    private static final class Reviewing implements CardReview {
        private final Interpreter engine =
                new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));

        @Override
        public ResolvedCard resolve(CardAddress card) {
            return engine.resolve(card);
        }

        @Override
        public List<Finding> review(Flow flow, Function<String, Optional<Flow>> helpers) {
            return engine.review(flow, helpers);
        }
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static String document(String address, String key, String type, String number) {
        String text =
                TestFlow.endpoint("Huge")
                        .card(address)
                        .input("", key, type, "@")
                        .document()
                        .toString();
        return text.replace("\"@\"", number).replace(",\"flags\":\"d\"", "");
    }

    @ParameterizedTest
    @CsvSource({
        "math:0.0.1:absolute, a, number, 1e999999999",
        "math:0.0.1:absolute, a, number, -1e401",
        "math:0.0.1:absolute, a, number, 1e-999999999",
        "math:0.0.1:absolute, a, string, 1e999999999",
        "math:0.0.1:absolute, a, object, 1e999999999",
        "math:0.0.1:absolute, a, object, '[1e999999999]'",
        "math:0.0.1:absolute, added, number, 1e999999999",
        "string:0.0.1:trim, string, string, 1e999999999",
        "list:0.0.1:at, index, number, 1e999999999",
        "control:0.0.1:wait, delay, number, 1e999999999",
        "control:0.0.1:wait, unit, string, 1e999999999",
        "control:0.0.1:if, operator, string, 1e999999999",
        "list:0.0.1:each, concurrency, number, 1e999999999",
        "list:0.0.1:each, flo, flo, 1e999999999",
        "root:channels:http:stash:1.0.0:createRow, stash, string, 1e999999999",
    })
    void itIsAProblemOfItsFlowAndOfNothingElse(
            String card, String key, String type, String number) {
        String address = card.startsWith("root:") ? card : "root:kernel:" + card;
        String document = document(address, key, type, number);

        Answer created =
                studio.post(
                        "/flows",
                        "{\"folder\": {\"id\": \""
                                + folder
                                + "\"}, \"document\": "
                                + document
                                + "}");
        assertThat(created.status()).as("%s", created.body()).isIn(201, 400);

        assertThat(studio.get("/flows").status()).isEqualTo(200);
        if (created.status() == 201) {
            String flow = "/flows/" + created.text("/id");
            assertThat(studio.get(flow).status()).isEqualTo(200);
            assertThat(studio.post(flow + "/validate", "").status()).isEqualTo(200);
            assertThat(studio.get(flow + "/effects").status()).isLessThan(500);
            ObjectNode saved = (ObjectNode) studio.get(flow + "/document").body();
            assertThat(studio.put(flow + "/document", saved).status()).isEqualTo(200);
            assertThat(studio.post(flow + "/on", "").status()).isIn(200, 409);
        }
        byte[] file =
                TestFlow.file(TestFlow.endpoint("Huge").card(address).input("", key, type, "@"))
                        .toString()
                        .replace("\"@\"", number)
                        .replace(",\"flags\":\"d\"", "")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(studio.importFile("Again", file).status()).isIn(200, 400);
        assertThat(studio.get("/flows").status()).isEqualTo(200);
    }

    @Test
    void theProblemNamesTheInput() {
        Answer created =
                studio.post(
                        "/flows",
                        "{\"folder\": {\"id\": \""
                                + folder
                                + "\"}, \"document\": "
                                + document(
                                        "root:kernel:math:0.0.1:absolute", "a", "number", "1e401")
                                + "}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(Json.bytes(created.body().path("problems")))
                .asString()
                .contains("more than 400 digits");
    }
}
