package io.hookline.server.access;

import io.hookline.server.memory.LruMap;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Checks secrets so that nobody guesses them: slows down networks that present wrong ones, and
 * reports them to the log. Attempts of one network are made one after the other, and each wrong one
 * is counted before the next is looked at: of a thousand at once no more are checked than of a
 * thousand in turn. While a network must wait, not even the right one is found.
 *
 * <p>A secret that was right from that network before is no guess: it passes whatever others of the
 * network do, so that nobody keeps out those he shares an address with.
 */
public final class FailedAttempts {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int REMEMBERED = 10_000;
    private static final int TURNS = 256;

    /** Of this process: what is remembered of a secret says nothing elsewhere. */
    private static final String SALT = Digests.random();

    private final String tried;
    private final AccessReports reports;
    private final Throttle throttle;
    private final Map<ByteBuffer, Boolean> right = LruMap.of(REMEMBERED);
    private final ReentrantLock[] turns =
            IntStream.range(0, TURNS)
                    .mapToObj(i -> new ReentrantLock())
                    .toArray(ReentrantLock[]::new);

    /**
     * @param tried what the attempts are at, in the log, for example {@code client tokens}
     * @param log records who is slowed down
     */
    public FailedAttempts(String tried, Database database, AccessLog log, InstantSource clock) {
        this.tried = tried;
        this.reports = new AccessReports(database, log);
        this.throttle = new Throttle(clock, FREE, LONGEST);
    }

    /** Whether a secret is right. */
    public sealed interface Verdict<T> {
        /** It is; this is what it proves. */
        record Right<T>(T value) implements Verdict<T> {}

        /** It is not. */
        record Wrong<T>(Refusal refusal) implements Verdict<T> {}
    }

    /**
     * Checks a secret, unless its network must wait.
     *
     * @param secret with all that says what it is for
     * @param check quick: others of the network wait for it. What it throws counts as no attempt
     * @return what the right one proves
     * @throws Refusal of the wrong one, or {@link Refusal.RateLimited} without looking at it
     */
    public <T> T check(String address, String secret, Supplier<Verdict<T>> check) {
        String network = Network.of(address);
        ByteBuffer known = ByteBuffer.wrap(Digests.sha256(SALT + network + '\n' + secret));
        if (wasRight(known)) {
            return switch (check.get()) {
                case Verdict.Right<T>(T value) -> value;
                case Verdict.Wrong<T>(Refusal refusal) -> {
                    forget(known);
                    throw refusal;
                }
            };
        }
        ReentrantLock turn = turns[Math.floorMod(network.hashCode(), TURNS)];
        turn.lock();
        try {
            requireNoWait(network);
            return switch (check.get()) {
                case Verdict.Right<T>(T value) -> {
                    remember(known);
                    yield value;
                }
                case Verdict.Wrong<T>(Refusal refusal) -> {
                    count(network, address);
                    throw refusal;
                }
            };
        } finally {
            turn.unlock();
        }
    }

    /**
     * Counts what is wrong by its form or its signature, where no secret of ours was compared: a
     * signature cannot be guessed, so right ones need not wait for it.
     *
     * @return what to answer: the refusal, or another one when there were too many
     */
    public Refusal failed(String address, Refusal refusal) {
        String network = Network.of(address);
        Optional<Duration> wait = throttle.left(network);
        if (wait.isPresent()) {
            return tooMany(wait.get());
        }
        count(network, address);
        return refusal;
    }

    private void requireNoWait(String network) {
        throttle.left(network)
                .ifPresent(wait -> {
                    throw tooMany(wait);
                });
    }

    private Refusal tooMany(Duration wait) {
        return new Refusal.RateLimited(
                "Too many failed attempts",
                "Too many wrong " + tried + " came from this address; try again later.",
                Duration.ofSeconds(wait.toSeconds() + 1));
    }

    private void count(String network, String address) {
        throttle.count(network)
                .ifPresent(failures ->
                        reports.report(new AccessEvent.AddressSlowed(address, tried, failures)));
    }

    private boolean wasRight(ByteBuffer known) {
        synchronized (right) {
            return right.get(known) != null;
        }
    }

    private void remember(ByteBuffer known) {
        synchronized (right) {
            right.put(known, true);
        }
    }

    private void forget(ByteBuffer known) {
        synchronized (right) {
            right.remove(known);
        }
    }
}
