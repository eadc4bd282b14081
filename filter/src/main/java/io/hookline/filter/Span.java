package io.hookline.filter;

/**
 * A stretch of an expression's text.
 *
 * @param start offset of its first character
 * @param end offset behind its last character
 */
record Span(int start, int end) {
    Span to(Span last) {
        return new Span(start, last.end);
    }
}
