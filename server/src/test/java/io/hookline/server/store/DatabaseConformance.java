package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** What every store must do, whichever engine runs it. */
abstract class DatabaseConformance {
    private static final Sql PROBE =
            Sql.of("CREATE TABLE probe (id INTEGER PRIMARY KEY, word TEXT NOT NULL)");
    private static final Sql INSERT = Sql.of("INSERT INTO probe (id, word) VALUES (:id, :word)");
    private static final Sql FIND = Sql.of("SELECT word FROM probe WHERE id = :id");
    private static final Sql WORDS = Sql.of("SELECT word FROM probe ORDER BY id");
    private static final Sql KINDS =
            Sql.of(
                    "CREATE TABLE kinds (id BLOB, word TEXT, long INTEGER, yes INTEGER, raw BLOB,"
                            + " at INTEGER)");
    private static final Sql INSERT_KINDS =
            Sql.of(
                    "INSERT INTO kinds (id, word, long, yes, raw, at) VALUES (:id, :word, :long,"
                            + " :yes, :raw, :at)");
    private static final Sql SELECT_KINDS =
            Sql.of("SELECT id, word, long, yes, raw, at FROM kinds");

    @TempDir Path folder;
    private Database database;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase() {
        database = open(folder);
        database.write(tx -> tx.prepare(PROBE).update());
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
    void listenersRunInCommitOrderAndOnlyForUnitsThatSucceeded() {
        ConcurrentLinkedQueue<Integer> notified = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int id = i;
            results.add(
                    database.submit(tx -> {
                        insert(tx, id, "x");
                        tx.afterCommit(() -> notified.add(id));
                        if (id % 10 == 0) {
                            throw new IllegalStateException("every tenth");
                        }
                        return id;
                    }));
        }
        results.forEach(result -> result.handle((value, failure) -> value).join());
        assertThat(notified)
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).filter(i -> i % 10 != 0).boxed().toList());
    }

    @Test
    void aListenerRunsBeforeItsCallerGoesOn() {
        List<String> notified = new ArrayList<>();
        database.write(tx -> {
            tx.afterCommit(() -> notified.add("notified"));
            return 0;
        });
        assertThat(notified).containsExactly("notified");
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

    @Test
    void everyKindOfValueComesBackAsItWent() {
        UUID id = UUID.randomUUID();
        Instant at = Instant.ofEpochMilli(1_772_366_400_123L);
        database.write(tx ->
                tx.prepare(KINDS).update()
                        + tx.prepare(INSERT_KINDS)
                                .uuid("id", id)
                                .text("word", "ä'?:x")
                                .number("long", Long.MIN_VALUE)
                                .flag("yes", true)
                                .bytes("raw", new byte[] {0, -1})
                                .instant("at", at)
                                .update());
        List<Object> read =
                database.read(tx ->
                        tx.prepare(SELECT_KINDS)
                                .one(row ->
                                        List.of(
                                                row.uuid("id"),
                                                row.text("word"),
                                                row.number("long"),
                                                row.flag("yes"),
                                                List.of(row.bytes("raw")[0], row.bytes("raw")[1]),
                                                row.instant("at"))));
        assertThat(read)
                .containsExactly(
                        id, "ä'?:x", Long.MIN_VALUE, true, List.of((byte) 0, (byte) -1), at);
    }

    @Test
    void whatIsNotThereIsEmptyAndItsTextAnError() {
        database.write(tx ->
                tx.prepare(KINDS).update()
                        + tx.prepare(INSERT_KINDS)
                                .uuid("id", Optional.<UUID>empty())
                                .text("word", Optional.<String>empty())
                                .number("long", Optional.<Long>empty())
                                .number("yes", Optional.<Integer>empty())
                                .bytes("raw", Optional.<byte[]>empty())
                                .instant("at", Optional.<Instant>empty())
                                .update());
        List<Optional<?>> read =
                database.read(tx ->
                        tx.prepare(SELECT_KINDS)
                                .one(row ->
                                        List.of(
                                                row.optionalUuid("id"),
                                                row.optionalText("word"),
                                                row.optionalNumber("long"),
                                                row.optionalInteger("yes"),
                                                row.optionalBytes("raw"),
                                                row.optionalInstant("at"))));
        assertThat(read).hasSize(6).allMatch(Optional::isEmpty);
        assertThatThrownBy(() ->
                        database.read(tx -> tx.prepare(SELECT_KINDS).one(row -> row.text("word"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Column word is null");
    }

    @Test
    void aNameMayStandSeveralTimesAndInQuotesItIsText() {
        Sql twice = Sql.of("SELECT :n + :n AS sum, ':n' AS quoted /* :no */ -- :no");
        assertThat(
                        database.<String>read(tx ->
                                tx.prepare(twice)
                                        .number("n", 21)
                                        .one(row -> row.number("sum") + row.text("quoted"))))
                .isEqualTo("42:n");
    }

    @Test
    void aParameterThatIsUnknownOrDoubledOrLeftOutIsNamed() {
        assertThatThrownBy(() -> database.read(tx -> tx.prepare(FIND).number("ID", 1).exists()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No parameter ID among [id]");
        assertThatThrownBy(() ->
                        database.read(
                                tx -> tx.prepare(FIND).number("id", 1).number("id", 1).exists()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id is set twice");
        assertThatThrownBy(
                        () -> database.write(tx -> tx.prepare(INSERT).text("word", "x").update()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not set: [id]");
        assertThatThrownBy(() -> Sql.of("SELECT ?")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aColumnThatIsNotThereIsNamed() {
        insert(1, "one");
        assertThatThrownBy(() ->
                        database.read(tx ->
                                tx.prepare(FIND).number("id", 1).first(row -> row.text("words"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No column words among [word]");
    }

    @Test
    void whatIsSetAndNotRunUndoesItsUnit() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            insert(tx, 1, "one");
                            tx.prepare(INSERT).number("id", 2).text("word", "forgotten");
                            return 0;
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Set and not run: INSERT INTO probe");
        assertThat(words()).isEmpty();
    }

    @Test
    void aStatementDoesNotRunWhileItsRowsAreRead() {
        insert(1, "one");
        assertThatThrownBy(
                        () -> database.read(tx -> tx.prepare(WORDS).list(row -> tx.prepare(WORDS))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("while its own rows are read");
        assertThat(words()).containsExactly("one");
    }

    @Test
    void aStatementServesOneUnitAfterAnotherEvenAfterAFailure() {
        for (int i = 0; i < 3; i++) {
            int id = i;
            assertThatThrownBy(() ->
                            database.write(tx -> {
                                tx.prepare(INSERT).number("id", id);
                                throw new IllegalArgumentException("in between");
                            }))
                    .hasMessage("in between");
            insert(id, "w" + id);
        }
        assertThat(words()).containsExactly("w0", "w1", "w2");
    }

    @Test
    void readingEndsWhenTheReaderWantsNoMore() {
        insert(1, "one");
        insert(2, "two");
        List<String> seen = new ArrayList<>();
        database.read(tx -> {
            tx.prepare(WORDS)
                    .eachWhile(row -> {
                        seen.add(row.text("word"));
                        return false;
                    });
            return 0;
        });
        assertThat(seen).containsExactly("one");
    }

    @Test
    void whatAChangeReturnsIsReadLikeAQuery() {
        Sql returning =
                Sql.of("INSERT INTO probe (id, word) VALUES (:id, :word) RETURNING id + 1 AS next");
        assertThat(
                        database.<Long>write(tx ->
                                tx.prepare(returning)
                                        .number("id", 4)
                                        .text("word", "x")
                                        .one(row -> row.number("next"))))
                .isEqualTo(5);
        assertThat(words()).containsExactly("x");
    }

    @Test
    void aStatementForOneQuestionIsNotKept() {
        Sql once = Sql.once("SELECT count(*) AS many FROM probe");
        assertThat(database.<Long>read(tx -> tx.prepare(once).one(row -> row.number("many"))))
                .isZero();
        assertThat(database.<Long>read(tx -> tx.prepare(once).one(row -> row.number("many"))))
                .isZero();
    }

    private void insert(int id, String word) {
        database.write(tx -> insert(tx, id, word));
    }

    private static int insert(Transaction tx, int id, String word) {
        return tx.prepare(INSERT).number("id", id).text("word", word).update();
    }

    private String word(int id) {
        return database.read(tx -> tx.prepare(FIND).number("id", id).one(row -> row.text("word")));
    }

    private List<String> words() {
        return database.read(tx -> tx.prepare(WORDS).list(row -> row.text("word")));
    }
}
