package io.hookline.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.card.Pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a search or a list gives: the first record as fields, the first ones as a list, all of them,
 * or each one to a helper flow.
 *
 * @param group of the outputs
 * @param list key of the output that is a list
 * @param label what people call that output
 * @param item what becomes of one record
 * @param pageSize how many records are asked for at a time
 * @param option key of the option
 * @param sets what can be chosen, by the word of the option; the first one is meant when it is
 *     blank
 * @param limit group and key of the input that bounds a stream
 * @param flow group and key of the input that names the helper flow of a stream
 */
public record Listing(
        String group,
        String list,
        String label,
        String help,
        Shape item,
        int pageSize,
        String option,
        Map<String, Set> sets,
        Limit limit,
        Limit flow) {
    /** More records than that in one list are an error: they would take too much memory. */
    private static final int MOST = 10_000;

    private static final String STREAMED = "Records Streamed";
    private static final Limit FLOW = new Limit("Streaming", "Flow");

    /** Which of the records. */
    public enum Set {
        /** The first one, as fields. */
        FIRST,
        /** One page of them, as a list. */
        PAGE,
        /** All of them, as a list. */
        ALL,
        /** All of them, one by one to a helper flow. */
        STREAM
    }

    /** Group and key of an input. */
    public record Limit(String group, String key) {}

    public Listing {
        sets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** The usual names: option {@code resultSet}, input {@code Record Limit}. */
    public static Listing of(String group, String list, String help, Shape item, int pageSize) {
        return new Listing(
                group,
                list,
                list,
                help,
                item,
                pageSize,
                "resultSet",
                Map.of(),
                new Limit("List Criteria", "Limit"),
                FLOW);
    }

    public Listing when(String word, Set set) {
        Map<String, Set> more = new LinkedHashMap<>(sets);
        more.put(word, set);
        return new Listing(group, list, label, help, item, pageSize, option, more, limit, flow);
    }

    /** With another label of the output that is a list. */
    public Listing labelled(String itsLabel) {
        return new Listing(group, list, itsLabel, help, item, pageSize, option, sets, limit, flow);
    }

    /** With another key of the option. */
    public Listing chosenBy(String key) {
        return new Listing(group, list, label, help, item, pageSize, key, sets, limit, flow);
    }

    /** With another input that bounds a stream. */
    public Listing limitedBy(String limitGroup, String key) {
        return new Listing(
                group,
                list,
                label,
                help,
                item,
                pageSize,
                option,
                sets,
                new Limit(limitGroup, key),
                flow);
    }

    /** With another input that names the helper flow of a stream. */
    public Listing streamedBy(String flowGroup, String key) {
        return new Listing(
                group,
                list,
                label,
                help,
                item,
                pageSize,
                option,
                sets,
                limit,
                new Limit(flowGroup, key));
    }

    public boolean streams() {
        return sets.containsValue(Set.STREAM);
    }

    public List<FieldDefinition> inputs() {
        List<FieldDefinition> inputs = new ArrayList<>();
        if (!sets.isEmpty()) {
            List<String> words = List.copyOf(sets.keySet());
            inputs.add(
                    FieldDefinition.of(option, FieldType.TEXT, "Which of the records")
                            .labelled("Result Set")
                            .in(CardDefinition.OPTIONS)
                            .oneOf(words)
                            .whenBlank(words.getFirst()));
        }
        if (streams()) {
            inputs.add(
                    FieldDefinition.of(
                                    flow.key(),
                                    FieldType.FLOW,
                                    "The helper flow that gets each record, as Record")
                            .labelled("Flow")
                            .in(flow.group()));
            inputs.add(
                    FieldDefinition.of(
                                    limit.key(),
                                    FieldType.INTEGER,
                                    "How many records the helper flow gets at most; all when blank"
                                            + " or 0")
                            .labelled("Record Limit")
                            .in(limit.group()));
        }
        return inputs;
    }

    public List<FieldDefinition> outputs() {
        List<FieldDefinition> outputs = new ArrayList<>();
        if (sets.isEmpty() || sets.containsValue(Set.PAGE) || sets.containsValue(Set.ALL)) {
            outputs.add(
                    FieldDefinition.of(list, FieldType.OBJECT, help + keys())
                            .labelled(label)
                            .listed()
                            .in(group));
        }
        if (sets.containsValue(Set.FIRST)) {
            outputs.addAll(List.of(item.fields(group)));
        }
        if (streams()) {
            outputs.add(
                    FieldDefinition.of(
                                    STREAMED,
                                    FieldType.NUMBER,
                                    "How many records the helper flow was given")
                            .in(group));
        }
        return outputs;
    }

    private String keys() {
        List<String> keys = item.parts().stream().map(part -> part.field().key()).toList();
        return keys.isEmpty() ? "" : ", each with " + String.join(", ", keys);
    }

    /**
     * Runs the search.
     *
     * @param request makes the first request, for so many records at a time
     */
    public ObjectNode run(RestApi api, CardContext context, GivenInputs inputs, First request) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ObjectNode fields = result.putObject(group);
        switch (set(inputs)) {
            case FIRST -> {
                List<JsonNode> found = records(api, context, request, 1);
                if (!found.isEmpty()) {
                    fields.setAll(item.of(found.getFirst()));
                }
            }
            case PAGE ->
                    records(api, context, request, pageSize)
                            .forEach(record -> fields.withArrayProperty(list).add(item.of(record)));
            case ALL -> {
                List<JsonNode> found = all(api, context, request);
                found.forEach(record -> fields.withArrayProperty(list).add(item.of(record)));
            }
            case STREAM ->
                    fields.put(STREAMED, context.stream(pages(api, context, inputs, request)));
        }
        if (set(inputs) != Set.FIRST && set(inputs) != Set.STREAM) {
            fields.withArrayProperty(list);
        }
        return result;
    }

    /** All records, as a list of what stands at one place of each. */
    public ObjectNode of(
            UnaryOperator<JsonNode> place, RestApi api, CardContext context, First request) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode values = result.putObject(group).putArray(list);
        all(api, context, request).forEach(record -> values.add(place.apply(record)));
        return result;
    }

    private List<JsonNode> all(RestApi api, CardContext context, First request) {
        List<JsonNode> found = records(api, context, request, MOST + 1);
        if (found.size() > MOST) {
            throw new CardFailure.Rejected(
                    "There are more than "
                            + MOST
                            + " records, too many for one list. Narrow the search, or pass them to"
                            + " a helper flow one by one with the result set that streams.");
        }
        return found;
    }

    private Set set(GivenInputs inputs) {
        if (sets.isEmpty()) {
            return Set.ALL;
        }
        String word = inputs.option(option).orElse(sets.keySet().iterator().next()).strip();
        return sets.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(word))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The option \"Result Set\" is \""
                                        + word
                                        + "\"; expected one of "
                                        + String.join(", ", sets.keySet())
                                        + "."));
    }

    private List<JsonNode> records(RestApi api, CardContext context, First request, int most) {
        List<JsonNode> found = new ArrayList<>();
        RestReply page = api.send(context, request.of(Math.min(most, pageSize)));
        Optional<PagePlace> place = Optional.empty();
        while (true) {
            for (JsonNode record : list(page)) {
                if (found.size() == most) {
                    return found;
                }
                found.add(record);
            }
            if (found.size() >= most || page.next().isEmpty()) {
                return found;
            }
            PagePlace next = PagePlace.next(place, page.next().get(), most - found.size());
            place = Optional.of(next);
            page = api.follow(context, next.link());
        }
    }

    private Pages pages(RestApi api, CardContext context, GivenInputs inputs, First request) {
        int most =
                inputs.value(limit.group(), limit.key())
                        .map(JsonNode::asInt)
                        .filter(given -> given > 0)
                        .orElse(Integer.MAX_VALUE);
        return after -> page(api, context, after, most, request);
    }

    private Pages.Page page(
            RestApi api, CardContext context, Optional<JsonNode> after, int most, First request) {
        Optional<PagePlace> here = after.map(PagePlace::of);
        int left = here.map(PagePlace::left).orElse(most);
        RestReply reply =
                here.map(place -> api.follow(context, place.link()))
                        .orElseGet(() -> api.send(context, request.of(Math.min(left, pageSize))));
        List<JsonNode> records = list(reply).stream().limit(left).<JsonNode>map(item::of).toList();
        int leftNow = left - records.size();
        return new Pages.Page(
                records,
                reply.next()
                        .filter(link -> leftNow > 0)
                        .map(link -> PagePlace.next(here, link, leftNow).json()));
    }

    private static List<JsonNode> list(RestReply reply) {
        if (!reply.body().isArray()) {
            throw new CardFailure.Rejected(
                    "The answer is no list of records, though the status is "
                            + reply.status()
                            + ". Check the address of the connection.");
        }
        return reply.body().valueStream().toList();
    }

    /** The request for the first page. */
    @FunctionalInterface
    public interface First {
        RestRequest of(int pageSize);
    }
}
