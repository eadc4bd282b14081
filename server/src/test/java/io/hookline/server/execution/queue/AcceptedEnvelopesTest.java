package io.hookline.server.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.store.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class AcceptedEnvelopesTest {
    @TempDir Path folder;
    private TestDatabase database;
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private AcceptedEnvelopes envelopes;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder);
        envelopes = new AcceptedEnvelopes(database, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Optional<UUID> remember(String flow, String event, UUID execution) {
        EnvelopeKeys keys = EnvelopeKeys.of(flow, event, 0);
        Optional<UUID> earlier =
                database.write(transaction -> envelopes.remember(transaction, keys, execution));
        // What turned over behind it is done when a later write is.
        database.write(transaction -> 0);
        return earlier;
    }

    @Test
    void knowsForEachFlowWhichExecutionTookAnEnvelope() {
        UUID first = UUID.randomUUID();

        assertThat(remember("a", "event", first)).isEmpty();
        assertThat(remember("a", "event", UUID.randomUUID())).contains(first);
        assertThat(remember("b", "event", UUID.randomUUID())).isEmpty();
        assertThat(remember("a", "other", UUID.randomUUID())).isEmpty();
    }

    @Test
    void remembersForSevenDaysAndForgetsAfterFourteen() {
        remember("a", "before", UUID.randomUUID());
        UUID first = UUID.randomUUID();
        remember("a", "event", first);

        now = now.plus(Duration.ofDays(7)).minusSeconds(1);
        assertThat(remember("a", "event", UUID.randomUUID())).contains(first);
        now = now.plusSeconds(2);
        assertThat(remember("a", "event", UUID.randomUUID())).contains(first);
        assertThat(remember("a", "event", UUID.randomUUID())).contains(first);
        now = now.plus(Duration.ofDays(7).plusSeconds(2));
        remember("a", "turns over", UUID.randomUUID());
        assertThat(remember("a", "event", UUID.randomUUID())).isEmpty();
    }

    private List<Optional<UUID>> rememberEach(String event, UUID... executions) {
        EnvelopeKeys keys = EnvelopeKeys.of("a", event, executions.length);
        return database.write(
                transaction -> envelopes.rememberEach(transaction, keys, List.of(executions)));
    }

    @Test
    void knowsForEachEventWhichExecutionTookIt() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();

        assertThat(rememberEach("event", first, second)).containsOnly(Optional.empty());
        assertThat(rememberEach("event", UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()))
                .containsExactly(Optional.of(first), Optional.of(second), Optional.empty());
        assertThat(rememberEach("other", UUID.randomUUID())).containsOnly(Optional.empty());
    }

    @Test
    void anEnvelopeThatWasTakenWholeWasTakenWithItsEventsAndTheOtherWayRound() {
        UUID whole = UUID.randomUUID();
        UUID single = UUID.randomUUID();
        remember("a", "whole", whole);
        rememberEach("each", single, UUID.randomUUID());

        assertThat(rememberEach("whole", UUID.randomUUID(), UUID.randomUUID()))
                .containsOnly(Optional.of(whole));
        assertThat(rememberEach("whole", UUID.randomUUID(), UUID.randomUUID()))
                .containsOnly(Optional.of(whole));
        assertThat(remember("a", "each", UUID.randomUUID())).contains(single);
    }

    @Test
    void remembersOverARestart() {
        UUID first = UUID.randomUUID();
        remember("a", "turns over", UUID.randomUUID());
        remember("a", "event", first);

        database.close();
        open();

        assertThat(remember("a", "event", UUID.randomUUID())).contains(first);
    }
}
