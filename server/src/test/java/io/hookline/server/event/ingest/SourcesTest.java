package io.hookline.server.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Caller;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.event.TestClock;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class SourcesTest {
    private static final Caller SOMEBODY = Caller.unknown("192.0.2.7");

    @TempDir Path folder;
    private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
    private TestDatabase database;
    private DatabaseEventLog log;
    private Sources sources;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder.resolve("data"));
        log = new DatabaseEventLog(database, clock);
        try (DataFolder keys = DataFolder.lock(folder.resolve("keys"))) {
            sources = new Sources(database, log, TinkSealer.inFolder(keys), clock);
        }
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    private Source source(String name, boolean enabled, Optional<Duration> silentAfter) {
        Secret secret = new Secret("a-secret-of-a-source");
        return sources.create(
                SOMEBODY,
                new Sources.Draft(name, "Authorization", Optional.of(secret), enabled, silentAfter),
                secret);
    }

    private List<String> silentAfter(Duration time) {
        clock.advance(time);
        sources.reportSilent();
        return log.read(0, List.of("hookline.source.silent"), 100).stream()
                .map(StoredEvent::json)
                .map(event -> event.at("/target/0/displayName").asText())
                .toList();
    }

    private void receives(Source source) {
        database.write(transaction -> {
            Sources.received(transaction, source.id(), clock.millis());
            return source;
        });
    }

    @Test
    void reportsASilenceOnceAndTheNextOneAgain() {
        Source source = source("Okta", true, Optional.of(Duration.ofMinutes(60)));
        source("Off", false, Optional.of(Duration.ofMinutes(1)));
        source("Careless", true, Optional.empty());
        assertThat(silentAfter(Duration.ofMinutes(59))).isEmpty();
        receives(source);
        assertThat(silentAfter(Duration.ofMinutes(59))).isEmpty();
        assertThat(silentAfter(Duration.ofMinutes(1))).containsExactly("Okta");
        assertThat(silentAfter(Duration.ofMinutes(500))).containsExactly("Okta");

        receives(source);
        assertThat(silentAfter(Duration.ofMinutes(60))).containsExactly("Okta", "Okta");
    }
}
