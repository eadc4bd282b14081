package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;
import static io.hookline.server.pages.Views.code;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.UUID;

/** Why an execution or a card failed, what it had expected, and what to do. */
final class FailureView {
    private FailureView() {}

    /** Of a whole execution; nothing when it has no error. */
    static Html of(JsonNode execution) {
        JsonNode error = execution.path("error");
        if (!error.isObject()) {
            return Html.NONE;
        }
        return element(
                        "div",
                        element("strong", text(error.path("kind").asText("Failure"))),
                        where(error),
                        message(error),
                        helper(error.path("helper")),
                        advice(error))
                .styled("failure");
    }

    /** Of one card, which is shown around it. */
    static Html ofStep(JsonNode error) {
        if (!error.isObject()) {
            return Html.NONE;
        }
        return element(
                        "div",
                        element("strong", text(error.path("kind").asText())),
                        message(error),
                        note(error.path("note")),
                        advice(error))
                .styled("failure");
    }

    private static Html where(JsonNode error) {
        String title = error.path("title").asText("");
        String card = error.path("card").asText("");
        return all(
                title.isEmpty() ? Html.NONE : all(text(" at "), name(title)),
                card.isEmpty() ? Html.NONE : all(text(" "), code(card)));
    }

    private static Html message(JsonNode error) {
        String message = error.path("message").asText("");
        return message.isEmpty() ? Html.NONE : element("p", name(message));
    }

    private static Html helper(JsonNode helper) {
        if (!helper.isObject()) {
            return Html.NONE;
        }
        UUID execution = UUID.fromString(helper.path("execution").asText());
        return element(
                "p",
                text("The error began at the card "),
                name(helper.path("title").asText()),
                text(" of the flow "),
                name(helper.path("flow").path("name").asText()),
                text(": "),
                element("a", text("the helper's execution"))
                        .with("href", "/executions/" + execution));
    }

    private static Html advice(JsonNode error) {
        return all(
                line("Expected: ", error.path("expected")),
                line("What to do: ", error.path("advice")));
    }

    private static Html line(String label, JsonNode sentence) {
        return sentence.isTextual()
                ? element("p", element("strong", text(label)), text(sentence.asText()))
                : Html.NONE;
    }

    static Html note(JsonNode note) {
        return note.isTextual() ? element("p", name(note.asText())).styled("note") : Html.NONE;
    }
}
