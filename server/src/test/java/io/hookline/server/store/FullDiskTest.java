package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that is full costs what is written then, and nothing else. */
class FullDiskTest {
    private static final long ENOUGH = 1L << 40;
    private static final Sql MAKE =
            Sql.once("CREATE TABLE filled (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
    private static final Sql FILL = Sql.of("INSERT INTO filled (bytes) VALUES (randomblob(9000))");
    private static final Sql DELETE = Sql.of("DELETE FROM filled WHERE id % 2 = 0");
    private static final Sql COUNT = Sql.of("SELECT count(*) AS found FROM filled");

    @TempDir Path folder;
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder.resolve("data"));
        database.write(tx -> tx.prepare(MAKE).update());
        long pages = database.read(tx -> number(tx, "PRAGMA page_count", "page_count"));
        grow(pages + 40);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** As a disk of that size would let it. */
    private void grow(long pages) {
        database.write(tx -> number(tx, "PRAGMA max_page_count = " + pages, "max_page_count"));
    }

    private static long number(Transaction transaction, String pragma, String column) {
        return transaction.prepare(Sql.once(pragma)).one(row -> row.number(column));
    }

    private long rows() {
        return database.read(tx -> tx.prepare(COUNT).one(row -> row.number("found")));
    }

    /** How many rows were written before there was no room for one more. */
    private long fill() {
        try {
            while (true) {
                database.write(tx -> tx.prepare(FILL).update());
            }
        } catch (StoreBusy refused) {
            assertThat(refused).hasMessageContaining("is full, and nothing was kept");
            return rows();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndTheProcessGoesOn() {
        long kept = fill();
        assertThat(kept).isGreaterThan(10);

        assertThatThrownBy(() -> database.write(tx -> tx.prepare(FILL).update()))
                .isInstanceOf(StoreBusy.class);
        assertThat(rows()).isEqualTo(kept);

        database.write(tx -> tx.prepare(DELETE).update());
        database.write(tx -> tx.prepare(FILL).update());
        assertThat(rows()).isEqualTo(kept - kept / 2 + 1);
    }

    @Test
    void aUnitIsKeptWholeOrNotAtAllAndItsListenersHearNothing() {
        long kept = fill();
        List<String> heard = new ArrayList<>();

        assertThatThrownBy(() ->
                        database.write(tx -> {
                            tx.afterCommit(() -> heard.add("committed"));
                            tx.prepare(DELETE).update();
                            for (int i = 0; i < kept; i++) {
                                tx.prepare(FILL).update();
                            }
                            return kept;
                        }))
                .isInstanceOf(StoreBusy.class);

        assertThat(rows()).isEqualTo(kept);
        assertThat(heard).isEmpty();
    }

    @Test
    void whoeverSharesTheGroupIsRefusedAndMayTryAgain() {
        fill();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(database.submit(tx -> tx.prepare(FILL).update()));
        }
        for (CompletableFuture<Integer> one : all) {
            assertThatThrownBy(one::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StoreBusy.class);
        }
        long before = rows();
        grow(1_000_000);

        database.write(tx -> tx.prepare(FILL).update());

        assertThat(rows()).isEqualTo(before + 1);
    }

    @Test
    void theReserveIsMadeWhileThereIsRoomAndGivenUpToAStartThatFindsNone() throws IOException {
        AtomicLong usable = new AtomicLong(DiskSpace.LOW);
        DiskReserve reserve = new DiskReserve(folder, usable::get);
        Path file = folder.resolve("hookline.reserve");
        reserve.keep();
        assertThat(file).doesNotExist();

        usable.set(ENOUGH);
        reserve.keep();
        assertThat(Files.size(file)).isEqualTo(DiskReserve.SIZE);
        reserve.giveUpIfFull();
        assertThat(file).exists();

        usable.set(DiskReserve.SIZE - 1);
        reserve.giveUpIfFull();
        assertThat(file).doesNotExist();
        reserve.keep();
        assertThat(file).doesNotExist();
    }
}
