package io.hookline.filter;

/** The text of an expression, for saying where in it something is. */
record Source(String text) {
    private static final int LONGEST_QUOTE = 60;

    /** The refusal of what stands at an offset. */
    FilterSyntaxException error(int offset, String problem) {
        return new FilterSyntaxException(line(offset), column(offset), problem);
    }

    /** The refusal of a part. */
    FilterSyntaxException error(Span at, String problem) {
        return error(at.start(), problem);
    }

    /** The part's text, shortened for messages. */
    String quote(Span at) {
        return shortened(text.substring(at.start(), at.end()));
    }

    /** The beginning of a text that may be long. */
    static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    /** The part as evaluation errors name it. */
    Site site(Span at) {
        return new Site(quote(at), place(at.start()));
    }

    /** Line and column of an offset in words. */
    String place(int offset) {
        return "line " + line(offset) + ", column " + column(offset);
    }

    private int line(int offset) {
        return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    private int column(int offset) {
        return offset - text.lastIndexOf('\n', offset - 1);
    }

    /**
     * Where an evaluation failed.
     *
     * @param text the part of the expression
     * @param place its line and column
     */
    record Site(String text, String place) {
        FilterEvaluationException error(String problem) {
            return new FilterEvaluationException(problem + " (" + place + ")");
        }
    }
}
