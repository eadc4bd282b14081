package io.hookline.keycloak.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.keycloak.spool.Batch.Line;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class SpoolTest {
    /** Long enough for any disk: these tests are not about time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-01T08:00:00Z"));

    @TempDir Path folder;

    private Spool open(long capacity) {
        return Spool.open(
                new Spool.Settings(folder, capacity, PATIENCE),
                CLOCK,
                loss -> bytes("lost " + loss.count()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(Batch batch) {
        return batch.lines().stream()
                .map(line -> new String(line.json(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void sendAll(Spool spool, Batch batch) throws Exception {
        List<Line> lines = batch.lines();
        spool.sent(lines.get(lines.size() - 1).end());
    }

    @Test
    void givesLinesInTheirOrderUntilTheyAreSent() throws Exception {
        try (Spool spool = open(1_000_000)) {
            Stream.of("a", "b", "c").forEach(each -> spool.offer(bytes(each)));
            Batch first = spool.next(2, 1000).orElseThrow();
            assertThat(texts(first)).containsExactly("a", "b");
            assertThat(texts(spool.next(2, 1000).orElseThrow())).containsExactly("a", "b");
            sendAll(spool, first);
            assertThat(texts(spool.next(2, 1000).orElseThrow())).containsExactly("c");
            assertThat(spool.waiting()).isEqualTo(2);
        }
    }

    @Test
    void goesOnAfterARestartWhereItStood() throws Exception {
        try (Spool spool = open(1_000_000)) {
            Stream.of("a", "b").forEach(each -> spool.offer(bytes(each)));
            sendAll(spool, spool.next(1, 1000).orElseThrow());
        }
        try (Spool spool = open(1_000_000)) {
            spool.offer(bytes("c"));
            Batch left = spool.next(10, 1000).orElseThrow();
            assertThat(texts(left)).containsExactly("b");
            sendAll(spool, left);
            assertThat(texts(spool.next(10, 1000).orElseThrow())).containsExactly("c");
        }
    }

    @Test
    void cutsOffTheLineThatAKilledProcessWasWriting() throws Exception {
        try (Spool spool = open(1_000_000)) {
            spool.offer(bytes("whole"));
        }
        Path segment = segments().get(0);
        Files.writeString(segment, "{\"half", StandardOpenOption.APPEND);
        try (Spool spool = open(1_000_000)) {
            Batch left = spool.next(10, 1000).orElseThrow();
            assertThat(texts(left)).containsExactly("whole");
            sendAll(spool, left);
            spool.offer(bytes("next"));
            assertThat(texts(spool.next(10, 1000).orElseThrow())).containsExactly("next");
        }
    }

    @Test
    void keepsTheOldestWhenFullAndSaysHowManyWereRefused() throws Exception {
        byte[] line = bytes("x".repeat(99));
        try (Spool spool = open(1_600)) {
            spool.offer(line);
            // From now on its folder is open, and lines are written at once.
            assertThat(spool.next(1, 1000)).isPresent();
            for (int i = 0; i < 19; i++) {
                spool.offer(line);
            }
            assertThat(spool.lost()).isEqualTo(4);
            assertThat(spool.waiting()).isEqualTo(1_600);
        }
        // A restart does not forget it.
        List<String> all = new ArrayList<>();
        try (Spool spool = open(1_600)) {
            for (int i = 0; i < 16; i++) {
                Batch batch = spool.next(1, 1000).orElseThrow();
                all.addAll(texts(batch));
                sendAll(spool, batch);
            }
            spool.offer(bytes("later"));
            Batch rest = spool.next(10, 1000).orElseThrow();
            assertThat(texts(rest)).containsExactly("lost 4", "later");
        }
        assertThat(all).hasSize(16);
    }

    @Test
    void deletesWhatWasSent() throws Exception {
        try (Spool spool = open(1_600)) {
            for (int i = 0; i < 200; i++) {
                spool.offer(bytes("line " + i));
                sendAll(spool, spool.next(10, 1000).orElseThrow());
            }
            assertThat(spool.lost()).isZero();
            assertThat(segments()).hasSizeLessThan(3);
        }
    }

    @Test
    void holdsNobodyUpLongerThanItsPatienceWhileAnotherProcessHasTheFolder() throws Exception {
        Duration patience = Duration.ofMillis(5);
        try (Spool holder = open(1_000_000)) {
            holder.offer(bytes("first"));
            Spool second =
                    Spool.open(
                            new Spool.Settings(folder, 1_000_000, patience),
                            CLOCK,
                            loss -> bytes("lost"));
            long begun = System.nanoTime();
            assertThat(second.offer(bytes("second"))).isTrue();
            long waited = System.nanoTime() - begun;
            // Generous, as another process may have the processor; without a limit it would be for
            // ever.
            assertThat(waited).isLessThan(Duration.ofSeconds(5).toNanos());
            sendAll(holder, holder.next(10, 1000).orElseThrow());
            holder.close();
            assertThat(texts(second.next(10, 1000).orElseThrow())).containsExactly("second");
            second.close();
        }
    }

    @Test
    void manyRequestsAtATimeLoseNothingAndDoubleNothing() throws Exception {
        int threads = 8;
        int each = 500;
        Set<String> read = new HashSet<>();
        try (Spool spool = open(10_000_000)) {
            List<Thread> requests = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String name = "thread " + i + " line ";
                requests.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (int j = 0; j < each; j++) {
                                        spool.offer(bytes(name + j));
                                    }
                                }));
            }
            while (read.size() < threads * each) {
                Batch batch = spool.next(100, 100_000).orElseThrow();
                texts(batch).forEach(text -> assertThat(read.add(text)).as(text).isTrue());
                sendAll(spool, batch);
            }
            for (Thread request : requests) {
                request.join();
            }
            assertThat(spool.kept()).isEqualTo(threads * each);
            assertThat(spool.waiting()).isZero();
        }
    }

    private List<Path> segments() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ndjson")).sorted().toList();
        }
    }
}
