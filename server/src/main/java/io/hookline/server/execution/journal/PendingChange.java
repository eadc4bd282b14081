package io.hookline.server.execution.journal;

import io.hookline.flow.engine.Journal;
import io.hookline.server.execution.chain.Chains;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.queue.QueueRows;
import io.hookline.server.execution.recording.HistoryRows;
import io.hookline.server.store.Transaction;

import java.util.UUID;
import java.util.function.Consumer;

/** A change that waits for the next write of this run. */
sealed interface PendingChange {
    void write(Transaction transaction);

    /** It is not written after all. */
    default void drop() {}

    /** Whether another run gets further when this is on disk. */
    default boolean isProgress() {
        return false;
    }

    /** Sealed when it is handed over, not before: most rows never are. */
    record Row(JournalRows.Row row) implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            throw new IllegalStateException("A row must be sealed before it is written");
        }
    }

    record SealedRow(long root, JournalRows.Row row, byte[] sealed) implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            JournalRows.insert(transaction, root, row, sealed);
        }

        @Override
        public boolean isProgress() {
            return row.entry().kind() != Journal.Kind.INTENT;
        }
    }

    record Helper(EndedExecution ended, boolean mayExist, Runnable written)
            implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            if (mayExist) {
                HistoryRows.deleteHelper(transaction, ended.head().id());
                SuspendedRows.delete(transaction, ended.head().id());
            }
            HistoryRows.insert(transaction, ended);
            transaction.afterCommit(written);
        }
    }

    record HelperJournal(long root, UUID execution) implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            JournalRows.deleteHelper(transaction, root, execution);
        }
    }

    /**
     * @param by the ordinal of the execution that starts it: what is cancelled starts nothing
     */
    record Start(
            long by,
            QueuedExecution helper,
            byte[] sealed,
            boolean mayExist,
            Chains.Share share,
            Consumer<QueuedExecution> started)
            implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            boolean known = mayExist && QueueRows.isKnownHelper(transaction, helper.head().id());
            if (known || QueueRows.isCancelling(transaction, by)) {
                transaction.afterCommit(share::drop);
                return;
            }
            QueueRows.insert(transaction, helper.head(), sealed);
            share.write(transaction);
            transaction.afterCommit(() -> started.accept(helper));
        }

        @Override
        public void drop() {
            share.drop();
        }
    }

    /** What the chain has written with this and what comes before it. */
    record Written(Chains.Share share) implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            share.write(transaction);
        }

        @Override
        public void drop() {
            share.drop();
        }
    }

    record Suspended(SuspendedExecution execution) implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            SuspendedRows.save(transaction, execution);
        }
    }

    record Chunk(long ordinal, int number, byte[] record) implements PendingChange {
        @Override
        public void write(Transaction transaction) {
            HistoryRows.insertChunk(transaction, ordinal, number, record);
        }
    }
}
