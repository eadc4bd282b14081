package io.hookline.keycloak.spool;

import java.util.List;

/** The oldest lines that wait, in order; none are removed until {@link Spool#sent} says so. */
public record Batch(List<Line> lines) {
    public Batch {
        lines = List.copyOf(lines);
    }

    /**
     * @param json without its line feed
     * @param end where the spool goes on after it
     */
    public record Line(byte[] json, Position end) {}

    /** A place in the spool: in that segment, so many bytes from its beginning. */
    public record Position(long segment, long offset) {
        static final Position START = new Position(0, 0);

        /** As it stands in the file. */
        String text() {
            return segment + " " + offset + "\n";
        }

        /** Anything else than a position is the start: better twice than never. */
        static Position of(String text) {
            String[] parts = text.strip().split(" ", -1);
            try {
                return parts.length == 2
                        ? new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
                        : START;
            } catch (NumberFormatException e) {
                return START;
            }
        }
    }
}
