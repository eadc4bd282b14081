package io.hookline.flow.cards;

import io.hookline.flow.card.CardFailure;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What comma-separated values hold.
 *
 * @param columns the names of the columns
 * @param lines the values of each row, as many as there are columns; missing ones are empty
 */
public record CsvTable(List<String> columns, List<List<String>> lines) {
    private static final int MOST_ROWS = 100_000;
    private static final int MOST_VALUES = 1_000_000;

    public CsvTable {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /**
     * Reads a text.
     *
     * @param input what people call where it comes from
     * @param delimiter one character; a comma when empty
     * @param named whether the first row names the columns; if not, they are numbered from 1
     * @throws CardFailure.Invalid when it is no CSV, or has more than cards can hold
     */
    public static CsvTable read(
            String input, String text, Optional<String> delimiter, boolean named) {
        List<List<String>> read = lines(input, text, delimiter);
        List<String> columns = named ? names(input, read) : numbers(read);
        var lines = new ArrayList<List<String>>(read.size());
        for (List<String> line : named && !read.isEmpty() ? read.subList(1, read.size()) : read) {
            if (line.size() > columns.size()) {
                throw new CardFailure.Invalid(
                        "Row "
                                + (lines.size() + 1)
                                + " of the input \""
                                + input
                                + "\" has "
                                + line.size()
                                + " values, but there are "
                                + columns.size()
                                + " columns.");
            }
            lines.add(filled(line, columns.size()));
        }
        return new CsvTable(columns, lines);
    }

    private static List<String> filled(List<String> line, int size) {
        if (line.size() == size) {
            return line;
        }
        var filled = new ArrayList<>(line);
        while (filled.size() < size) {
            filled.add("");
        }
        return filled;
    }

    private static List<List<String>> lines(String input, String text, Optional<String> delimiter) {
        var lines = new ArrayList<List<String>>();
        long values = 0;
        // a byte order mark is what spreadsheets begin with
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (CSVParser parser =
                CSVParser.parse(new StringReader(content), CsvText.format(delimiter))) {
            for (CSVRecord line : parser) {
                values += line.size();
                if (lines.size() > MOST_ROWS || values > MOST_VALUES) {
                    throw new CardFailure.Invalid(
                            "The input \""
                                    + input
                                    + "\" has more than "
                                    + MOST_ROWS
                                    + " rows or "
                                    + MOST_VALUES
                                    + " values.");
                }
                lines.add(line.toList());
            }
            return lines;
        } catch (IOException | UncheckedIOException mistake) {
            throw new CardFailure.Invalid(
                    "The input \""
                            + input
                            + "\", a text of "
                            + text.length()
                            + " characters, is no CSV: a quotation mark in or after row "
                            + (lines.size() + 1)
                            + " is not closed or followed by other text.");
        }
    }

    private static List<String> names(String input, List<List<String>> lines) {
        var columns = new LinkedHashSet<String>();
        for (String name : lines.isEmpty() ? List.<String>of() : lines.getFirst()) {
            if (!columns.add(name.strip())) {
                throw new CardFailure.Invalid(
                        "Two columns of the input \"" + input + "\" have the same name.");
            }
        }
        return List.copyOf(columns);
    }

    private static List<String> numbers(List<List<String>> lines) {
        int widest = lines.stream().mapToInt(List::size).max().orElse(0);
        var columns = new ArrayList<String>();
        for (int i = 1; i <= widest; i++) {
            columns.add(Integer.toString(i));
        }
        return columns;
    }
}
