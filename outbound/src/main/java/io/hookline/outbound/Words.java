package io.hookline.outbound;

/** What libraries say of a failure, in one short line without the names of their classes. */
final class Words {
    private static final int LONGEST = 300;

    private Words() {}

    static String of(String message) {
        String line =
                String.valueOf(message)
                        .replaceAll("\\b(?:[a-z][a-z0-9_]*\\.)+[A-Z][\\w$]*(?::\\s*|\\b)", "")
                        .replaceAll("(?i)nested exception is:?", "")
                        .replaceAll("[^ -~]+", " ")
                        .replaceAll(" {2,}", " ")
                        .strip();
        if (line.isEmpty() || line.equals("null")) {
            return "no reason given";
        }
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
