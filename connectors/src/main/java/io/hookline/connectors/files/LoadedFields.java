package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.RestReply;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a group as the service names them, for forms and while a card runs. */
final class LoadedFields {
    /** A service with more is asked in vain: no form shows so many. */
    private static final int MOST = 5_000;

    private final ConnectorFile.About about;
    private final AddedFields added;
    private final FieldLoad load;
    private final ConnectorCalls calls;

    LoadedFields(
            ConnectorFile.About about, AddedFields added, FieldLoad load, ConnectorCalls calls) {
        this.about = about;
        this.added = added;
        this.load = load;
        this.calls = calls;
    }

    /**
     * A field.
     *
     * @param sent what stands for its key in requests and answers
     */
    private record Known(FieldDefinition field, String sent) {}

    /** For a form. */
    List<FieldDefinition> fields(Connection connection, ObjectNode form) {
        return all(connection, GivenInputs.ofForm(form)).stream().map(Known::field).toList();
    }

    /** What a card sends for the fields of a flow. A field that the service lacks is an error. */
    Map<String, JsonNode> sent(
            Map<String, JsonNode> given, GivenInputs inputs, Connection connection) {
        if (load.sent().isEmpty() || given.isEmpty()) {
            return given;
        }
        List<Known> known = all(connection, inputs);
        Map<String, JsonNode> sent = new LinkedHashMap<>();
        given.forEach((key, value) -> sent.put(only(key, known).sent(), value));
        return sent;
    }

    private Known only(String key, List<Known> known) {
        List<Known> found = known.stream().filter(one -> one.field().key().equals(key)).toList();
        if (found.isEmpty()) {
            // what the service itself calls it
            found = known.stream().filter(one -> one.sent().equals(key)).toList();
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new CardFailure.Invalid(
                about.name()
                        + (found.isEmpty()
                                ? " has no field \"" + Members.shown(key) + "\" here"
                                : " has several fields \""
                                        + Members.shown(key)
                                        + "\": "
                                        + String.join(
                                                ", ", found.stream().map(Known::sent).toList())
                                        + ". Name one of these instead")
                        + (found.isEmpty()
                                ? "; it has "
                                        + Members.shown(
                                                String.join(
                                                        ", ",
                                                        known.stream()
                                                                .map(one -> one.field().key())
                                                                .toList()))
                                        + "."
                                : "."));
    }

    /** What an answer gives, under the keys of a flow. */
    ObjectNode given(ObjectNode answer, GivenInputs inputs, Connection connection) {
        if (load.sent().isEmpty()) {
            return answer;
        }
        ObjectNode given = answer.deepCopy();
        for (Known one : all(connection, inputs)) {
            JsonNode value = answer.path(one.sent());
            // of several fields with one name, the first that has a value
            if (!value.isMissingNode() && !given.hasNonNull(one.field().key())) {
                given.set(one.field().key(), value);
            }
        }
        return given;
    }

    private List<Known> all(Connection connection, GivenInputs inputs) {
        Scope scope =
                new Scope(
                        inputs,
                        Map.of(),
                        Optional.empty(),
                        () -> calls.baseUrl(connection),
                        () -> "",
                        () -> "");
        LoadSpec list = load.list();
        RequestSpec request = RequestSpec.chosen(list.requests(), scope);
        ListApi pages =
                new ListApi(
                        calls,
                        about.name(),
                        list.items(),
                        load.numbered(),
                        list.paging(),
                        load.match().object(scope),
                        list.pageSize(),
                        records -> FileAction.sized(request.of(scope), list.size(), records));
        List<Known> known = new ArrayList<>();
        RestReply page = pages.read(connection, pages.first(list.pageSize()));
        while (true) {
            for (JsonNode item : page.body()) {
                known(item, known.size()).ifPresent(known::add);
            }
            if (page.next().isEmpty()) {
                return known;
            }
            if (known.size() > MOST) {
                throw new CardFailure.Rejected(
                        about.name() + " names more than " + MOST + " fields.");
            }
            page = pages.follow(connection, page.next().get());
        }
    }

    private Optional<Known> known(JsonNode item, int number) {
        String name = load.list().value().of(item).asText("");
        String label = load.list().label().of(item).asText("");
        if (name.isEmpty() && !load.numbered()) {
            return Optional.empty();
        }
        String key = load.numbered() ? number + "-" + name : name;
        FieldWord type =
                load.type()
                        .map(path -> path.of(item).asText(""))
                        .map(word -> load.types().get(word))
                        .orElse(new FieldWord(FieldType.TEXT, false));
        FieldDefinition field =
                FieldDefinition.of(key, type.type(), added.help())
                        .in(added.group())
                        .labelled(label.isEmpty() ? key : label);
        field = type.list() ? field.listed() : field;
        boolean needed = load.needed().filter(path -> path.of(item).asBoolean()).isPresent();
        String sent = load.sent().map(path -> path.of(item).asText("")).orElse(key);
        return Optional.of(new Known(needed ? field.needed() : field, sent));
    }

    /** A list of cells, as the number before the dash of each key says. */
    static JsonNode cells(Map<String, JsonNode> fields) {
        var row = new ArrayList<JsonNode>();
        fields.forEach((key, value) -> {
            String number = key.replaceFirst("-.*", "");
            if (!number.matches("[0-9]{1,4}")) {
                throw new CardFailure.Invalid(
                        "The field \""
                                + Members.shown(key)
                                + "\" does not begin with the number of its column, as in 0-Name.");
            }
            int place = Integer.parseInt(number);
            while (row.size() <= place) {
                row.add(JsonNodeFactory.instance.nullNode());
            }
            row.set(place, value);
        });
        return JsonNodeFactory.instance.arrayNode().addAll(row);
    }
}
