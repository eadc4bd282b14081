package io.hookline.server.metrics;

import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.lane.HookMeasures;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.Executions;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.health.HookCheckup.Examined;
import io.hookline.server.hook.health.HookHealth;
import io.hookline.server.retention.Storage;
import io.hookline.server.store.Database;
import io.hookline.server.studio.connector.LoadedConnectors;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the features count and measure, in the text format of Prometheus. */
public final class Metrics {
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final Database database;
    private final EventLog log;
    private final Executions executions;
    private final Deliveries deliveries;
    private final HookCheckup checkup;
    private final Storage storage;
    private final LoadedConnectors connectors;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    /**
     * @param storage asked for its last measurement only, which is never made for these numbers
     */
    public Metrics(
            Database database,
            EventLog log,
            Executions executions,
            Deliveries deliveries,
            HookCheckup checkup,
            Storage storage,
            LoadedConnectors connectors) {
        this.database = database;
        this.log = log;
        this.executions = executions;
        this.deliveries = deliveries;
        this.checkup = checkup;
        this.storage = storage;
        this.connectors = connectors;
    }

    /**
     * Connections of callers.
     *
     * @param open how many there are
     * @param refused how many were one too many since the start, by what was exhausted
     * @param gone how many clients ended theirs before they were answered, since the start
     * @param slow how many were closed because their client was too slow, since the start
     */
    public record Traffic(long open, Map<String, Long> refused, long gone, long slow) {}

    /** Everything as it is now. */
    public byte[] text(Traffic traffic) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, measured(traffic).all(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    private Measurements measured(Traffic traffic) {
        Measurements measurements = new Measurements();
        process(measurements);
        connections(measurements, traffic);
        storage.latest().ifPresent(measured -> storage(measurements, measured));
        health(measurements, checkup.all());
        hooks(measurements, deliveries.measures());
        return measurements;
    }

    private void process(Measurements measurements) {
        Map<String, Long> ended =
                executions.ended().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> entry.getKey().name().toLowerCase(Locale.ROOT),
                                        Map.Entry::getValue));
        measurements
                .counter("hookline_events_accepted", "Events in the log since it began.", log.end())
                .counter(
                        "hookline_executions_ended",
                        "Executions that ended since the start, helpers not counted.",
                        "status",
                        ended)
                .gauge(
                        "hookline_executions_running",
                        "Executions that run now.",
                        executions.running())
                .gauge(
                        "hookline_executions_queued",
                        "Executions accepted and not ended, those that run included.",
                        executions.queued())
                .gauge(
                        "hookline_connector_files",
                        "Connectors that are files: those whose newest version is in service, those"
                                + " whose version before is, and those that cannot be used.",
                        "state",
                        connectors.counts().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                entry ->
                                                        entry.getKey()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT),
                                                Map.Entry::getValue)))
                .gauge(
                        "hookline_halted",
                        "1 while nothing starts and nothing is changed.",
                        executions.isHalted() ? 1 : 0)
                .gauge(
                        "hookline_store_queue_length",
                        "Writes that wait for the disk.",
                        database.waiting());
    }

    private static void connections(Measurements measurements, Traffic traffic) {
        measurements
                .gauge(
                        "hookline_connections_open",
                        "Connections of callers that are open now.",
                        traffic.open())
                .counter(
                        "hookline_connections_refused",
                        "Connections refused since the start because of a limit: of all"
                                + " connections, or of one address.",
                        "limit",
                        traffic.refused())
                .counter(
                        "hookline_clients_gone",
                        "Clients that ended their connection before they were answered, since the"
                                + " start.",
                        traffic.gone())
                .counter(
                        "hookline_clients_too_slow",
                        "Connections closed since the start because the client was too slow.",
                        traffic.slow());
    }

    private static void storage(Measurements measurements, Storage.Measured measured) {
        Map<String, Long> bytes = new TreeMap<>(Map.of("free", measured.free()));
        measured.byKind().forEach((kind, size) -> bytes.put(kind.word(), size));
        measurements
                .gauge(
                        "hookline_storage_bytes",
                        "Size of each part of the database file when it was last measured.",
                        "kind",
                        bytes)
                .gauge(
                        "hookline_storage_measured_timestamp_seconds",
                        "When the database file was last measured.",
                        measured.at().toEpochMilli() / 1_000.0);
    }

    /** Every status has a line, so that a rule can ask for each. */
    private static void health(Measurements measurements, List<Examined> hooks) {
        Map<String, Long> counts = new TreeMap<>();
        for (HookHealth.Status status : HookHealth.Status.values()) {
            counts.put(
                    status.name().toLowerCase(Locale.ROOT),
                    hooks.stream().filter(hook -> hook.health().status() == status).count());
        }
        measurements
                .gauge(
                        "hookline_hooks_receiving",
                        "Event hooks that receive events now: those whose health is ok.",
                        hooks.stream().filter(hook -> hook.health().receives()).count())
                .gauge("hookline_hooks", "Event hooks by their health.", "health", counts);
    }

    private static void hooks(Measurements measurements, List<HookMeasures> hooks) {
        measurements
                .hookCounter(
                        "hookline_hook_events_delivered",
                        "Events that the receiver accepted since the start.",
                        hooks,
                        HookMeasures::events)
                .hookCounter(
                        "hookline_hook_deliveries_accepted",
                        "Requests that the receiver accepted since the start.",
                        hooks,
                        HookMeasures::delivered)
                .hookCounter(
                        "hookline_hook_attempts_failed",
                        "Attempts that failed since the start.",
                        hooks,
                        HookMeasures::refused)
                .hookCounter(
                        "hookline_hook_deliveries_set_aside",
                        "Deliveries that became failed deliveries since the start.",
                        hooks,
                        HookMeasures::failed)
                .hookGauge(
                        "hookline_hook_filter_errors",
                        "Events for which the filters could not be evaluated since they were set.",
                        hooks,
                        HookMeasures::filterErrors)
                .hookGauge(
                        "hookline_hook_lag_events",
                        "Events of its types that the hook has not processed yet.",
                        hooks,
                        hook -> hook.lag().events())
                .hookGauge(
                        "hookline_hook_lag_seconds",
                        "How long the oldest of them has been in the log.",
                        hooks,
                        hook -> hook.lag().age().toMillis() / 1_000.0)
                .hookGauge(
                        "hookline_hook_open_batches",
                        "Batches that are being sent or wait to be retried.",
                        hooks,
                        HookMeasures::openBatches)
                .hookGauge(
                        "hookline_hook_receiver_down",
                        "1 while the receiver is considered down.",
                        hooks,
                        hook -> hook.isReceiverDown() ? 1 : 0);
    }
}
