package io.hookline.outbound;

import io.hookline.outbound.OutboundFailure.Kind;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up host names on threads of its own: the system's resolver blocks inside native code, where
 * it would hold a virtual thread's carrier, and no deadline can end it. One name is looked up once
 * at a time, so a name whose servers are dead holds one thread.
 */
final class Lookups implements AutoCloseable {
    private static final int MAX_THREADS = 256;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final NameService names;
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> running =
            new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    0,
                    MAX_THREADS,
                    IDLE.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().daemon().name("name-lookup-", 1).factory());

    Lookups(NameService names) {
        this.names = names;
    }

    /**
     * The lookup of that name, joined when one is under way; ends with {@link
     * UnknownHostException}.
     */
    CompletableFuture<List<InetAddress>> start(String host) {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = running.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> run(host, mine));
        } catch (RejectedExecutionException e) {
            running.remove(host, mine);
            mine.completeExceptionally(e);
            throw new OutboundFailure(
                    Kind.BUSY,
                    "The host name " + host + " was not looked up: too many lookups are under way.",
                    e);
        }
        return mine;
    }

    private void run(String host, CompletableFuture<List<InetAddress>> lookup) {
        try {
            List<InetAddress> addresses = names.addresses(host);
            running.remove(host, lookup);
            lookup.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            running.remove(host, lookup);
            lookup.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Where names become addresses; at least one, or it throws. */
    @FunctionalInterface
    interface NameService {
        NameService SYSTEM = host -> List.of(InetAddress.getAllByName(host));

        List<InetAddress> addresses(String host) throws UnknownHostException;
    }
}
