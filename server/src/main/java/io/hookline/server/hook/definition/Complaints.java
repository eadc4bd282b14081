package io.hookline.server.hook.definition;

import io.hookline.server.http.OktaError;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects everything that is wrong with a request, so that its author sees all of it at once. */
public final class Complaints {
    private static final int MOST = 20;

    private final List<String> causes = new ArrayList<>();
    private String firstField = "";
    private int more;

    /** Notes that a field is not as it should be. */
    void add(String field, String message, Object... values) {
        if (firstField.isEmpty()) {
            firstField = field;
        }
        if (causes.size() < MOST) {
            causes.add(
                    field
                            + ": "
                            + (values.length == 0
                                    ? message
                                    : String.format(Locale.ROOT, message, values)));
        } else {
            more++;
        }
    }

    boolean isEmpty() {
        return causes.isEmpty();
    }

    /**
     * Ends the request when there is something to complain about.
     *
     * @throws OktaError 400 E0000001
     */
    public void raise() {
        if (causes.isEmpty()) {
            return;
        }
        if (more > 0) {
            causes.add("eventHook: and " + more + " more of this kind");
        }
        String what = causes.size() == 1 ? firstField : "eventHook";
        throw OktaError.invalid(what, causes.toArray(String[]::new));
    }
}
