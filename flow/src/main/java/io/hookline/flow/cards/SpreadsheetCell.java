package io.hookline.flow.cards;

/**
 * Texts as cells of files that people open with a spreadsheet. A cell that begins with {@code =},
 * {@code +}, {@code -}, {@code @}, a tab or a carriage return is taken for a formula there and run;
 * with an apostrophe before it, it is text. Reading takes that apostrophe off again, so every cell
 * comes back as it was, also one that had apostrophes of its own.
 */
public final class SpreadsheetCell {
    private static final String RUNS = "=+-@\t\r";
    private static final char APOSTROPHE = '\'';

    private SpreadsheetCell() {}

    /** The cell for a file that people open: never a formula. */
    public static String guarded(String text) {
        return runsBehindApostrophes(text) ? APOSTROPHE + text : text;
    }

    /** The cell for a file that programs read: as it is, unless reading would change it. */
    public static String unguarded(String text) {
        return isGuarded(text) ? APOSTROPHE + text : text;
    }

    /** What was written as {@link #guarded} or {@link #unguarded}. */
    public static String plain(String cell) {
        return isGuarded(cell) ? cell.substring(1) : cell;
    }

    private static boolean isGuarded(String text) {
        return text.length() > 1
                && text.charAt(0) == APOSTROPHE
                && runsBehindApostrophes(text.substring(1));
    }

    private static boolean runsBehindApostrophes(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == APOSTROPHE) {
            at++;
        }
        return at < text.length() && RUNS.indexOf(text.charAt(at)) >= 0;
    }
}
