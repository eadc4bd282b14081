package io.hookline.server.refusal;

/**
 * What is wrong with one field of a body or one parameter of a query.
 *
 * @param field its path, for example {@code channel.config.uri} or {@code types[2]}; empty when the
 *     sentence is about the whole
 * @param sentence what was expected, and found
 */
public record FieldError(String field, String sentence) {
    /** The sentence, after the field's name if there is one. */
    public String text() {
        return field.isEmpty() ? sentence : field + ": " + sentence;
    }
}
