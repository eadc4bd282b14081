package io.hookline.connectors.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in a file, up to a number that people still read. */
final class Faults {
    private static final int MOST = 100;

    /** Fields of a file, those of shapes as often as they are used. */
    private static final int MOST_FIELDS = 20_000;

    private final List<Fault> found = new ArrayList<>();
    private int fields;

    void add(Place place, String message) {
        if (found.size() < MOST) {
            found.add(new Fault(place, message));
        }
    }

    /** One more field was read. */
    void count() {
        fields++;
    }

    /** Whether there are as many fields as a file may have. */
    boolean isFull() {
        return fields > MOST_FIELDS;
    }

    boolean any() {
        return !found.isEmpty();
    }

    void throwIfAny() {
        if (any()) {
            throw new FaultyFile(
                    found.stream().distinct().sorted(Comparator.comparing(Fault::place)).toList());
        }
    }
}
