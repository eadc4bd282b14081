package io.hookline.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * What the other system answered.
 *
 * @param headers by lower-case name
 * @param body JSON as its value, anything else as text, nothing as null
 * @param next where the next page is
 */
public record RestReply(int status, ObjectNode headers, JsonNode body, Optional<String> next) {}
