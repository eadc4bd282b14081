package io.hookline.server.execution.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

class StoredJsonTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> LEAVES =
            List.of(
                    JSON.nullNode(),
                    JSON.booleanNode(true),
                    JSON.textNode(""),
                    JSON.textNode("\uD83D"),
                    JSON.textNode("\uDE00 after, whole \uD83D\uDE00, then half \uD83D"),
                    JSON.textNode("Ünï \u0000 \u2028 \" \\"),
                    JSON.numberNode(7),
                    JSON.numberNode(new BigDecimal("1.50")),
                    JSON.numberNode(new BigDecimal("1e-399")),
                    JSON.numberNode(new BigDecimal("-" + "9".repeat(300) + ".25")));

    private final Random random = new Random(7);

    private JsonNode value(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return LEAVES.get(random.nextInt(LEAVES.size()));
        }
        if (random.nextBoolean()) {
            ArrayNode list = JSON.arrayNode();
            for (int i = random.nextInt(3); i >= 0; i--) {
                list.add(value(depth - 1));
            }
            return list;
        }
        ObjectNode object = JSON.objectNode();
        for (String key : List.of("a", "", "half \uFFFD", "Ünï")) {
            object.set(key, value(depth - 1));
        }
        return object;
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        for (int round = 0; round < 500; round++) {
            JsonNode value = value(4);

            assertThat(StoredJson.read(StoredJson.bytes(value), 0).toString())
                    .isEqualTo(value.toString());
        }
    }

    @Test
    void theDeepestValueIsReadAgain() {
        JsonNode value = JSON.textNode("half \uD83D");
        for (int i = 0; i < 1_400; i++) {
            value = JSON.arrayNode().add(value);
        }

        assertThat(StoredJson.read(StoredJson.bytes(value), 0)).isEqualTo(value);
    }

    /** An answer of ours is JSON too, and says half a character by its escape. */
    @Test
    void answersMayHoldHalfACharacter() {
        assertThat(
                        new String(
                                Json.bytes(JSON.textNode("a\uD83D")),
                                java.nio.charset.StandardCharsets.UTF_8))
                .isEqualToIgnoringCase("\"a\\ud83d\"");
    }
}
