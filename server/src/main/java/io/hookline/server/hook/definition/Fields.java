package io.hookline.server.hook.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The members of one object of a request, with the path at which complaints name them. */
final class Fields {
    private final ObjectNode json;
    private final String path;
    private final Complaints complaints;

    Fields(ObjectNode json, String path, Complaints complaints) {
        this.json = json;
        this.path = path;
        this.complaints = complaints;
    }

    /** Whether the member is there and not null. */
    boolean has(String name) {
        return json.hasNonNull(name);
    }

    boolean isText(String name) {
        return json.path(name).isTextual();
    }

    boolean isArray(String name) {
        return json.path(name).isArray();
    }

    void complain(String name, String message, Object... values) {
        complaints.add(pathOf(name), message, values);
    }

    /** A required text; empty, with a complaint, when it is missing. */
    public String text(String name) {
        if (!has(name)) {
            complain(name, "The field is required");
            return "";
        }
        return optionalText(name).orElse("");
    }

    Optional<String> optionalText(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!json.get(name).isTextual()) {
            complain(name, "A text is expected");
            return Optional.empty();
        }
        return Optional.of(json.get(name).textValue());
    }

    /** A required text that has only one possible value. */
    void constant(String name, String value) {
        if (!has(name)) {
            complain(name, "The field is required; its value is " + value);
        } else if (!json.get(name).isTextual() || !json.get(name).textValue().equals(value)) {
            complain(name, "The only possible value is " + value);
        }
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        if (!has(name)) {
            return Optional.empty();
        }
        String sent = json.get(name).asText("");
        Optional<E> value =
                Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equals(sent.toUpperCase(Locale.ROOT)))
                        .findFirst();
        if (value.isEmpty()) {
            complain(
                    name,
                    "Expected one of "
                            + Arrays.toString(type.getEnumConstants())
                                    .replace("[", "")
                                    .replace("]", ""));
        }
        return value;
    }

    Optional<Integer> number(String name, int least, int most) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode value = json.get(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            complain(name, "A whole number from %d to %d is expected", least, most);
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    /** A required object; empty, with a complaint, when it is missing. */
    Optional<Fields> object(String name) {
        if (!has(name)) {
            complain(name, "The field is required");
            return Optional.empty();
        }
        return optionalObject(name);
    }

    Optional<Fields> optionalObject(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!(json.get(name) instanceof ObjectNode object)) {
            complain(name, "An object is expected");
            return Optional.empty();
        }
        return Optional.of(new Fields(object, pathOf(name), complaints));
    }

    /** A required array; empty, with a complaint, when it is missing. */
    List<JsonNode> array(String name) {
        if (!has(name)) {
            complain(name, "The field is required");
            return List.of();
        }
        return optionalArray(name);
    }

    List<JsonNode> optionalArray(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!json.get(name).isArray()) {
            complain(name, "An array is expected");
            return List.of();
        }
        return List.copyOf(json.get(name).valueStream().toList());
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
