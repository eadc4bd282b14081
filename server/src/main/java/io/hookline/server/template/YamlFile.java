package io.hookline.server.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.hookline.flow.value.JsonMistake;

import java.util.stream.Collectors;

/** Reads the files of templates, and says in sentences what is wrong with one. */
final class YamlFile {
    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(
                            com.fasterxml.jackson.core.JsonParser.Feature
                                    .STRICT_DUPLICATE_DETECTION)
                    .build();

    private YamlFile() {}

    /**
     * Reads a file.
     *
     * @param name what the file is called in sentences
     */
    static <T> T read(String content, String name, Class<T> type) {
        try {
            return YAML.readValue(content, type);
        } catch (UnrecognizedPropertyException e) {
            throw refused(
                    name,
                    e,
                    "there is no member '%s'; known are %s"
                            .formatted(
                                    e.getPropertyName(),
                                    e.getKnownPropertyIds().stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        } catch (JsonMappingException e) {
            throw refused(
                    name,
                    e,
                    e.getCause() instanceof TemplateRefused cause
                            ? cause.getMessage().replaceFirst("\\.$", "")
                            : "this has another type than expected");
        } catch (JsonProcessingException e) {
            throw refused(name, e, JsonMistake.reason(e));
        }
    }

    private static TemplateRefused refused(String name, JsonProcessingException e, String reason) {
        String place = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
        return new TemplateRefused(name + place + path(e) + ": " + reason + ".");
    }

    private static String path(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        return " ("
                + mapping.getPath().stream()
                        .map(part ->
                                part.getFieldName() == null
                                        ? String.valueOf(part.getIndex())
                                        : part.getFieldName())
                        .collect(Collectors.joining("."))
                + ")";
    }
}
