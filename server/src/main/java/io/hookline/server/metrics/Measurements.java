package io.hookline.server.metrics;

import io.hookline.server.delivery.lane.HookMeasures;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Puts numbers under their names. Labels are words of ours and ids of hooks, never what callers or
 * events say, and of hooks only so many.
 */
final class Measurements {
    /** Beyond these, hooks are counted together under the label {@code other}. */
    static final int MOST_HOOKS = 500;

    private final List<MetricSnapshot> snapshots = new ArrayList<>();

    MetricSnapshots all() {
        return new MetricSnapshots(snapshots);
    }

    Measurements counter(String name, String help, double value) {
        return counter(name, help, Map.of(Labels.EMPTY, value));
    }

    /** A counter for each word. */
    Measurements counter(String name, String help, String label, Map<String, Long> values) {
        Map<Labels, Double> points = new TreeMap<>();
        values.forEach((word, value) -> points.put(Labels.of(label, word), (double) value));
        return counter(name, help, points);
    }

    private Measurements counter(String name, String help, Map<Labels, Double> points) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        points.forEach((labels, value) ->
                counter.dataPoint(
                        CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
        snapshots.add(counter.build());
        return this;
    }

    Measurements gauge(String name, String help, double value) {
        return gauge(name, help, Map.of(Labels.EMPTY, value));
    }

    /** A gauge for each word. */
    Measurements gauge(String name, String help, String label, Map<String, Long> values) {
        Map<Labels, Double> points = new TreeMap<>();
        values.forEach((word, value) -> points.put(Labels.of(label, word), (double) value));
        return gauge(name, help, points);
    }

    private Measurements gauge(String name, String help, Map<Labels, Double> points) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        points.forEach((labels, value) ->
                gauge.dataPoint(
                        GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        snapshots.add(gauge.build());
        return this;
    }

    Measurements hookCounter(
            String name,
            String help,
            List<HookMeasures> hooks,
            ToDoubleFunction<HookMeasures> value) {
        return counter(name, help, byHook(hooks, value));
    }

    Measurements hookGauge(
            String name,
            String help,
            List<HookMeasures> hooks,
            ToDoubleFunction<HookMeasures> value) {
        return gauge(name, help, byHook(hooks, value));
    }

    private static Map<Labels, Double> byHook(
            List<HookMeasures> hooks, ToDoubleFunction<HookMeasures> value) {
        Map<Labels, Double> points = new TreeMap<>();
        for (int i = 0; i < hooks.size(); i++) {
            String label = i < MOST_HOOKS ? hooks.get(i).hookId() : "other";
            points.merge(Labels.of("hook", label), value.applyAsDouble(hooks.get(i)), Double::sum);
        }
        return points;
    }
}
