package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.rest.RestReply;
import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.ChoicePage.Choice;
import io.hookline.flow.card.ChoiceRequest;
import io.hookline.flow.card.GivenInputs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Loads what can be chosen for an input. */
final class LoadedList {
    private final ConnectorFile.About about;
    private final LoadSpec load;
    private final ConnectorCalls calls;

    LoadedList(ConnectorFile.About about, LoadSpec load, ConnectorCalls calls) {
        this.about = about;
        this.load = load;
        this.calls = calls;
    }

    ChoicePage load(ChoiceRequest asked) {
        Scope scope =
                new Scope(
                        GivenInputs.ofForm(asked.inputs()),
                        search(asked),
                        Optional.empty(),
                        () -> calls.baseUrl(asked.connection()),
                        () -> "",
                        () -> "");
        RequestSpec request = RequestSpec.chosen(load.requests(), scope);
        ListApi pages =
                new ListApi(
                        calls,
                        about.name(),
                        load.items(),
                        false,
                        load.paging(),
                        JsonNodeFactory.instance.objectNode(),
                        load.pageSize(),
                        records -> FileAction.sized(request.of(scope), load.size(), records));
        RestReply reply =
                asked.after()
                        .map(after -> pages.follow(asked.connection(), after))
                        .orElseGet(
                                () -> pages.read(asked.connection(), pages.first(load.pageSize())));
        List<Choice> choices = new ArrayList<>();
        for (JsonNode item : reply.body()) {
            String value = load.value().of(item).asText("");
            String label = load.label().of(item).asText("");
            if (!value.isEmpty() && matches(label + " " + value, asked.search())) {
                choices.add(new Choice(value, label.isEmpty() ? value : label));
            }
        }
        return new ChoicePage(choices, reply.next());
    }

    /** Systems that cannot search give everything; what does not match is left out here. */
    private static boolean matches(String text, String search) {
        return text.toLowerCase(Locale.ROOT).contains(search.strip().toLowerCase(Locale.ROOT));
    }

    private static Map<String, RestReply> search(ChoiceRequest asked) {
        return asked.search().isBlank()
                ? Map.of()
                : Map.of(
                        "search",
                        new RestReply(
                                200,
                                JsonNodeFactory.instance.objectNode(),
                                TextNode.valueOf(asked.search().strip()),
                                Optional.empty()));
    }
}
