package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;

/**
 * What somebody is asked to approve.
 *
 * @param title in a few words
 * @param reason why; empty text when nothing is said
 * @param shown what would be done, with which values: an object
 * @param within how long people have time to decide
 * @param otherwise what holds when nobody does
 */
public record Question(
        String title, String reason, JsonNode shown, Duration within, Otherwise otherwise) {}
