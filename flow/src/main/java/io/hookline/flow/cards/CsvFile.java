package io.hookline.flow.cards;

import io.hookline.flow.card.CardFailure;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Files of comma-separated values in UTF-8 that hold a table of any length, line by line: the first
 * line names the columns. A value in quotation marks is a text, be it empty; nothing between two
 * commas is no value. Cells are those of {@link SpreadsheetCell}.
 */
public final class CsvFile {
    private final CSVFormat format;

    /**
     * @param delimiter one character; a comma when empty
     * @throws CardFailure.Invalid for another delimiter
     */
    public CsvFile(Optional<String> delimiter) {
        format =
                CsvText.format(delimiter)
                        .builder()
                        .setQuoteMode(QuoteMode.ALL_NON_NULL)
                        .setIgnoreEmptyLines(false)
                        .get();
    }

    /**
     * A line, or several when a value has line breaks.
     *
     * @param number where it begins, from 1
     * @param values for each column, in their order; those at the end may be left out
     */
    public record Line(long number, List<Optional<String>> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /** What takes a file while it is read. */
    public interface Target {
        /** The names of the columns, each once. */
        void columns(List<String> names);

        /** One more row, which has no more values than there are columns. */
        void row(Line line);
    }

    /**
     * Reads a file.
     *
     * @throws CardFailure.Invalid with the line when it is not such a file
     */
    public void read(InputStream file, Target target) {
        long line = 1;
        try (CSVParser parser = CSVParser.parse(reader(file), format)) {
            int columns = 0;
            for (CSVRecord record : parser) {
                if (line == 1) {
                    columns = columns(record, target);
                } else if (columns == 1 || !isEmpty(record)) {
                    target.row(line(line, record, columns));
                }
                line = parser.getCurrentLineNumber() + 1;
            }
            if (columns == 0) {
                throw new CardFailure.Invalid(
                        "The file is empty; its first line names the columns.");
            }
        } catch (IOException | UncheckedIOException mistake) {
            throw new CardFailure.Invalid(
                    "Line "
                            + line
                            + ": this is no CSV in UTF-8 from here on: a quotation mark is not"
                            + " closed or followed by other text, or the bytes are no text.");
        }
    }

    private static Reader reader(InputStream file) throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(
                                file,
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        reader.mark(1);
        // a byte order mark is what spreadsheets begin with
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private static boolean isEmpty(CSVRecord record) {
        return record.size() == 1 && record.get(0) == null;
    }

    private static int columns(CSVRecord record, Target target) {
        var names = new LinkedHashSet<String>();
        for (String name : record) {
            String column = name == null ? "" : SpreadsheetCell.plain(name);
            if (!names.add(column)) {
                throw new CardFailure.Invalid(
                        "Line 1: two columns have the name \"" + column + "\".");
            }
        }
        target.columns(List.copyOf(names));
        return names.size();
    }

    private static Line line(long number, CSVRecord record, int columns) {
        if (record.size() > columns) {
            throw new CardFailure.Invalid(
                    "Line "
                            + number
                            + " has "
                            + record.size()
                            + " values, but there are "
                            + columns
                            + " columns.");
        }
        var values = new ArrayList<Optional<String>>(record.size());
        record.forEach(value -> values.add(Optional.ofNullable(value).map(SpreadsheetCell::plain)));
        return new Line(number, values);
    }

    /** Writes a file; whoever calls closes what it writes to. */
    public final class Printer {
        private final CSVPrinter printer;

        public Printer(Appendable out) throws IOException {
            printer = new CSVPrinter(out, format);
        }

        /**
         * A line.
         *
         * @param cells made by {@link SpreadsheetCell} where they are texts
         */
        public void line(List<Optional<String>> cells) throws IOException {
            var values = new ArrayList<String>(cells.size());
            cells.forEach(cell -> values.add(cell.orElse(null)));
            printer.printRecord(values);
        }
    }
}
