package io.hookline.server.execution.rehearsal;

import io.hookline.server.event.log.EventLog.StoredEvent;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Which events of the log a backtest runs on.
 *
 * @param types all others are passed over
 * @param filter picks among the events of these types
 * @param errors how many the filter could not decide so far; it did not pick them
 */
public record EventSelection(
        List<String> types, Predicate<StoredEvent> filter, LongSupplier errors) {}
