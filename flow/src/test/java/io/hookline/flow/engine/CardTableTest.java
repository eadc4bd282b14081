package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The cards of published flows at their edges: blanks, other types, other scripts, far values. */
class CardTableTest {
    private static final Interpreter INTERPRETER =
            new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @TestFactory
    Stream<DynamicTest> everyRowOfTheTable() {
        return rows("edges.txt");
    }

    @TestFactory
    Stream<DynamicTest> everyPublishedCardAtItsEdges() {
        return rows("more-edges.txt");
    }

    private static Stream<DynamicTest> rows(String file) {
        try (var in = CardTableTest.class.getResourceAsStream("/io/hookline/flow/cards/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> DynamicTest.dynamicTest(line, () -> check(line)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void check(String line) {
        String[] row = line.split(" \\| ");
        String key = row[2].substring(0, row[2].lastIndexOf(':'));
        var world = new World();
        Outcome outcome = run(row[0], JsonText.read(row[1]), row[2], world);

        if (row[3].startsWith("! ")) {
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(((Outcome.Failed) outcome).failure())
                    .hasMessageContaining(row[3].substring(2));
            return;
        }
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        JsonNode made = world.steps.get(EXECUTION).getLast().outputs().path(key);
        assertThat(Comparison.deepEqual(made, JsonText.read(row[3])))
                .as("made %s, expected %s", made, row[3])
                .isTrue();
    }

    private static Outcome run(String card, JsonNode inputs, String output, World world) {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "it",
                                card,
                                writer -> {
                                    inputs.properties()
                                            .forEach(entry ->
                                                    writer.in(
                                                            entry.getKey() + ":*",
                                                            entry.getValue()));
                                    writer.out(output);
                                });
        return INTERPRETER.run(
                EXECUTION, flow.read(), TriggerInput.of(Map.of()), world.host(EXECUTION));
    }

    /** The names that the editor offers and that stand for a hash which is still made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DSA",
                "DSA-SHA1",
                "DSA-SHA1-old",
                "RSA-MD5",
                "RSA-SHA1",
                "RSA-SHA1-2",
                "RSA-SHA224",
                "RSA-SHA256",
                "RSA-SHA384",
                "RSA-SHA512",
                "dsaEncryption",
                "dsaWithSHA1",
                "dss1",
                "ecdsa-with-SHA1",
                "md5",
                "md5WithRSAEncryption",
                "sha1",
                "sha1WithRSAEncryption",
                "sha224",
                "sha224WithRSAEncryption",
                "sha256",
                "sha256WithRSAEncryption",
                "sha384",
                "sha384WithRSAEncryption",
                "sha512",
                "sha512WithRSAEncryption",
                "ssl2-md5",
                "ssl3-md5",
                "ssl3-sha1",
                "SHA-256"
            })
    void hmacKnowsTheHashBehindAName(String algorithm) {
        JsonNode inputs =
                JsonText.read(
                        "{\"algorithm\": \""
                                + algorithm
                                + "\", \"key\": \"k\", \"data\": \"d\", \"digest\": \"hex\"}");

        Outcome outcome = run("crypto.hmac", inputs, "output:string", new World());

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    }
}
