package io.hookline.flow.card;

import java.util.List;
import java.util.Optional;

/**
 * Fields that a card has beside those it names, as many as a flow declares.
 *
 * @param group the group they are in, empty when none; {@code *} for any
 * @param source where their keys and types come from
 * @param help what they are
 * @param type what each of them is
 * @param row of rows, the fields that each row has; each row has a group of its own
 * @param loaded asks the connected system which they are; there when the source is {@link
 *     Source#SERVICE}
 */
public record DynamicFields(
        String group,
        Source source,
        String help,
        FieldType type,
        List<FieldDefinition> row,
        Optional<FieldSource> loaded) {

    public DynamicFields {
        row = List.copyOf(row);
    }

    /** Where the keys and types of dynamic fields come from; the word is the one of the API. */
    public enum Source {
        /** Whoever builds the flow adds them, with name and type. */
        AUTHOR_DEFINED("author-defined"),
        /** The connected system knows them; an author may add others all the same. */
        SERVICE("service"),
        /** One for each column of the table chosen on the card. */
        TABLE_COLUMNS("table-columns"),
        /** One for each field that the chosen helper flow takes. */
        HELPER_INPUTS("helper-inputs"),
        /** One for each field that the chosen helper flow returns. */
        HELPER_OUTPUTS("helper-outputs"),
        /** One for each dynamic input, of the same group, key and type. */
        SAME_AS_INPUTS("same-as-inputs"),
        /** One for each field that the blocks of the card return. */
        BLOCK_OUTPUTS("block-outputs"),
        /** One for each value from outside that a block of the card uses; the editor makes them. */
        CAPTURED_VALUES("captured-values"),
        /** One for each where row that compares with a value of another card. */
        FILTER_VALUES("filter-values"),
        /** One for each part that is taken of a structured value; the editor makes them. */
        OBJECT_PARTS("object-parts");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        /** The word that the API uses. */
        public String word() {
            return word;
        }
    }

    /** Fields of any type. */
    public static DynamicFields from(Source source, String group, String help) {
        return new DynamicFields(group, source, help, FieldType.ANY, List.of(), Optional.empty());
    }

    /** Fields that the connected system names. */
    public static DynamicFields loaded(String group, String help, FieldSource fields) {
        return new DynamicFields(
                group, Source.SERVICE, help, FieldType.ANY, List.of(), Optional.of(fields));
    }
}
