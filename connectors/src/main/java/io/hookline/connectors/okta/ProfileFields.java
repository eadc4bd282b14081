package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.rest.RestApi;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldSource;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The attributes of a profile, those that an org has added among them, as its schema says. */
final class ProfileFields {
    private static final String SCHEMAS = "/api/v1/meta/schemas/";

    private ProfileFields() {}

    /** Of users. */
    static Function<RestApi, FieldSource> ofUsers(String group) {
        return of(group, inputs -> SCHEMAS + "user/default", List.of("base", "custom"));
    }

    /** Of groups, those that every group has left out. */
    static Function<RestApi, FieldSource> addedToGroups(String group) {
        return of(group, inputs -> SCHEMAS + "group/default", List.of("custom"));
    }

    /** Of the users of the application that is chosen on the card. */
    static Function<RestApi, FieldSource> ofApplication(String group) {
        return of(
                group,
                inputs ->
                        SCHEMAS
                                + "apps/"
                                + URLEncoder.encode(
                                        OktaFields.application(inputs), StandardCharsets.UTF_8)
                                + "/default",
                List.of("base", "custom"));
    }

    private static Function<RestApi, FieldSource> of(
            String group, Function<GivenInputs, String> path, List<String> parts) {
        return api ->
                (connection, form) -> {
                    JsonNode schema =
                            api.read(
                                            connection,
                                            new RestRequest(
                                                    "GET",
                                                    path.apply(GivenInputs.ofForm(form)),
                                                    Optional.empty(),
                                                    Optional.empty()))
                                    .body();
                    List<FieldDefinition> fields = new ArrayList<>();
                    for (String part : parts) {
                        fields.addAll(fields(group, schema.path("definitions").path(part)));
                    }
                    return fields;
                };
    }

    private static List<FieldDefinition> fields(String group, JsonNode part) {
        Set<String> needed = new HashSet<>();
        part.path("required").forEach(name -> needed.add(name.asText()));
        List<FieldDefinition> fields = new ArrayList<>();
        part.path("properties")
                .properties()
                .forEach(property -> {
                    FieldDefinition field = field(property.getKey(), property.getValue()).in(group);
                    boolean isNeeded =
                            needed.contains(property.getKey())
                                    || property.getValue().path("required").asBoolean();
                    fields.add(isNeeded ? field.needed() : field);
                });
        return fields;
    }

    private static FieldDefinition field(String key, JsonNode property) {
        boolean list = property.path("type").asText().equals("array");
        JsonNode item = list ? property.path("items") : property;
        String title = property.path("title").asText(key);
        FieldDefinition field =
                FieldDefinition.of(key, type(item), property.path("description").asText(title))
                        .labelled(title);
        return list ? field.listed() : field;
    }

    private static FieldType type(JsonNode item) {
        return switch (item.path("type").asText()) {
            case "boolean" -> FieldType.BOOLEAN;
            case "number" -> FieldType.NUMBER;
            case "integer" -> FieldType.INTEGER;
            default -> FieldType.TEXT;
        };
    }
}
