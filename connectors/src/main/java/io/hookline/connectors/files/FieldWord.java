package io.hookline.connectors.files;

import io.hookline.flow.card.FieldType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type as a file writes it: {@code number}, {@code text[]}.
 *
 * @param list whether it is a list of such values
 */
record FieldWord(FieldType type, boolean list) {
    private static final String LIST = "[]";
    private static final Map<String, FieldType> WORDS =
            Stream.of(
                            FieldType.TEXT,
                            FieldType.MULTILINE_TEXT,
                            FieldType.NUMBER,
                            FieldType.INTEGER,
                            FieldType.BOOLEAN,
                            FieldType.DATE,
                            FieldType.OBJECT,
                            FieldType.FILE,
                            FieldType.ANY)
                    .collect(
                            Collectors.toMap(
                                    FieldType::word,
                                    type -> type,
                                    (one, other) -> one,
                                    LinkedHashMap::new));

    /** The type of that word; text where there is none. */
    static FieldWord of(String word, Place place, Faults faults) {
        Optional<FieldWord> known = find(word);
        if (known.isEmpty()) {
            faults.add(
                    place,
                    "\""
                            + Members.shown(word)
                            + "\" is no type; expected one of "
                            + String.join(", ", WORDS.keySet())
                            + ", each also as a list with [] after it.");
        }
        return known.orElse(new FieldWord(FieldType.TEXT, false));
    }

    static Optional<FieldWord> find(String word) {
        boolean list = word.endsWith(LIST);
        String plain = list ? word.substring(0, word.length() - LIST.length()) : word;
        return Optional.ofNullable(WORDS.get(plain)).map(type -> new FieldWord(type, list));
    }
}
