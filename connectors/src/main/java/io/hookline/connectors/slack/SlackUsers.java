package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds people in Slack. */
final class SlackUsers {
    private static final String PAGE_SIZE = "200";

    /** Slack has no search by short name; beyond that many pages the id must be given instead. */
    private static final int MAX_PAGES = 100;

    private final SlackApi slack;

    SlackUsers(SlackApi slack) {
        this.slack = slack;
    }

    SlackCards.User byId(CardContext context, String id) {
        return user(slack.get(context, "users.info", Map.of("user", id)).path("user"));
    }

    SlackCards.User byEmail(CardContext context, String email) {
        return user(slack.get(context, "users.lookupByEmail", Map.of("email", email)).path("user"));
    }

    SlackCards.User byName(CardContext context, String given) {
        String name = given.startsWith("@") ? given.substring(1) : given;
        Map<String, String> arguments = new HashMap<>(Map.of("limit", PAGE_SIZE));
        for (int page = 0; page < MAX_PAGES; page++) {
            ObjectNode answer = slack.get(context, "users.list", arguments);
            for (JsonNode member : answer.path("members")) {
                if (member.path("name").asText().equalsIgnoreCase(name)) {
                    return user(member);
                }
            }
            String next = answer.path("response_metadata").path("next_cursor").asText();
            if (next.isEmpty()) {
                throw new CardFailure.NotFound(
                        "Slack has no user with the short name \""
                                + name
                                + "\". Check it, or use the id.");
            }
            arguments.put("cursor", next);
        }
        throw new CardFailure.NotFound(
                "Slack has too many users to find \"" + name + "\" by the short name. Use the id.");
    }

    private static SlackCards.User user(JsonNode user) {
        JsonNode profile = user.path("profile");
        String fullName = user.path("real_name").asText(profile.path("real_name").asText());
        return new SlackCards.User(
                fullName,
                Optional.ofNullable(profile.path("email").textValue()),
                user.path("id").asText(),
                user.path("name").asText());
    }
}
