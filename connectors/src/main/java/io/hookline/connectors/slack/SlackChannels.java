package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.ChoicePage.Choice;
import io.hookline.flow.card.ChoiceRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Channels to choose from. Slack has no search by name, so pages are read until one has some. */
final class SlackChannels {
    private static final String PAGE_SIZE = "200";

    /** Slack allows about twenty such calls a minute. */
    private static final int MAX_PAGES = 5;

    private final SlackApi slack;

    SlackChannels(SlackApi slack) {
        this.slack = slack;
    }

    ChoicePage choices(ChoiceRequest request) {
        String text = request.search().strip().toLowerCase(Locale.ROOT);
        String name = text.startsWith("#") ? text.substring(1) : text;
        List<Choice> found = new ArrayList<>();
        Optional<String> next = request.after();
        for (int page = 0; page < MAX_PAGES; page++) {
            ObjectNode answer =
                    slack.get(request.connection(), "conversations.list", arguments(next));
            for (JsonNode channel : answer.path("channels")) {
                if (channel.path("name").asText().toLowerCase(Locale.ROOT).contains(name)) {
                    found.add(choice(channel));
                }
            }
            next =
                    Optional.of(answer.path("response_metadata").path("next_cursor").asText())
                            .filter(cursor -> !cursor.isEmpty());
            if (next.isEmpty() || !found.isEmpty()) {
                break;
            }
        }
        return new ChoicePage(found, next);
    }

    private static Map<String, String> arguments(Optional<String> cursor) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("types", "public_channel,private_channel");
        arguments.put("exclude_archived", "true");
        arguments.put("limit", PAGE_SIZE);
        cursor.ifPresent(given -> arguments.put("cursor", given));
        return arguments;
    }

    private static Choice choice(JsonNode channel) {
        return new Choice(channel.path("id").asText(), "#" + channel.path("name").asText());
    }
}
