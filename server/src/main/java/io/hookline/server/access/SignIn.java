package io.hookline.server.access;

import io.hookline.flow.card.Secret;
import io.hookline.server.store.Database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets people in: by name and password, or, as long as there is no account, by a one-time setup
 * link that is printed at start and chooses the administrator's password. Wrong attempts are slowed
 * down.
 */
public final class SignIn {
    /** The first administrator. */
    public static final String ADMINISTRATOR = "admin";

    private static final Duration SETUP_LIFE = Duration.ofMinutes(15);

    private final Accounts accounts;
    private final Sessions sessions;
    private final InstantSource clock;
    private final AccessReports reports;
    private final Throttle throttle;
    private final AtomicReference<Setup> setup = new AtomicReference<>();

    /**
     * @param log records failures
     */
    public SignIn(Database database, AccessLog log, Sessions sessions, InstantSource clock) {
        this.accounts = new Accounts(database, log, clock);
        this.sessions = sessions;
        this.clock = clock;
        this.reports = new AccessReports(database, log);
        this.throttle = new Throttle(clock);
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

    /** Whether that setup link may still be used. */
    public boolean isSetupToken(String token) {
        Setup open = setup.get();
        return open != null
                && clock.instant().isBefore(open.expires())
                && java.security.MessageDigest.isEqual(open.hash(), Digests.sha256(token));
    }

    /**
     * Uses the setup link: makes the administrator and signs it in; empty when the link is no
     * longer valid.
     */
    public Optional<Sessions.Opened> setUp(String token, Secret password, String address) {
        Setup open = setup.get();
        if (!isSetupToken(token) || !setup.compareAndSet(open, null)) {
            return Optional.empty();
        }
        accounts.create(ADMINISTRATOR, password, Optional.of(address));
        return accounts.find(ADMINISTRATOR).map(account -> sessions.open(account, address));
    }

    /** Tries to sign in. */
    public Attempt signIn(String name, Secret password, String address) {
        Optional<Duration> wait = throttle.left(address);
        if (wait.isPresent()) {
            return new Attempt(Optional.empty(), wait);
        }
        Optional<Accounts.Account> account = accounts.verify(name, password);
        if (account.isEmpty()) {
            failed(name, address);
            return new Attempt(Optional.empty(), throttle.left(address));
        }
        throttle.succeeded(address);
        return new Attempt(Optional.of(sessions.open(account.get(), address)), Optional.empty());
    }

    private void failed(String name, String address) {
        reports.report(new AccessEvent.SignInFailed(accounts.find(name), address));
        throttle.failed(address)
                .ifPresent(failures ->
                        reports.report(
                                new AccessEvent.AddressSlowed(address, "sign-ins", failures)));
    }

    /** Ends a session. */
    public void signOut(String cookie, String address) {
        sessions.close(cookie, address);
    }

    /**
     * How an attempt went.
     *
     * @param session what was opened; empty when name or password are wrong, or it is too early
     * @param retryAfter how long to wait before the next attempt
     */
    public record Attempt(Optional<Sessions.Opened> session, Optional<Duration> retryAfter) {}

    private record Setup(byte[] hash, Instant expires) {}
}
