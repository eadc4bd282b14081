package io.hookline.filter;

/**
 * A hook filter that cannot be used. The message is complete: it says where, what was expected and
 * often what to write instead.
 */
public final class FilterSyntaxException extends RuntimeException {
    private final int line;
    private final int column;
    private final String problem;

    FilterSyntaxException(int line, int column, String problem) {
        super("Line " + line + ", column " + column + ": " + problem, null, false, false);
        this.line = line;
        this.column = column;
        this.problem = problem;
    }

    /** The line of the mistake, counted from 1. */
    public int line() {
        return line;
    }

    /** The character in that line, counted from 1. */
    public int column() {
        return column;
    }

    /** What is wrong and what was expected, without the place. */
    public String problem() {
        return problem;
    }
}
