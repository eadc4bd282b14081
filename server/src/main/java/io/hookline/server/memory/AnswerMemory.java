package io.hookline.server.memory;

import io.hookline.server.refusal.Refusal;

import java.time.Duration;

/**
 * The memory that the answers to all requests share, from before they are made until their callers
 * have taken them or are gone. What does not fit is refused, to be asked for again later. A part is
 * kept for answers of up to 64 kB, so that callers that read large ones slowly keep out large ones
 * only; what is smaller than 16 kB counts as nothing.
 */
public final class AnswerMemory {
    /** Answers up to this size are not counted. */
    static final int UNCOUNTED = 16 * 1024;

    /** Answers up to this size may take what is kept for them. */
    public static final int SMALL = 64 * 1024;

    private static final int KEPT_FOR_SMALL = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Room large;
    private final Room small;

    /**
     * @param bytes of answers, in all
     */
    public AnswerMemory(long bytes) {
        this(bytes, PATIENCE);
    }

    AnswerMemory(long bytes, Duration patience) {
        this.large = new Room(bytes - bytes / KEPT_FOR_SMALL, patience);
        this.small = new Room(bytes / KEPT_FOR_SMALL, patience);
    }

    /** With as much room as anybody wants. */
    public static AnswerMemory unbounded() {
        return new AnswerMemory(Long.MAX_VALUE);
    }

    /** The share of an answer, with nothing in it yet. */
    public Share open() {
        return new Share();
    }

    /** How many bytes answers take now. */
    public long taken() {
        return large.taken() + small.taken();
    }

    /** What one answer has taken. Used by one thread at a time. */
    public final class Share implements AutoCloseable {
        private int inLarge;
        private int inSmall;

        private Share() {}

        /**
         * Waits for room for making the answer, before anything of it is in memory.
         *
         * @param most bytes that making it takes, the answer included; up to {@link #SMALL} none is
         *     taken, beyond all that there is all of it
         * @throws Refusal.Busy when there is none, also after a while
         */
        public void reserve(long most) {
            int wanted = (int) Math.min(Room.units(most), large.units()) - inLarge;
            if (most <= SMALL || wanted <= 0) {
                return;
            }
            if (!large.take(wanted)) {
                throw busy();
            }
            inLarge += wanted;
        }

        /**
         * Takes room for what the answer has become, without waiting: it is in memory.
         *
         * @param bytes of it in all
         * @return false when it is larger than all the room, which it then has alone
         * @throws Refusal.Busy when there is no room now
         */
        public boolean take(long bytes) {
            boolean fits = large.fits(Room.units(bytes));
            int wanted = (fits ? Room.units(bytes) : large.units()) - inLarge - inSmall;
            if (bytes <= UNCOUNTED || wanted <= 0) {
                return fits;
            }
            if (large.takeNow(wanted)) {
                inLarge += wanted;
            } else if (bytes <= SMALL && small.takeNow(wanted)) {
                inSmall += wanted;
            } else {
                throw busy();
            }
            return fits;
        }

        /** Takes over all that another share has. */
        public void absorb(Share other) {
            inLarge += other.inLarge;
            inSmall += other.inSmall;
            other.inLarge = 0;
            other.inSmall = 0;
        }

        /** Gives back what is more than so many bytes. */
        public void keep(long bytes) {
            int kept = bytes <= UNCOUNTED ? 0 : Room.units(bytes);
            int back = Math.clamp((long) inLarge + inSmall - kept, 0, inLarge);
            large.giveBack(back);
            inLarge -= back;
        }

        /** Gives everything back. */
        @Override
        public void close() {
            large.giveBack(inLarge);
            small.giveBack(inSmall);
            inLarge = 0;
            inSmall = 0;
        }
    }

    private static Refusal busy() {
        return new Refusal.Busy(
                "Busy",
                "Large answers take all the memory that there is for them; try again in a moment,"
                        + " or ask for less at a time.",
                RETRY_AFTER);
    }
}
