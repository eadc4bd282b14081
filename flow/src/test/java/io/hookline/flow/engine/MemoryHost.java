package io.hookline.flow.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.model.Flow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs executions in memory, with journals that survive a crash. A crash can be ordered after any
 * journal write of the whole tree of executions; {@link #restart} then forgets what was not yet
 * durable.
 */
final class MemoryHost implements Host {
    private static final int DEPTH = 2_000;
    private static final ObjectMapper STORE =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .streamWriteConstraints(
                                            StreamWriteConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    static final Instant START = Instant.parse("2026-01-31T09:30:00Z");

    /** The process is gone. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What all executions of one world share. */
    static final class World {
        final Map<String, Flow> helpers = new LinkedHashMap<>();
        final Map<UUID, Map<String, Journal.Entry>> durable = new LinkedHashMap<>();
        final Map<UUID, List<Step>> steps = new LinkedHashMap<>();
        final Map<UUID, Outcome> ended = new LinkedHashMap<>();
        final List<Child> started = new ArrayList<>();
        final List<Reply> answers = new ArrayList<>();
        final Map<String, Connection> connections = new LinkedHashMap<>();

        /** Those that stand in for a whole connector, by its name. */
        final Map<String, Connection> standIns = new LinkedHashMap<>();

        Mode mode = Mode.ON;
        boolean savesData = true;
        Optional<Interruption> interruption = Optional.empty();
        int writes;
        int crashAfter = Integer.MAX_VALUE;

        /** Kept but not yet durable, in order, over all executions of one root. */
        private final List<Runnable> kept = new ArrayList<>();

        /** Steps that were saved when an execution was suspended. */
        private final Map<UUID, List<Step>> saved = new LinkedHashMap<>();

        /** What helpers or the root wait for. */
        Optional<Outcome.Wait> waits = Optional.empty();

        Instant now = START;
        boolean halted;
        final List<Step> underway = new ArrayList<>();

        MemoryHost host(UUID execution) {
            return host(execution, Optional.empty());
        }

        private synchronized MemoryHost host(UUID execution, Optional<MemoryHost> parent) {
            steps.put(execution, new ArrayList<>(saved.getOrDefault(execution, List.of())));
            return new MemoryHost(this, execution, parent);
        }

        /** Runs to the end, letting the time of every wait pass. */
        Outcome toEnd(Interpreter interpreter, UUID execution, Flow flow, TriggerInput input) {
            while (true) {
                Outcome outcome = interpreter.run(execution, flow, input, host(execution));
                if (!(outcome instanceof Outcome.Suspended suspended)) {
                    return outcome;
                }
                commit();
                now = suspended.waits().orElseThrow().until();
            }
        }

        /** The root ended: what it kept is durable with its history. */
        synchronized void commit() {
            kept.forEach(Runnable::run);
            kept.clear();
        }

        /** A new process: what was not durable is gone. */
        synchronized void restart(boolean losesKept) {
            if (!losesKept) {
                commit();
            }
            kept.clear();
            crashAfter = Integer.MAX_VALUE;
        }

        private synchronized void write() {
            if (++writes > crashAfter) {
                throw new Crash();
            }
        }
    }

    private final World world;
    private final UUID execution;
    private final Optional<MemoryHost> parent;
    private final Journal journal;

    private MemoryHost(World world, UUID execution, Optional<MemoryHost> parent) {
        this.world = world;
        this.execution = execution;
        this.parent = parent;
        this.journal = newJournal();
    }

    @Override
    public Journal journal() {
        return journal;
    }

    /** As a store gives it back: written as JSON and read again. */
    private static Journal.Entry written(Journal.Entry entry) {
        return new Journal.Entry(entry.kind(), entry.card(), entry.inputs(), reread(entry.value()));
    }

    /** A value that was written as JSON and read again. */
    static JsonNode reread(JsonNode value) {
        try {
            return STORE.readTree(STORE.writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Journal newJournal() {
        Map<String, Journal.Entry> durable =
                world.durable.computeIfAbsent(execution, id -> new LinkedHashMap<>());
        return new Journal() {
            private final Map<String, Journal.Entry> seen = new LinkedHashMap<>(durable);

            @Override
            public Optional<Entry> recorded(String path) {
                return Optional.ofNullable(seen.get(path));
            }

            @Override
            public void intend(String path, String card, String inputs) {
                synchronized (world) {
                    world.write();
                    world.commit();
                    durable.put(
                            path, new Entry(Kind.INTENT, card, inputs, MissingNode.getInstance()));
                }
            }

            @Override
            public void record(String path, Entry entry) {
                synchronized (world) {
                    world.write();
                    seen.put(path, entry);
                    Entry written = written(entry);
                    world.kept.add(() -> durable.put(path, written));
                }
            }

            @Override
            public void flush() {
                world.commit();
            }
        };
    }

    @Override
    public Steps steps() {
        return new Steps() {
            @Override
            public boolean savesData() {
                return world.savesData;
            }

            @Override
            public void ended(Step step) {
                synchronized (world) {
                    world.steps.get(execution).add(step);
                }
            }

            @Override
            public void underway(Step step) {
                synchronized (world) {
                    world.underway.add(step);
                }
            }
        };
    }

    @Override
    public Mode mode() {
        return world.mode;
    }

    @Override
    public InstantSource clock() {
        return () -> world.now;
    }

    @Override
    public Flow helper(String flowId) {
        Flow flow = world.helpers.get(flowId);
        if (flow == null) {
            throw new CardFailure.NotFound("There is no flow " + flowId + ".");
        }
        return flow;
    }

    @Override
    public Optional<Connection> connection(String connectionId) {
        return Optional.ofNullable(world.connections.get(connectionId));
    }

    @Override
    public Optional<Connection> standIn(String connector) {
        return Optional.ofNullable(world.standIns.get(connector));
    }

    @Override
    public Host child(Child child) {
        return world.host(child.id(), Optional.of(this));
    }

    @Override
    public void start(Child child) {
        synchronized (world) {
            world.kept.add(() -> {
                if (world.started.stream().noneMatch(other -> other.id().equals(child.id()))) {
                    world.started.add(child);
                }
            });
        }
    }

    @Override
    public void ended(Outcome outcome, Result result) {
        synchronized (world) {
            world.ended.put(execution, outcome);
            parent.orElseThrow().journal.record(result.path(), result.entry());
        }
    }

    @Override
    public void suspended(Map<String, Journal.Entry> frames, Optional<Outcome.Wait> waits) {
        if (frames.isEmpty()) {
            return;
        }
        synchronized (world) {
            world.write();
            List<Step> recorded = List.copyOf(world.steps.get(execution));
            Map<String, Journal.Entry> durable = world.durable.get(execution);
            Map<String, Journal.Entry> written = new LinkedHashMap<>();
            frames.forEach((path, frame) -> written.put(path, written(frame)));
            world.kept.add(() -> {
                durable.putAll(written);
                world.saved.put(execution, recorded);
            });
            if (parent.isEmpty()) {
                world.waits = waits;
            }
        }
    }

    @Override
    public Instant startedAt() {
        return START;
    }

    @Override
    public boolean isHalted() {
        return world.halted;
    }

    @Override
    public void answer(Reply reply) {
        world.answers.add(reply);
    }

    @Override
    public Optional<Interruption> interruption() {
        return world.interruption;
    }
}
