package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Objects as comma-separated values, a line each below the names of the columns. */
public final class CsvText {
    private CsvText() {}

    /**
     * Writes them.
     *
     * @param columns which, in order; all keys when there are none
     * @param delimiter one character; a comma when empty
     * @throws CardFailure.Invalid for another delimiter, and when the text gets too long
     */
    public static String of(
            Iterable<? extends JsonNode> rows, List<String> columns, Optional<String> delimiter) {
        var names = new LinkedHashSet<String>(columns);
        if (names.isEmpty()) {
            rows.forEach(row -> row.properties().forEach(entry -> names.add(entry.getKey())));
        }
        var text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, format(delimiter))) {
            printer.printRecord(names);
            for (JsonNode row : rows) {
                var values = new ArrayList<String>();
                names.forEach(name -> values.add(TextCards.text(row.path(name))));
                printer.printRecord(values);
                TextCards.checkLength(text.getBuffer().length());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    static CSVFormat format(Optional<String> delimiter) {
        String parting = delimiter.orElse(",").equals("\\t") ? "\t" : delimiter.orElse(",");
        if (parting.length() != 1 || "\"\r\n".contains(parting)) {
            throw new CardFailure.Invalid(
                    "The input \"delimiter\" is a text of "
                            + parting.length()
                            + " characters, expected one that is no quotation mark or line break.");
        }
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(parting.charAt(0))
                .setRecordSeparator('\n')
                .setIgnoreEmptyLines(true)
                .get();
    }
}
