package io.hookline.server.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * By what attempts to sign in are counted. Those of a browser that is known count for that browser
 * only. All others count for their network and for the account, whether there is one of that name
 * or not. What an account waits for is short, and does not concern its known browsers nor the
 * machine itself: nobody is kept out of his own account by those who guess at it.
 */
final class SignInCounters {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int FREE_OF_AN_ACCOUNT = 20;
    private static final Duration LONGEST_OF_AN_ACCOUNT = Duration.ofMinutes(1);

    private final Throttle networks;
    private final Throttle browsers;
    private final Throttle accounts;

    /** Apart from those of accounts, which made-up names must not push out of memory. */
    private final Throttle names;

    SignInCounters(InstantSource clock) {
        this.networks = new Throttle(clock, FREE, LONGEST);
        this.browsers = new Throttle(clock, FREE, LONGEST);
        this.accounts = new Throttle(clock, FREE_OF_AN_ACCOUNT, LONGEST_OF_AN_ACCOUNT);
        this.names = new Throttle(clock, FREE_OF_AN_ACCOUNT, LONGEST_OF_AN_ACCOUNT);
    }

    Counted ofBrowser(String browser) {
        return new Counted(List.of(new Counter(browsers, browser)));
    }

    /**
     * @param isOurs whether the attempt comes from this machine: whoever can use it may do more
     *     than sign in
     * @param account of that name, if there is one
     */
    Counted ofStranger(String network, boolean isOurs, Optional<String> account, String name) {
        Counter address = new Counter(networks, network);
        if (isOurs) {
            return new Counted(List.of(address));
        }
        Counter whose =
                account.map(id -> new Counter(accounts, id))
                        .orElseGet(() -> new Counter(names, shortened(name)));
        return new Counted(List.of(address, whose));
    }

    private static String shortened(String name) {
        return Base64.getEncoder().encodeToString(Digests.sha256(name));
    }

    /** Counts an attempt that may be made now; nobody else's comes between. */
    synchronized Begun begin(Counted counted) {
        Optional<Duration> wait = counted.left();
        List<OptionalInt> reached =
                wait.isPresent()
                        ? List.of()
                        : counted.counters().stream()
                                .map(counter -> counter.throttle().count(counter.who()))
                                .toList();
        return new Begun(
                wait,
                reached.isEmpty() ? OptionalInt.empty() : reached.getFirst(),
                reached.size() < 2 ? OptionalInt.empty() : reached.getLast());
    }

    /**
     * An attempt that was counted, or must wait.
     *
     * @param network how many failures made the network or browser wait, if it was this one that
     *     did
     * @param account the same of the account
     */
    record Begun(Optional<Duration> retryAfter, OptionalInt network, OptionalInt account) {}

    private record Counter(Throttle throttle, String who) {}

    /** The counters of one attempt: its own first, then perhaps the account's. */
    record Counted(List<Counter> counters) {
        /** The longest wait; empty when it may be tried now. */
        Optional<Duration> left() {
            return counters.stream()
                    .flatMap(counter -> counter.throttle().left(counter.who()).stream())
                    .max(Duration::compareTo);
        }

        /** It was no failure. */
        void uncount() {
            counters.forEach(counter -> counter.throttle().uncount(counter.who()));
        }
    }
}
