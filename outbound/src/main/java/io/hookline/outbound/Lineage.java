package io.hookline.outbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What led to an event, a call or an execution: flows and reports, one causing the other. It
 * travels in two headers, so that a circle through other systems and back to us is noticed and cut.
 *
 * @param hops how many there were
 * @param causes ids of the last of them, the first cause first; at most as many as hops count
 */
public record Lineage(int hops, List<String> causes) {
    /** Nothing of ours led to it. */
    public static final Lineage NONE = new Lineage(0, List.of());

    /** The last so many causes are kept. */
    private static final int KEPT = 10;

    /** The header with the count. */
    public static final String HOPS = "x-hookline-hops";

    /** The header with the ids, separated by commas. */
    public static final String CAUSE = "x-hookline-cause";

    /** What leads to the calls that are made on this thread now. */
    public static final ScopedValue<Lineage> CURRENT = ScopedValue.newInstance();

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    public Lineage {
        causes = List.copyOf(causes);
    }

    /** Reads the two headers; what is not ours in them is left out. */
    public static Lineage of(Optional<String> hops, Optional<String> cause) {
        int count = Math.max(0, hops.map(Lineage::number).orElse(0));
        return count == 0 ? NONE : new Lineage(count, cause.map(Lineage::ids).orElse(List.of()));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> ids(String text) {
        return latest(
                Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(id -> ID.matcher(id).matches())
                        .toList());
    }

    private static List<String> latest(List<String> ids) {
        return ids.subList(Math.max(0, ids.size() - KEPT), ids.size());
    }

    /** One more: what that one leads to. */
    public Lineage then(String id) {
        List<String> more = new ArrayList<>(causes);
        more.add(id);
        return new Lineage(hops + 1, latest(more));
    }

    /**
     * Whether the chain ends here: what comes at its end starts nothing more.
     *
     * @param most how many hops a chain may have
     */
    public boolean isAtEnd(int most) {
        return hops >= most;
    }

    /** The longer one. */
    public Lineage or(Lineage other) {
        return other.hops > hops ? other : this;
    }

    /** The ids as a header holds them. */
    public String cause() {
        return String.join(",", causes);
    }

    /** Replaces our headers in those of a request. */
    List<Request.Header> applyTo(List<Request.Header> headers) {
        List<Request.Header> lines = new ArrayList<>(headers);
        lines.removeIf(
                line -> line.name().equalsIgnoreCase(HOPS) || line.name().equalsIgnoreCase(CAUSE));
        lines.add(new Request.Header(HOPS, Integer.toString(hops)));
        if (!causes.isEmpty()) {
            lines.add(new Request.Header(CAUSE, cause()));
        }
        return lines;
    }
}
