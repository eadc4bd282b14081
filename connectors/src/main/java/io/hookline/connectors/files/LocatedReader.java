package io.hookline.connectors.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Member;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.Located.Sequence;

import org.yaml.snakeyaml.LoaderOptions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads YAML or JSON with the places of all values. A file is data: tags, which would choose types,
 * and aliases, which would multiply what is written once, are refused.
 */
final class LocatedReader {
    /** In characters: more than ten times the largest connector that is known. */
    static final int LONGEST = 1024 * 1024;

    static final int DEEPEST = 40;
    private static final int LONGEST_NUMBER = 40;

    /** Descriptions of whole APIs, of which a draft is made. */
    private static final int LONGEST_DESCRIPTION = 32 * 1024 * 1024;

    private static final int DEEPEST_DESCRIPTION = 200;
    private final JsonParser parser;
    private final Faults faults;

    private LocatedReader(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /**
     * Reads a text: JSON when it begins with a brace, YAML otherwise.
     *
     * @param faults takes what is wrong and does not hide the rest
     * @throws FaultyFile when the text cannot be read at all
     */
    static Located read(String text, Faults faults) {
        return read(text, faults, LONGEST, DEEPEST);
    }

    /** The same for a text of which more is expected. */
    static Located readLarge(String text, Faults faults) {
        return read(text, faults, LONGEST_DESCRIPTION, DEEPEST_DESCRIPTION);
    }

    private static Located read(String text, Faults faults, int longest, int deepest) {
        if (text.length() > longest) {
            throw broken(
                    Place.START,
                    "the file has "
                            + text.length()
                            + " characters; at most "
                            + longest
                            + " are read.");
        }
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        boolean json = content.stripLeading().startsWith("{");
        try (JsonParser parser = factory(json, longest, deepest).createParser(content)) {
            return new LocatedReader(parser, faults).document();
        } catch (JsonProcessingException mistake) {
            throw broken(place(mistake.getLocation()), sentence(json, mistake));
        } catch (IOException | RuntimeException mistake) {
            if (mistake instanceof FaultyFile known) {
                throw known;
            }
            throw broken(Place.START, "the file cannot be read: " + mistake.getMessage() + ".");
        }
    }

    private static JsonFactory factory(boolean json, int longest, int deepest) {
        StreamReadConstraints bounds =
                StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxStringLength(longest)
                        .maxNameLength(1000)
                        .build();
        if (json) {
            return JsonFactory.builder().streamReadConstraints(bounds).build();
        }
        LoaderOptions yaml = new LoaderOptions();
        yaml.setCodePointLimit(longest);
        yaml.setNestingDepthLimit(deepest);
        return YAMLFactory.builder().loaderOptions(yaml).streamReadConstraints(bounds).build();
    }

    private Located document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw broken(Place.START, "the file is empty; expected an object of settings.");
        }
        Located value = value(first);
        if (parser.nextToken() != null) {
            throw broken(here(), "a second document begins here; expected one.");
        }
        return value;
    }

    private Located value(JsonToken token) throws IOException {
        Place place = here();
        refuseYamlExtras(place);
        return switch (token) {
            case START_OBJECT -> mapping(place);
            case START_ARRAY -> sequence(place);
            case VALUE_TRUE, VALUE_FALSE ->
                    new Scalar(
                            place,
                            BooleanNode.valueOf(token == JsonToken.VALUE_TRUE),
                            parser.getText());
            case VALUE_NULL -> new Scalar(place, NullNode.getInstance(), "");
            case VALUE_NUMBER_INT ->
                    new Scalar(
                            place,
                            parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                    ? BigIntegerNode.valueOf(parser.getBigIntegerValue())
                                    : LongNode.valueOf(parser.getLongValue()),
                            parser.getText());
            case VALUE_NUMBER_FLOAT ->
                    new Scalar(
                            place, DecimalNode.valueOf(parser.getDecimalValue()), parser.getText());
            default -> new Scalar(place, TextNode.valueOf(parser.getText()), parser.getText());
        };
    }

    private Mapping mapping(Place place) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Place at = here();
            refuseYamlExtras(at);
            String key = parser.currentName();
            Member member = new Member(at, value(parser.nextToken()));
            Member before = members.putIfAbsent(key, member);
            if (before != null) {
                faults.add(
                        at,
                        "\""
                                + key
                                + "\" stands here twice, the first time in line "
                                + before.place().line()
                                + ". Take one of them away.");
            }
        }
        return new Mapping(place, members);
    }

    private Sequence sequence(Place place) throws IOException {
        List<Located> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(value(token));
        }
        return new Sequence(place, items);
    }

    private void refuseYamlExtras(Place place) throws IOException {
        if (!(parser instanceof YAMLParser yaml)) {
            return;
        }
        if (yaml.isCurrentAlias()) {
            faults.add(
                    place,
                    "an alias (*name) is not allowed: write it out, or use \"shapes\" for outputs"
                            + " that several actions share.");
        }
        if (yaml.getTypeId() != null) {
            faults.add(place, "a tag (!name) is not allowed: write the plain value.");
        }
    }

    private Place here() {
        return place(parser.currentTokenLocation());
    }

    private static Place place(JsonLocation location) {
        return location == null
                ? Place.START
                : new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static String sentence(boolean json, JsonProcessingException mistake) {
        List<String> lines =
                mistake.getOriginalMessage()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith(" "))
                        .map(String::strip)
                        .limit(2)
                        .toList();
        String message = String.join(", ", lines);
        String plain = message.replaceAll("\\p{Cntrl}", " ");
        return "this is no valid "
                + (json ? "JSON" : "YAML")
                + ": "
                + (plain.length() > 300 ? plain.substring(0, 300) + "…" : plain)
                + (plain.endsWith(".") ? "" : ".");
    }

    private static FaultyFile broken(Place place, String message) {
        return new FaultyFile(List.of(new Fault(place, message)));
    }
}
