package io.hookline.flow.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class WeightTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MANY = 10_000;

    /** A list of objects with a text of a hundred letters each. */
    private static ArrayNode records() {
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < MANY; i++) {
            list.addObject().put("id", i).put("text", i + "x".repeat(100));
        }
        return list;
    }

    @Test
    void aTextTakesOneByteForEachLetterOrTwo() {
        assertThat(Weight.of(TextNode.valueOf("a".repeat(MANY)))).isBetween(10_000L, 10_100L);
        assertThat(Weight.of(TextNode.valueOf("Ω".repeat(MANY)))).isBetween(20_000L, 20_100L);
    }

    @Test
    void aTreeTakesAllThatItHolds() {
        assertThat(Weight.of(records())).isBetween(250L * MANY, 500L * MANY);
        assertThat(Weight.ofItself(records())).isBetween(8L * MANY, 9L * MANY);
    }

    @Test
    void whatIsMadeOfGivenPartsAddsOnlyWhatIsNew() {
        ArrayNode given = records();
        ArrayNode half = JSON.arrayNode();
        ArrayNode texts = JSON.arrayNode();
        ArrayNode copies = JSON.arrayNode();
        for (int i = 0; i < MANY; i += 2) {
            half.add(given.get(i));
            texts.add(given.get(i).get("text"));
            copies.add(given.get(i).deepCopy());
        }
        ObjectNode wrapped = JSON.objectNode();
        wrapped.set("all", half);

        assertThat(Weight.added(given, given)).isZero();
        assertThat(Weight.added(half, given)).isBetween(4L * MANY, 5L * MANY);
        assertThat(Weight.added(texts, given)).isBetween(4L * MANY, 5L * MANY);
        assertThat(Weight.added(wrapped, given)).isBetween(4L * MANY, 6L * MANY);
        // texts are shared by copies
        assertThat(Weight.added(copies, given)).isGreaterThan(100L * MANY);
        assertThat(Weight.added(records(), given)).isGreaterThan(250L * MANY);
    }

    @Test
    void whatIsMadeOfATextIsNew() {
        String text = records().toString();

        assertThat(Weight.added(JsonText.read(text), TextNode.valueOf(text)))
                .isEqualTo(Weight.of(JsonText.read(text)));
    }

    @Test
    void theEstimateOfADocumentIsAtLeastWhatItTakes() {
        String[] documents = {
            records().toString(),
            "[" + "{},".repeat(MANY) + "0]",
            "[" + "[],".repeat(MANY) + "0]",
            "[" + "123456,".repeat(MANY) + "0]",
            "[" + "\"a\",".repeat(MANY) + "0]",
            "[" + "{\"a\":{\"b\":1}},".repeat(MANY) + "0]",
        };
        for (String document : documents) {
            JsonNode read = JsonText.read(document);
            assertThat(Weight.read(document)).isGreaterThanOrEqualTo(Weight.of(read));
            assertThat(Weight.read(document.getBytes(StandardCharsets.UTF_8)))
                    .isGreaterThanOrEqualTo(Weight.of(read));
        }
    }
}
