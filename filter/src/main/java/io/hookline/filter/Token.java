package io.hookline.filter;

/**
 * A word of the expression language.
 *
 * @param kind what it is
 * @param text the operator, the name, the digits, or what a text in quotes stands for
 * @param at where it stands
 */
record Token(Kind kind, String text, Span at) {

    /** Kinds of words. */
    enum Kind {
        NAME,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equalsIgnoreCase(word);
    }

    /** The word as messages name it. */
    String shown() {
        return switch (kind) {
            case END -> "the expression ends";
            case TEXT -> "found a text in quotes";
            case NAME, NUMBER, SYMBOL -> "found '" + Source.shortened(text) + "'";
        };
    }
}
