package io.hookline.server.memory;

import io.hookline.server.refusal.Refusal;

import java.time.Duration;

/**
 * The memory that the bodies of all requests share, from the first byte that is read until the
 * request has ended. What does not fit waits for a moment and is refused then, to be sent again
 * later. A part is kept for small bodies, so that large ones never keep out what everything depends
 * on: single events, small calls, sign-in, switches.
 *
 * <p>Working on a body takes more than the body: its values once it is parsed, its sealed copy. For
 * that there is a room of its own, in which each has its turn.
 */
public final class RequestMemory {
    /** Bodies up to this size may take what is kept for them. */
    public static final int SMALL = 64 * 1024;

    private static final int KEPT_FOR_SMALL = 8;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final long bytes;
    private final Room large;
    private final Room small;
    private final Room work;

    /**
     * @param bytes of bodies, in all
     * @param workBytes what working on them takes, in all
     */
    public RequestMemory(long bytes, long workBytes) {
        this(bytes, workBytes, Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    RequestMemory(long bytes, long workBytes, Duration patience, Duration workPatience) {
        this.bytes = bytes;
        this.large = new Room(bytes - bytes / KEPT_FOR_SMALL, patience);
        this.small = new Room(bytes / KEPT_FOR_SMALL, patience);
        this.work = new Room(workBytes, workPatience);
    }

    /** With as much room as anybody wants. */
    public static RequestMemory unbounded() {
        return new RequestMemory(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** The share of a request, with nothing in it yet. */
    public Share open() {
        return new Share();
    }

    /** How many bytes bodies take now. */
    public long taken() {
        return large.taken() + small.taken();
    }

    /** What one request has taken. Used by one thread at a time. */
    public final class Share implements AutoCloseable {
        private int inLarge;
        private int inSmall;
        private int inWork;

        private Share() {}

        /**
         * Takes room for a body before it is read, or more of it while it is.
         *
         * @param total how many bytes of it will be in memory then, those of before included
         * @throws Refusal.Busy when there is no room, also after a moment
         * @throws Refusal.TooLarge when there never will be
         */
        public void take(long total) {
            int wanted = Room.units(total) - inLarge - inSmall;
            if (wanted <= 0) {
                return;
            }
            if (total <= SMALL) {
                takeSmall(wanted);
            } else {
                takeLarge(Room.units(total) - inLarge, total);
            }
        }

        private void takeSmall(int wanted) {
            if (inSmall == 0 && large.takeNow(wanted)) {
                inLarge += wanted;
            } else if (small.take(wanted)) {
                inSmall += wanted;
            } else {
                throw busy();
            }
        }

        private void takeLarge(int wanted, long total) {
            if (!large.fits(Room.units(total))) {
                throw new Refusal.TooLarge(
                        "Content too large",
                        "The request body has "
                                + Room.megabytes(total)
                                + " or more, and this server gives the bodies of all requests "
                                + Room.megabytes(bytes)
                                + " (setting memory.requestsMegabytes). Send less at a time.");
            }
            if (!large.take(wanted)) {
                throw busy();
            }
            inLarge += wanted;
            small.giveBack(inSmall);
            inSmall = 0;
        }

        /**
         * Takes room for working on the body, on top of the body itself.
         *
         * @param total what it takes in all, in bytes
         * @throws Refusal.Busy when there is no room, also after a while
         * @throws Refusal.TooLarge when there never will be
         */
        public void work(long total) {
            int wanted = Room.units(total) - inWork;
            if (wanted <= 0 || total <= SMALL) {
                return;
            }
            if (!work.fits(Room.units(total))) {
                throw new Refusal.TooLarge(
                        "Content too large",
                        "Reading the request body would take about "
                                + Room.megabytes(total)
                                + " of memory, and this server has "
                                + Room.megabytes(work.bytes())
                                + " for that. Send less at a time, or give the server more"
                                + " memory.");
            }
            if (!work.take(wanted)) {
                throw busy();
            }
            inWork += wanted;
        }

        /** As {@link #work}, or with all the room there is when it takes more. */
        public void workAtMost(long total) {
            work(Math.min(total, work.bytes()));
        }

        /** Gives back the room for working on the body. */
        public void endWork() {
            work.giveBack(inWork);
            inWork = 0;
        }

        /** Gives everything back. */
        @Override
        public void close() {
            large.giveBack(inLarge);
            small.giveBack(inSmall);
            inLarge = 0;
            inSmall = 0;
            endWork();
        }
    }

    private static Refusal busy() {
        return new Refusal.Busy(
                "Busy",
                "Requests with large bodies take all the memory that there is for them; try again"
                        + " in a moment.",
                RETRY_AFTER);
    }
}
