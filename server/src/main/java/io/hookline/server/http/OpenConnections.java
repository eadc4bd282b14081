package io.hookline.server.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Counts connections, says whether one more may be open, and what became of the others. */
public final class OpenConnections {
    private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);

    /** Files that connections must leave to the database, to logs and to outgoing calls. */
    private static final int FILES_FOR_OTHERS = 256;

    private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final ConnectionRules rules;
    private final Predicate<String> isProxy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private int inAll;
    private long warned = System.nanoTime() - BETWEEN_WARNINGS;

    private final LongAdder refusedInAll = new LongAdder();
    private final LongAdder refusedPerAddress = new LongAdder();
    private final LongAdder gone = new LongAdder();
    private final LongAdder slow = new LongAdder();

    /**
     * @param isProxy whether an address is that of a trusted proxy, which may have any number
     */
    public OpenConnections(ConnectionRules rules, Predicate<String> isProxy) {
        this.rules = withinFiles(rules);
        this.isProxy = isProxy;
    }

    /** Why a connection may not be opened. */
    public enum Refusal {
        TOO_MANY_IN_ALL,
        TOO_MANY_OF_ADDRESS
    }

    /** The rules that count, after what the system allows. */
    public ConnectionRules rules() {
        return rules;
    }

    /**
     * Counts a new connection, unless it is one too many.
     *
     * @return why it must be closed; empty when it was counted, and must {@link #leave}
     */
    public java.util.Optional<Refusal> enter(InetAddress from) {
        InetAddress who = network(from);
        boolean counts = !isProxy.test(from.getHostAddress());
        lock.lock();
        try {
            if (inAll >= rules.most()) {
                refusedInAll.increment();
                return refused(Refusal.TOO_MANY_IN_ALL, from);
            }
            int already = open.getOrDefault(who, 0);
            if (counts && already >= rules.mostPerAddress()) {
                refusedPerAddress.increment();
                return refused(Refusal.TOO_MANY_OF_ADDRESS, from);
            }
            inAll++;
            open.put(who, already + 1);
            return java.util.Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private java.util.Optional<Refusal> refused(Refusal why, InetAddress from) {
        long now = System.nanoTime();
        if (now - warned >= BETWEEN_WARNINGS) {
            warned = now;
            log.warn(
                    "A connection from {} was refused: {}. Further refusals are counted in /metrics"
                            + " and logged once a minute.",
                    from.getHostAddress(),
                    switch (why) {
                        case TOO_MANY_IN_ALL ->
                                rules.most() + " connections are open (connections.most)";
                        case TOO_MANY_OF_ADDRESS ->
                                rules.mostPerAddress()
                                        + " of this address are open"
                                        + " (connections.mostPerAddress)";
                    });
        }
        return java.util.Optional.of(why);
    }

    /** Forgets a connection that was counted and has ended. */
    public void leave(InetAddress from) {
        lock.lock();
        try {
            inAll--;
            open.computeIfPresent(network(from), (who, count) -> count > 1 ? count - 1 : null);
        } finally {
            lock.unlock();
        }
    }

    /** One owner of IPv6 addresses has a whole network of 64 bits. */
    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts a client that ended its connection before it was answered. */
    public void countGone() {
        gone.increment();
    }

    /** Counts a client that was too slow. */
    public void countSlow() {
        slow.increment();
    }

    /** How many are open now. */
    public int inAll() {
        lock.lock();
        try {
            return inAll;
        } finally {
            lock.unlock();
        }
    }

    /** How many were refused since the start, by reason. */
    public Map<String, Long> refused() {
        return Map.of("all", refusedInAll.sum(), "address", refusedPerAddress.sum());
    }

    /** How many clients ended their connection before they were answered. */
    public long gone() {
        return gone.sum();
    }

    /** How many clients were too slow. */
    public long slow() {
        return slow.sum();
    }

    private static ConnectionRules withinFiles(ConnectionRules rules) {
        long files = mostFiles();
        long room = Math.max(files / 4, files - FILES_FOR_OTHERS);
        if (rules.most() <= room) {
            return rules;
        }
        log.warn(
                "The process may open {} files, so it takes {} connections in all instead of {};"
                        + " raise the limit (ulimit -n, LimitNOFILE) or lower connections.most.",
                files,
                room,
                rules.most());
        return rules.most((int) room);
    }

    /** How many files the process may open, as far as the system says so. */
    private static long mostFiles() {
        Path limits = Path.of("/proc/self/limits");
        try {
            return Files.readAllLines(limits).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.substring("Max open files".length()).strip().split("\\s+")[0])
                    .filter(soft -> soft.chars().allMatch(Character::isDigit))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
