package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.rest.RestReply;
import io.hookline.flow.card.GivenInputs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the braces of a request can refer to.
 *
 * @param inputs of the card
 * @param answers of the requests before, by name
 * @param item the one of a list that a request is repeated for
 * @param base the address of the connection
 * @param now the time, as text
 * @param key identifies the effect, the same on every retry
 */
record Scope(
        GivenInputs inputs,
        Map<String, RestReply> answers,
        Optional<JsonNode> item,
        Supplier<String> base,
        Supplier<String> now,
        Supplier<String> key) {
    Scope {
        answers = Map.copyOf(answers);
    }

    Scope with(String name, RestReply answer) {
        Map<String, RestReply> more = new HashMap<>(answers);
        more.put(name, answer);
        return new Scope(inputs, more, item, base, now, key);
    }

    Scope of(JsonNode each) {
        return new Scope(inputs, answers, Optional.of(each), base, now, key);
    }
}
