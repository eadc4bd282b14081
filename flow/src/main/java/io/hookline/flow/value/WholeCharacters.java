package io.hookline.flow.value;

/**
 * Texts without half a character, which cards may cut out of a text: keys of objects and texts for
 * people cannot hold one.
 */
public final class WholeCharacters {
    private static final char REPLACEMENT = '\uFFFD';

    private WholeCharacters() {}

    /** The same text when it holds whole characters only. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHalf(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isHalf(text, i)) {
                whole.setCharAt(i, REPLACEMENT);
            }
        }
        return whole.toString();
    }

    private static boolean isHalf(String text, int at) {
        char letter = text.charAt(at);
        if (!Character.isSurrogate(letter)) {
            return false;
        }
        boolean high = Character.isHighSurrogate(letter);
        int other = high ? at + 1 : at - 1;
        return other < 0
                || other == text.length()
                || !Character.isSurrogatePair(
                        text.charAt(Math.min(at, other)), text.charAt(Math.max(at, other)));
    }
}
