package io.hookline.server.http;

import io.hookline.server.json.TimeSpan;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with a request: the first fault ends it, or all are collected so that its author
 * sees them at once. Not thread-safe.
 */
public final class Faults {
    private static final int MOST = 20;

    private final Place place;
    private final String subject;
    private final boolean collected;
    private final List<FieldError> found = new ArrayList<>();
    private int more;

    private Faults(Place place, String subject, boolean collected) {
        this.place = place;
        this.subject = subject;
        this.collected = collected;
    }

    /** The first fault ends the request. */
    public static Faults first(Place place) {
        return new Faults(place, "", false);
    }

    /**
     * Collects until {@link #raise}.
     *
     * @param subject the name of the object that is read
     */
    public static Faults all(Place place, String subject) {
        return new Faults(place, subject, true);
    }

    /**
     * Notes a fault.
     *
     * @param field its path
     * @param sentence what was expected, and found
     * @throws Refusal.Invalid unless faults are collected
     */
    public void add(String field, String sentence) {
        if (!collected) {
            throw new Refusal.Invalid(place, field, List.of(new FieldError(field, sentence)));
        }
        if (found.size() < MOST) {
            found.add(new FieldError(field, sentence));
        } else {
            more++;
        }
    }

    /** Both ends of a span, or a fault when they are in the wrong order. */
    TimeSpan span(Optional<Instant> since, Optional<Instant> until) {
        if (TimeSpan.isReversed(since, until)) {
            add("until", "must not be before since.");
            return new TimeSpan(since, Optional.empty());
        }
        return new TimeSpan(since, until);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * Ends the request if there are faults.
     *
     * @throws Refusal.Invalid naming all of them, or the first ones of many
     */
    public void raise() {
        if (found.isEmpty()) {
            return;
        }
        String what = found.size() == 1 ? found.getFirst().field() : subject;
        List<FieldError> shown = new ArrayList<>(found);
        if (more > 0) {
            shown.add(new FieldError(subject, "and " + more + " more of this kind"));
        }
        throw new Refusal.Invalid(place, what, shown);
    }
}
