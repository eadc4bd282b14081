package io.hookline.server.execution.chain;

import io.hookline.server.execution.model.Head;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends chains of executions that start each other without waiting. What is about to be written is
 * counted in memory at once, and in the store in the transaction that writes it; memory forgets a
 * chain as soon as the store knows all of it.
 */
public final class Chains {
    private final Database database;
    private final ChainLimits limits;
    private final Runnable room;
    private final Map<UUID, Chain> known = new HashMap<>();

    /**
     * @param room throws {@link StoreBusy} while the disk is nearly full
     */
    public Chains(Database database, ChainLimits limits, Runnable room) {
        this.database = database;
        this.limits = limits;
        this.room = room;
    }

    public ChainLimits limits() {
        return limits;
    }

    /**
     * What executions lead to needs room that those need who have begun.
     *
     * @throws StoreBusy while the disk is nearly full
     */
    public void requireRoom() {
        room.run();
    }

    /**
     * Lets an execution start another one.
     *
     * @param caller the one that does
     * @param bytes what the new one is given
     * @throws ChainEnded when their chain has come to a limit
     * @throws NoRoom while the disk is nearly full
     */
    public Share start(Head caller, long bytes) {
        limits.requireHop(caller.root(), caller.hops() + 1);
        try {
            requireRoom();
        } catch (StoreBusy lowDisk) {
            throw new NoRoom("The flow is not started now. " + lowDisk.getMessage());
        }
        Chain chain = open(caller.root());
        try {
            chain.take(bytes);
            return new Share(this, chain, 1, bytes);
        } catch (RuntimeException e) {
            close(chain);
            throw e;
        }
    }

    /** Counts what an execution that nobody waits for is about to write. */
    public Share wrote(UUID root, long bytes) {
        Chain chain = open(root);
        chain.count(bytes);
        return new Share(this, chain, 0, bytes);
    }

    private synchronized Chain open(UUID root) {
        Chain chain = known.computeIfAbsent(root, Chain::new);
        chain.users++;
        return chain;
    }

    private synchronized void close(Chain chain) {
        chain.users--;
        if (chain.users == 0) {
            known.remove(chain.root);
        }
    }

    /** How many chains memory knows now. */
    synchronized int inMemory() {
        return known.size();
    }

    /** The counts of one root, as they will be when all is written that was begun. */
    private final class Chain {
        final UUID root;
        final AtomicLong executions = new AtomicLong();
        final AtomicLong bytes = new AtomicLong();
        private boolean loaded;

        /** What is not written yet; of {@link Chains}. */
        int users;

        Chain(UUID root) {
            this.root = root;
        }

        synchronized void take(long moreBytes) {
            load();
            limits.requireOneMore(root, new ChainCounts(executions.get(), bytes.get()), moreBytes);
            executions.incrementAndGet();
            bytes.addAndGet(moreBytes);
        }

        synchronized void count(long moreBytes) {
            load();
            bytes.addAndGet(moreBytes);
        }

        /** Nothing of it is under way in the store, since whatever is keeps it in memory. */
        private void load() {
            if (!loaded) {
                ChainCounts stored =
                        database.read(transaction ->
                                ChainRows.find(transaction, root).orElse(ChainCounts.NONE));
                executions.addAndGet(stored.executions());
                bytes.addAndGet(stored.bytes());
                loaded = true;
            }
        }
    }

    /** A part of a chain that is about to be written: to be written or dropped, once. */
    public static final class Share {
        private final Chains chains;
        private final Chain chain;
        private final int executions;
        private final long bytes;

        private Share(Chains chains, Chain chain, int executions, long bytes) {
            this.chains = chains;
            this.chain = chain;
            this.executions = executions;
            this.bytes = bytes;
        }

        /** Counts it in the transaction that writes it. */
        public void write(Transaction transaction) {
            ChainRows.add(transaction, chain.root, executions, bytes);
            transaction.afterCommit(() -> chains.close(chain));
        }

        /** It is not written after all. */
        public void drop() {
            chain.executions.addAndGet(-executions);
            chain.bytes.addAndGet(-bytes);
            chains.close(chain);
        }
    }
}
