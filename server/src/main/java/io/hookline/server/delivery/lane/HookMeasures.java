package io.hookline.server.delivery.lane;

/**
 * The numbers of one hook, as they are watched from outside.
 *
 * @param events that its receiver took since the start
 * @param delivered requests that it accepted since then
 * @param refused attempts that failed since then
 * @param failed batches that became failed deliveries since then
 * @param filterErrors events that its filters could not decide since they were set
 * @param isReceiverDown whether it is known to take nothing
 */
public record HookMeasures(
        String hookId,
        long events,
        long delivered,
        long refused,
        long failed,
        long filterErrors,
        int openBatches,
        boolean isReceiverDown,
        Lag lag) {}
