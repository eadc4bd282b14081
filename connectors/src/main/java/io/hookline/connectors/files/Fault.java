package io.hookline.connectors.files;

/**
 * What is wrong in a connector file.
 *
 * @param place where
 * @param message what was found, what is expected, and what to do; one or two sentences
 */
public record Fault(Place place, String message) {
    @Override
    public String toString() {
        return "line " + place.line() + ", column " + place.column() + ": " + message;
    }
}
