package io.hookline.server.access;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.CidrRange;
import io.hookline.server.access.FailedAttempts.Verdict;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets people in: by name and password, or, as long as there is no account, by a one-time setup
 * link that is printed at start and chooses the administrator's password. Attempts are counted
 * before their password is hashed, by network and by account; {@code docs/access.md} says how long
 * who must wait.
 */
public final class SignIn {
    /** The first administrator. */
    public static final String ADMINISTRATOR = "admin";

    private static final Duration SETUP_LIFE = Duration.ofMinutes(15);
    private static final String SETUP = "setup";

    private final Accounts accounts;
    private final boolean hasIssuer;
    private final Sessions sessions;
    private final InstantSource clock;
    private final AccessReports reports;
    private final KnownBrowsers browsers;
    private final SignInCounters counters;
    private final FailedAttempts setupTokens;
    private final HashQueue hashes;
    private final AtomicReference<Setup> setup = new AtomicReference<>();

    /**
     * @param log records failures
     * @param sealer makes the marks of browsers
     * @param hasIssuer whether people sign in at an identity provider, so that the password of an
     *     administrator is the exception
     * @param atOnce how many passwords are hashed at once; empty for what suits the machine
     */
    public SignIn(
            Database database,
            Authority authority,
            AccessLog log,
            Sessions sessions,
            Sealer sealer,
            Optional<Integer> atOnce,
            boolean hasIssuer,
            InstantSource clock) {
        this.accounts = new Accounts(database, authority, log, clock);
        this.hasIssuer = hasIssuer;
        this.sessions = sessions;
        this.clock = clock;
        this.reports = new AccessReports(database, log);
        this.browsers = new KnownBrowsers(sealer, clock);
        this.counters = new SignInCounters(clock);
        this.setupTokens = new FailedAttempts("setup links", database, log, clock);
        this.hashes = new HashQueue(atOnce.orElse(HashQueue.USUAL));
    }

    /**
     * Makes sure that somebody can sign in.
     *
     * @param password of the first administrator; used only while there is no account
     * @return the token of a setup link, when nobody has an account and no password was given
     */
    public Optional<String> prepare(Optional<Secret> password) {
        if (!accounts.isEmpty()) {
            return Optional.empty();
        }
        if (password.isPresent()) {
            accounts.create(ADMINISTRATOR, password.get(), Optional.empty());
            return Optional.empty();
        }
        String token = Digests.random();
        setup.set(new Setup(Digests.sha256(token), clock.instant().plus(SETUP_LIFE)));
        return Optional.of(token);
    }

    /**
     * Whether that setup link may still be used.
     *
     * @throws Refusal.RateLimited after too many wrong ones from that address
     */
    public boolean isSetupToken(String token, String address) {
        Setup open = setup.get();
        if (open == null || !isSetupOpen()) {
            return false;
        }
        try {
            return setupTokens.check(
                    address,
                    token,
                    () ->
                            MessageDigest.isEqual(open.hash(), Digests.sha256(token))
                                    ? new Verdict.Right<>(true)
                                    : new Verdict.Wrong<>(
                                            new Refusal.NotFound("setup link", "***")));
        } catch (Refusal.NotFound wrong) {
            return false;
        }
    }

    /**
     * Uses the setup link: makes the administrator and signs it in; empty when the link is no
     * longer valid.
     *
     * @throws Refusal.Busy while too many passwords wait; the link stays valid
     */
    public Optional<Entered> setUp(String token, Secret password, Visit visit) {
        Setup open = setup.get();
        if (!isSetupToken(token, visit.address())) {
            return Optional.empty();
        }
        return hashes.run(SETUP, true, () -> created(open, password, visit.address()))
                .map(account ->
                        new Entered(
                                account, sessions.open(account, visit), browsers.mark(account)));
    }

    /** Whether a setup link may be used now. */
    public boolean isSetupOpen() {
        Setup open = setup.get();
        return open != null && clock.instant().isBefore(open.expires());
    }

    private Optional<Accounts.Account> created(Setup open, Secret password, String address) {
        if (!setup.compareAndSet(open, null)) {
            return Optional.empty();
        }
        accounts.create(ADMINISTRATOR, password, Optional.of(address));
        return accounts.find(ADMINISTRATOR);
    }

    private Attempt enter(Accounts.Account account, Visit visit) {
        Optional<String> bar = accounts.bar(account);
        if (bar.isPresent()) {
            reports.report(
                    new AccessEvent.SignInFailed(
                            Optional.of(account), visit.address(), "ACCOUNT_BARRED"));
            return new Attempt.Barred(bar.get());
        }
        boolean breaksGlass = hasIssuer && account.permissions().contains(Permission.MANAGE_USERS);
        List<AccessEvent> alarm =
                breaksGlass
                        ? List.of(new AccessEvent.GlassBroken(account, visit.address()))
                        : List.of();
        return new Attempt.In(
                new Entered(
                        account,
                        sessions.open(account, visit, Optional.empty(), alarm),
                        browsers.mark(account)));
    }

    /** Tries to sign in, from a browser that nobody knows. */
    public Attempt signIn(String name, Secret password, String address) {
        return signIn(name, password, Visit.from(address), "");
    }

    /**
     * Tries to sign in.
     *
     * @param mark what the browser keeps of an earlier time; empty for none
     * @throws Refusal.Busy while too many passwords wait
     */
    public Attempt signIn(String name, Secret password, Visit visit, String mark) {
        Checked checked = checked(name, password, visit.address(), mark);
        return checked.account()
                .map(account -> enter(account, visit))
                .or(() -> checked.retryAfter().map(Attempt.TooEarly::new))
                .orElseGet(Attempt.Wrong::new);
    }

    /**
     * Changes a password for somebody who knows the old one; guesses count as those at signing in.
     *
     * @param change what is asked for
     * @param by who asks
     * @param mark what the browser keeps of an earlier time; empty for none
     * @param kept the cookie of the session that stays; all others of the account end
     * @throws Refusal.Busy while too many passwords wait
     */
    public Changed changePassword(PasswordChange change, Caller by, String mark, String kept) {
        Checked checked = checked(change.name(), change.current(), by.address(), mark);
        if (checked.retryAfter().isPresent()) {
            return new Changed.TooEarly(checked.retryAfter().get());
        }
        if (checked.account().isEmpty() || checked.account().flatMap(accounts::bar).isPresent()) {
            return new Changed.Wrong();
        }
        Accounts.Account account = checked.account().get();
        return hashes.run(
                account.id(),
                true,
                () -> {
                    accounts.change(account, change.password(), by, kept);
                    return new Changed.Done();
                });
    }

    /** Whether the administrator has that password; it takes as long as hashing one does. */
    boolean isAdministrators(Secret password) {
        return accounts.verify(ADMINISTRATOR, password).isPresent();
    }

    private Checked checked(String name, Secret password, String address, String mark) {
        Optional<Accounts.Account> named = accounts.find(name);
        Optional<String> browser = named.flatMap(account -> browsers.of(account, mark));
        SignInCounters.Counted counted =
                browser.map(counters::ofBrowser)
                        .orElseGet(() ->
                                counters.ofStranger(
                                        Network.of(address),
                                        isLoopback(address),
                                        named.map(Accounts.Account::id),
                                        name));
        Optional<Duration> wait = counted.left();
        if (wait.isPresent()) {
            return new Checked(Optional.empty(), wait);
        }
        String line = browser.orElseGet(() -> Network.of(address));
        return hashes.run(
                line,
                browser.isPresent(),
                () -> check(new Candidate(name, password, address, named), counted));
    }

    /** In turn: counted first, then hashed; a right password takes its own count back. */
    private Checked check(Candidate who, SignInCounters.Counted counted) {
        SignInCounters.Begun begun = counters.begin(counted);
        if (begun.retryAfter().isPresent()) {
            return new Checked(Optional.empty(), begun.retryAfter());
        }
        Optional<Accounts.Account> right = accounts.verify(who.name(), who.password());
        if (right.isPresent()) {
            counted.uncount();
        } else {
            reports.report(
                    new AccessEvent.SignInFailed(
                            who.named(), who.address(), "INVALID_CREDENTIALS"));
            begun.network()
                    .ifPresent(failures ->
                            reports.report(
                                    new AccessEvent.AddressSlowed(
                                            who.address(), "sign-ins", failures)));
            begun.account()
                    .ifPresent(failures ->
                            who.named()
                                    .ifPresent(account ->
                                            reports.report(
                                                    new AccessEvent.AccountSlowed(
                                                            account, who.address(), failures))));
        }
        return new Checked(right, Optional.empty());
    }

    private static boolean isLoopback(String address) {
        return CidrRange.address(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Ends a session. */
    public void signOut(Sessions.Session session, String address) {
        sessions.close(session, address);
    }

    /** Ends all sessions of an account. */
    public void signOutEverywhere(Sessions.Session session, String address) {
        sessions.closeAll(session, address);
    }

    /**
     * What a browser keeps.
     *
     * @param mark by which it is known for half a year
     */
    public record Entered(Accounts.Account account, Sessions.Opened session, String mark) {
        public static final Duration MARK_LIFE = KnownBrowsers.LIFE;

        /** Who entered, as a caller from that address. */
        public Caller caller(String address) {
            return account.caller(address);
        }
    }

    /** How an attempt went. */
    public sealed interface Attempt {
        /** Name and password are right. */
        record In(Entered entered) implements Attempt {}

        /** They are not. */
        record Wrong() implements Attempt {}

        /**
         * They are, but the account may not be used.
         *
         * @param why a sentence for its owner
         */
        record Barred(String why) implements Attempt {}

        /** Nobody looked at them. */
        record TooEarly(Duration retryAfter) implements Attempt {}

        /** What was opened, if anything. */
        default Optional<Sessions.Opened> session() {
            return this instanceof In(Entered entered)
                    ? Optional.of(entered.session())
                    : Optional.empty();
        }
    }

    /**
     * A request for another password.
     *
     * @param name of the account
     * @param current the password that it has
     * @param password the one that it is to have
     */
    public record PasswordChange(String name, Secret current, Secret password) {}

    /** How changing a password went. */
    public sealed interface Changed {
        /** It is the new one from now on. */
        record Done() implements Changed {}

        /** Name or current password are not right. */
        record Wrong() implements Changed {}

        /** Nobody looked at them. */
        record TooEarly(Duration retryAfter) implements Changed {}
    }

    private record Candidate(
            String name, Secret password, String address, Optional<Accounts.Account> named) {}

    private record Checked(Optional<Accounts.Account> account, Optional<Duration> retryAfter) {}

    private record Setup(byte[] hash, Instant expires) {}
}
