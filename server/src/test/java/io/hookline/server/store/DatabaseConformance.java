package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** What every store must do, whichever engine runs it. */
abstract class DatabaseConformance {
    @TempDir Path folder;
    private Database database;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase() {
        database = open(folder);
        database.write(tx ->
                tx.jdbi()
                        .execute(
                                "CREATE TABLE probe (id INTEGER PRIMARY KEY, word TEXT NOT NULL)"));
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void keepsWhatWasWrittenAcrossARestart() {
        insert(1, "kept");
        database.close();
        database = open(folder);
        assertThat(words()).containsExactly("kept");
    }

    @Test
    void aUnitThatThrowsIsUndoneAloneAndItsCallerGetsWhatItThrew() {
        CompletableFuture<Integer> before = database.submit(tx -> insert(tx, 1, "before"));
        CompletableFuture<Integer> broken =
                database.submit(tx -> {
                    insert(tx, 2, "half");
                    throw new IllegalArgumentException("no");
                });
        CompletableFuture<Integer> after = database.submit(tx -> insert(tx, 3, "after"));
        before.join();
        after.join();
        assertThatThrownBy(broken::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(words()).containsExactly("before", "after");
    }

    @Test
    void anErrorOfTheEngineReachesTheCallerAsAFailureOfTheStore() {
        insert(1, "one");
        assertThatThrownBy(() -> insert(1, "again")).isInstanceOf(StoreFailed.class);
        assertThat(words()).containsExactly("one");
    }

    @Test
    void listenersAreToldInCommitOrderAndOnlyOfUnitsThatSucceeded() {
        ConcurrentLinkedQueue<Integer> told = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int id = i;
            results.add(
                    database.submit(tx -> {
                        insert(tx, id, "x");
                        tx.afterCommit(() -> told.add(id));
                        if (id % 10 == 0) {
                            throw new IllegalStateException("every tenth");
                        }
                        return id;
                    }));
        }
        results.forEach(result -> result.handle((value, failure) -> value).join());
        assertThat(told)
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).filter(i -> i % 10 != 0).boxed().toList());
    }

    @Test
    void aListenerRunsBeforeItsCallerGoesOn() {
        List<String> told = new ArrayList<>();
        database.write(tx -> {
            tx.afterCommit(() -> told.add("told"));
            return 0;
        });
        assertThat(told).containsExactly("told");
    }

    @Test
    void aReadCannotChangeAnything() {
        assertThatThrownBy(() -> database.read(tx -> insert(tx, 1, "sneaked")))
                .isInstanceOf(StoreFailed.class);
        assertThat(words()).isEmpty();
    }

    @Test
    void manyVirtualThreadsWriteAtOnceAndEachSeesItsOwnWrite() throws InterruptedException {
        List<Thread> writers =
                IntStream.range(0, 500)
                        .mapToObj(i ->
                                Thread.startVirtualThread(() -> {
                                    insert(i, "w" + i);
                                    assertThat(word(i)).isEqualTo("w" + i);
                                }))
                        .toList();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(words()).hasSize(500);
    }

    @Test
    void aUnitThatOpensAnotherIsRefusedInsteadOfWaitingForever() {
        assertThatThrownBy(() -> database.write(tx -> database.write(inner -> 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterClosingEveryCallIsRefused() {
        Database closed = open(folder.resolve("other"));
        closed.close();
        assertThatThrownBy(() -> closed.write(tx -> 1)).isInstanceOf(StoreBusy.class);
        assertThatThrownBy(() -> closed.read(tx -> 1)).isInstanceOf(StoreBusy.class);
    }

    private void insert(int id, String word) {
        database.write(tx -> insert(tx, id, word));
    }

    private static int insert(Transaction tx, int id, String word) throws Exception {
        var statement = tx.prepare("INSERT INTO probe (id, word) VALUES (?, ?)");
        statement.setInt(1, id);
        statement.setString(2, word);
        return statement.executeUpdate();
    }

    private String word(int id) {
        return database.read(tx -> {
            var statement = tx.prepare("SELECT word FROM probe WHERE id = ?");
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        });
    }

    private List<String> words() {
        return database.read(tx ->
                tx.jdbi()
                        .createQuery("SELECT word FROM probe ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }
}
