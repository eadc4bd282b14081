package io.hookline.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.server.access.FailedAttempts.Verdict;
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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class FailedAttemptsTest {
    private static final String HERE = "192.0.2.1";
    private static final String RIGHT = "the right one";

    @TempDir Path folder;
    private final List<AccessEvent> reported = new ArrayList<>();
    private final AtomicInteger checked = new AtomicInteger();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private TestDatabase database;
    private FailedAttempts attempts;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder);
        attempts =
                new FailedAttempts(
                        "secrets", database, (tx, event) -> reported.add(event), () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String attempt(String address, String secret) {
        return attempts.check(
                address,
                secret,
                () -> {
                    checked.incrementAndGet();
                    return secret.equals(RIGHT)
                            ? new Verdict.Right<>("welcome")
                            : new Verdict.Wrong<>(new Refusal.NotAllowed("wrong"));
                });
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            String secret = "wrong " + i;
            assertThatThrownBy(() -> attempt(address, secret)).hasMessage("wrong");
        }
    }

    @Test
    void ofThreeHundredAtOnceOnlyTheAllowedAreCheckedAndTheRightOneIsNotLetInAfterThem()
            throws Exception {
        fail(HERE, 5);
        checked.set(0);
        List<Callable<Boolean>> guesses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String secret = i == 150 ? RIGHT : "guess " + i;
            guesses.add(() -> {
                try {
                    attempt(HERE, secret);
                    return true;
                } catch (Refusal refused) {
                    return false;
                }
            });
        }
        // The first of them is wrong, and then the address must wait.
        assertThat(guesses.getFirst().call()).isFalse();
        int letIn = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> guess : callers.invokeAll(guesses)) {
                letIn += guess.get() ? 1 : 0;
            }
        }
        assertThat(checked).hasValue(1);
        assertThat(letIn).isZero();
        database.write(tx -> tx);
        assertThat(reported).containsExactly(new AccessEvent.AddressSlowed(HERE, "secrets", 6));
    }

    @Test
    void ofManyAtOnceFromAFreshAddressNoMoreAreCheckedThanInTurn() throws Exception {
        List<Callable<Class<?>>> guesses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String secret = "guess " + i;
            guesses.add(() -> {
                try {
                    attempt(HERE, secret);
                    return String.class;
                } catch (Refusal refused) {
                    return refused.getClass();
                }
            });
        }
        List<Class<?>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Class<?>> guess : callers.invokeAll(guesses)) {
                answers.add(guess.get());
            }
        }
        assertThat(checked).hasValue(6);
        assertThat(answers)
                .filteredOn(Refusal.RateLimited.class::equals)
                .hasSize(guesses.size() - 6);
    }

    @Test
    void manyRightOnesAtOnceAreAllLetIn() throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(() -> attempt(HERE, RIGHT));
        }
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo("welcome");
            }
        }
    }

    @Test
    void whatWasRightFromThereBeforePassesUntilItIsWrong() {
        attempt(HERE, RIGHT);
        fail(HERE, 6);
        assertThat(attempt(HERE, RIGHT)).isEqualTo("welcome");
        fail("192.0.2.2", 6);
        assertThatThrownBy(() -> attempt("192.0.2.2", RIGHT))
                .as("known from elsewhere only")
                .isInstanceOf(Refusal.RateLimited.class);

        Refusal revoked = new Refusal.NotAllowed("revoked");
        assertThatThrownBy(() -> attempts.check(HERE, RIGHT, () -> new Verdict.Wrong<>(revoked)))
                .isSameAs(revoked);
        assertThatThrownBy(() -> attempt(HERE, RIGHT)).isInstanceOf(Refusal.RateLimited.class);
        now = now.plus(Duration.ofSeconds(2));
        assertThat(attempt(HERE, RIGHT)).isEqualTo("welcome");
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        for (int i = 0; i < 6; i++) {
            fail("2001:db8:1:2::" + i, 1);
        }
        assertThatThrownBy(() -> attempt("2001:db8:1:2:ffff::1", RIGHT))
                .isInstanceOf(Refusal.RateLimited.class);
        assertThat(attempt("2001:db8:1:3::1", RIGHT)).isEqualTo("welcome");
    }

    @Test
    void whatTheCheckThrowsIsNoAttempt() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() ->
                            attempts.check(
                                    HERE,
                                    "expired",
                                    () -> {
                                        throw new Refusal.NotAllowed("expired");
                                    }))
                    .hasMessage("expired");
        }
        assertThat(attempt(HERE, RIGHT)).isEqualTo("welcome");
    }
}
