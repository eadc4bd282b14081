package io.hookline.server.delivery;

import io.hookline.server.store.StoreBusy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tries batches again that were set aside because others of their hook passed while they did not.
 * One at a time for each hook, so that a slow receiver delays only itself.
 */
final class SetAsideRetries {
    private static final Logger log = LoggerFactory.getLogger(SetAsideRetries.class);
    private static final int MOST = 100;

    private final Redelivery redelivery;
    private final LaneTools tools;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    SetAsideRetries(Redelivery redelivery, LaneTools tools) {
        this.redelivery = redelivery;
        this.tools = tools;
    }

    void start() {
        Thread.ofVirtual().name("set-aside-retries").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(tools.schedule().first().toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    due().forEach(this::begin);
                } catch (StoreBusy e) {
                    log.debug("Set-aside deliveries wait for the store", e);
                } catch (RuntimeException e) {
                    log.warn("Set-aside deliveries could not be tried again; they are soon", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Batch> due() {
        return tools.writer()
                .database()
                .read(transaction -> tools.store().due(transaction, tools.clock().instant(), MOST));
    }

    private void begin(Batch batch) {
        if (busy.add(batch.hookId())) {
            Thread.ofVirtual()
                    .name("set-aside-" + batch.hookId())
                    .start(() -> {
                        try {
                            retry(batch);
                        } catch (RuntimeException e) {
                            log.warn("Delivery {} was not tried", batch.eventId(), e);
                        } finally {
                            busy.remove(batch.hookId());
                        }
                    });
        }
    }

    private void retry(Batch batch) {
        redelivery
                .receiver(batch)
                .ifPresent(hook -> {
                    if (redelivery.send(hook, batch).isEmpty()) {
                        redelivery.giveUp(batch);
                    }
                });
    }

    void close() {
        closed.countDown();
    }
}
