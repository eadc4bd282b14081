package io.hookline.testing.simulate;

import java.util.Collection;

/** What somebody wants of the world cannot be: says what, where, and what is expected. */
public final class InvalidWorld extends RuntimeException {
    public InvalidWorld(String message) {
        super(message, null, false, false);
    }

    static InvalidWorld unknown(String what, String name, Collection<String> expected) {
        return new InvalidWorld(
                "Unknown %s \"%s\"; expected one of %s."
                        .formatted(
                                what,
                                name,
                                String.join(", ", expected.stream().sorted().toList())));
    }
}
