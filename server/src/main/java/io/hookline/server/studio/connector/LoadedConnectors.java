package io.hookline.server.studio.connector;

import io.hookline.connectors.InstalledCards;
import io.hookline.connectors.files.ConnectorFiles;
import io.hookline.connectors.files.ConnectorFolder;
import io.hookline.connectors.files.ConnectorFolder.Loaded;
import io.hookline.connectors.files.FileConnector;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefects;
import io.hookline.flow.card.CardDefinition;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The connectors that are files: those that come with the product, and those of a folder, which is
 * looked at again and again. A file of the folder takes the place of one of ours with the same id.
 */
public final class LoadedConnectors implements Service {
    private static final Logger log = LoggerFactory.getLogger(LoadedConnectors.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int MOST_SAID = 5;

    private final CardCatalog base;
    private final List<FileConnector> bundled;
    private final ConnectorFolder folder;
    private final PeriodicTask task = PeriodicTask.every(LOOK, "connector-files", this::look);
    private volatile Known known;
    private volatile Consumer<CardCatalog> changed = cards -> {};

    /**
     * Those that come with the product, and those of a folder.
     *
     * @param base the cards that are no files
     */
    public static LoadedConnectors of(
            CardCatalog base, Path folder, Calls calls, InstantSource clock) {
        Set<String> taken =
                base.cards().stream().map(CardDefinition::module).collect(Collectors.toSet());
        return new LoadedConnectors(
                base,
                ConnectorFiles.bundled(calls),
                new ConnectorFolder(folder, calls, clock, taken));
    }

    /**
     * Reads all files.
     *
     * @param base the cards that are no files
     * @param bundled the connectors that come with the product
     */
    public LoadedConnectors(CardCatalog base, List<FileConnector> bundled, ConnectorFolder folder) {
        this.base = base;
        this.bundled = List.copyOf(bundled);
        this.folder = folder;
        report(folder.look());
        known = combined();
    }

    /** How it is with a connector. */
    public enum State {
        /** Its newest version is in service. */
        SERVING,
        /** Its newest version cannot be used, and the one before is in service. */
        OUTDATED,
        /** None of its versions can be used. */
        REFUSED
    }

    /**
     * A connector.
     *
     * @param file its name in the folder; empty when it comes with the product
     * @param connector what is in service
     */
    public record Entry(State state, Optional<Loaded> file, Optional<FileConnector> connector) {}

    private record Known(CardCatalog cards, List<Entry> entries) {}

    /** All cards there are now. */
    public CardCatalog cards() {
        return known.cards();
    }

    /** All connectors that are files, ours first. */
    public List<Entry> all() {
        return known.entries();
    }

    /** The one in service with that id. */
    public Optional<FileConnector> find(String id) {
        return known.entries().stream()
                .flatMap(entry -> entry.connector().stream())
                .filter(connector -> connector.id().equals(id))
                .findFirst();
    }

    /** What a connection of that connector can protect: {@code users}, {@code groups}. */
    public Set<String> protects(String connector) {
        Set<String> code = InstalledCards.protects(connector);
        return code.isEmpty()
                ? find(connector).map(FileConnector::protects).orElse(Set.of())
                : code;
    }

    /** The connectors whose connections can protect people. */
    public List<String> protecting() {
        return Stream.concat(
                        InstalledCards.protecting().stream(),
                        all().stream()
                                .flatMap(entry -> entry.connector().stream())
                                .filter(connector -> !connector.protects().isEmpty())
                                .map(FileConnector::id))
                .sorted()
                .toList();
    }

    /** How many there are in each state. */
    public Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0L);
        }
        all().forEach(entry -> counts.merge(entry.state(), 1L, Long::sum));
        return counts;
    }

    /** Whom to tell of new cards; what runs already keeps the ones it began with. */
    public void onChange(Consumer<CardCatalog> whom) {
        changed = whom;
    }

    @Override
    public void start() {
        task.start();
    }

    @Override
    public void close() {
        task.close();
    }

    /** Looks for changes now. */
    public synchronized void look() {
        List<Loaded> read = folder.look();
        if (!read.isEmpty()) {
            report(read);
            known = combined();
            changed.accept(known.cards());
        }
    }

    private static void report(List<Loaded> read) {
        for (Loaded file : read) {
            if (!file.faults().isEmpty()) {
                log.warn(
                        "The connector file {} cannot be used{}: {}{}",
                        file.file(),
                        file.serving().isPresent()
                                ? ", and its version before stays in service"
                                : "",
                        file.faults().stream()
                                .limit(MOST_SAID)
                                .map(Object::toString)
                                .reduce((one, other) -> one + " | " + other)
                                .orElse(""),
                        file.faults().size() > MOST_SAID
                                ? " | and " + (file.faults().size() - MOST_SAID) + " more"
                                : "");
            } else if (file.serving().isPresent()) {
                FileConnector connector = file.serving().get();
                log.info(
                        "The connector {} was read from {}: {} cards",
                        connector.id(),
                        file.file(),
                        connector.cards().size());
            } else {
                log.info("The connector file {} is gone", file.file());
            }
        }
    }

    private Known combined() {
        Map<String, Entry> ours = new LinkedHashMap<>();
        bundled.forEach(connector ->
                ours.put(
                        connector.id(),
                        new Entry(State.SERVING, Optional.empty(), Optional.of(connector))));
        List<Entry> wanted = new ArrayList<>();
        for (Loaded file : folder.all()) {
            file.serving().ifPresent(connector -> ours.remove(connector.id()));
            State state =
                    file.faults().isEmpty()
                            ? State.SERVING
                            : file.serving().isPresent() ? State.OUTDATED : State.REFUSED;
            wanted.add(new Entry(state, Optional.of(file), file.serving()));
        }
        List<Entry> entries = new ArrayList<>();
        CardCatalog cards = base;
        List<Entry> all = new ArrayList<>(ours.values());
        all.addAll(wanted);
        for (Entry entry : all) {
            try {
                cards =
                        cards.withAll(
                                entry.connector().map(FileConnector::cards).orElse(List.of()));
                entries.add(entry);
            } catch (CardDefects clash) {
                log.warn("A connector cannot be added: {}", clash.getMessage());
                entries.add(
                        new Entry(
                                State.REFUSED,
                                entry.file().map(file -> file.refused(clash.defects())),
                                Optional.empty()));
            }
        }
        return new Known(cards, List.copyOf(entries));
    }
}
