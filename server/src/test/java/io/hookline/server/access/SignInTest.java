package io.hookline.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.SignIn.Attempt;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class SignInTest {
    private static final Secret PASSWORD = new Secret("correct horse battery");
    private static final Secret WRONG = new Secret("wrong");
    private static final String HOME = "198.51.100.7";

    @TempDir Path folder;
    private final List<AccessEvent> reported = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private TestDatabase database;
    private SignIn signIn;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder);
        AccessLog log = (tx, event) -> reported.add(event);
        Authority authority = Authority.of(database);
        Sealer sealer = TestingSealer.in(folder.resolve("keys"));
        signIn =
                new SignIn(
                        database,
                        authority,
                        log,
                        new Sessions(database, authority, log, sealer, () -> now),
                        sealer,
                        Optional.of(2),
                        false,
                        () -> now);
        signIn.prepare(Optional.of(PASSWORD));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long checked() {
        // Reports wait for nobody: this comes after them.
        database.write(tx -> tx);
        return reported.stream().filter(AccessEvent.SignInFailed.class::isInstance).count();
    }

    /** From the n-th of many networks. */
    private static String network(int n) {
        return "203.0." + n / 250 + "." + (n % 250 + 1);
    }

    /** Enough from everywhere that the account is slowed. */
    private void attackFromEverywhere() {
        for (int i = 0; i < 21; i++) {
            assertThat(signIn.signIn("admin", WRONG, network(i))).isInstanceOf(Attempt.Wrong.class);
        }
        assertThat(signIn.signIn("admin", WRONG, network(99))).isInstanceOf(Attempt.TooEarly.class);
    }

    @Test
    void ofThreeHundredGuessesAtOnceOnlyTheAllowedAreHashedAndTheRightOneIsNotAmongThem()
            throws Exception {
        for (int i = 0; i < 5; i++) {
            signIn.signIn("admin", WRONG, HOME);
        }
        List<Callable<Boolean>> guesses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Secret guess = i == 150 ? PASSWORD : new Secret("guess " + i);
            guesses.add(() -> {
                try {
                    return signIn.signIn("admin", guess, HOME).session().isPresent();
                } catch (Refusal.Busy busy) {
                    return false;
                }
            });
        }
        assertThat(guesses.getFirst().call()).isFalse();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> guess : callers.invokeAll(guesses)) {
                assertThat(guess.get()).isFalse();
            }
        }
        assertThat(checked()).isEqualTo(6);
    }

    @Test
    void ofManyGuessesAtOnceFromAFreshAddressNoMoreAreHashedThanInTurn() throws Exception {
        List<Callable<Object>> guesses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Secret guess = new Secret("guess " + i);
            guesses.add(() -> {
                try {
                    return signIn.signIn("admin", guess, HOME);
                } catch (Refusal.Busy busy) {
                    return busy;
                }
            });
        }
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> guess : callers.invokeAll(guesses)) {
                assertThat(guess.get()).isNotInstanceOf(Attempt.In.class);
            }
        }
        assertThat(checked()).isEqualTo(6);
    }

    @Test
    void anAttackFromEverywhereSlowsTheAccountButNeitherItsKnownBrowsersNorTheMachineItself() {
        Attempt.In before = (Attempt.In) signIn.signIn("admin", PASSWORD, HOME);
        String mark = before.entered().mark();
        attackFromEverywhere();
        assertThat(signIn.signIn("admin", PASSWORD, HOME)).isInstanceOf(Attempt.TooEarly.class);

        assertThat(signIn.signIn("admin", PASSWORD, Visit.from("2001:db8::1"), mark))
                .as("known, wherever it is now")
                .isInstanceOf(Attempt.In.class);
        assertThat(signIn.signIn("admin", PASSWORD, "127.0.0.1")).isInstanceOf(Attempt.In.class);
        database.write(tx -> tx);
        assertThat(reported)
                .filteredOn(AccessEvent.AccountSlowed.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((AccessEvent.AccountSlowed) event).account().name())
                                .isEqualTo("admin"));
    }

    @Test
    void nobodyWaitsLongerThanAMinuteBecauseOfOthersElsewhere() {
        attackFromEverywhere();
        for (int i = 100; i < 130; i++) {
            now = now.plus(Duration.ofMinutes(1));
            signIn.signIn("admin", WRONG, network(i));
        }
        now = now.plus(Duration.ofMinutes(1));
        assertThat(signIn.signIn("admin", PASSWORD, HOME)).isInstanceOf(Attempt.In.class);
    }

    @Test
    void namesOfNobodyAreSlowedAlike() {
        for (int i = 0; i < 21; i++) {
            assertThat(signIn.signIn("nobody", WRONG, network(i)))
                    .isInstanceOf(Attempt.Wrong.class);
        }
        Attempt.TooEarly early = (Attempt.TooEarly) signIn.signIn("nobody", WRONG, network(99));
        assertThat(early.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(signIn.signIn("admin", PASSWORD, HOME)).isInstanceOf(Attempt.In.class);
    }

    @Test
    void aKnownBrowserIsSlowedByItselfAndMarksCannotBeMadeUpNorLent() {
        String mark = ((Attempt.In) signIn.signIn("admin", PASSWORD, HOME)).entered().mark();
        for (int i = 0; i < 6; i++) {
            assertThat(signIn.signIn("admin", WRONG, Visit.from(network(i)), mark))
                    .isInstanceOf(Attempt.Wrong.class);
        }
        assertThat(signIn.signIn("admin", PASSWORD, Visit.from(HOME), mark))
                .isInstanceOf(Attempt.TooEarly.class);
        assertThat(signIn.signIn("admin", PASSWORD, HOME)).isInstanceOf(Attempt.In.class);

        attackFromEverywhere();
        for (String other : List.of("x", mark.substring(1), mark + "A", "A".repeat(600))) {
            assertThat(signIn.signIn("admin", PASSWORD, Visit.from(HOME), other))
                    .as(other)
                    .isInstanceOf(Attempt.TooEarly.class);
        }
        now = now.plus(KnownBrowsers.LIFE);
        attackFromEverywhere();
        assertThat(signIn.signIn("admin", PASSWORD, Visit.from(HOME), mark))
                .as("half a year later")
                .isInstanceOf(Attempt.TooEarly.class);
    }

    @Test
    void aSetupLinkCannotBeGuessed() {
        database.close();
        database = TestDatabase.open(folder.resolve("fresh"));
        AccessLog log = (tx, event) -> reported.add(event);
        Authority authority = Authority.of(database);
        Sealer sealer = TestingSealer.in(folder.resolve("other keys"));
        SignIn fresh =
                new SignIn(
                        database,
                        authority,
                        log,
                        new Sessions(database, authority, log, sealer, () -> now),
                        sealer,
                        Optional.empty(),
                        false,
                        () -> now);
        String token = fresh.prepare(Optional.empty()).orElseThrow();
        for (int i = 0; i < 6; i++) {
            assertThat(fresh.isSetupToken("guess " + i, HOME)).isFalse();
        }
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> fresh.isSetupToken(token, HOME))
                .isInstanceOf(Refusal.RateLimited.class);
        assertThat(fresh.isSetupToken(token, network(1))).isTrue();
        assertThat(fresh.setUp(token, PASSWORD, Visit.from(network(1)))).isPresent();
    }
}
