package io.hookline.server.event.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.log.EventJson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The catalog that comes with the program: the published types, our own ones, those of our listener
 * in Keycloak, and samples.
 */
final class BundledCatalog implements EventCatalog {
    /**
     * Acts on what is Hookline's alone, which their ids describe. A room that reports something new
     * adds its type here, or to {@code own-event-types.tsv} when there is more to say.
     */
    private static final List<EventType> OWN =
            Stream.of(
                            "hookline.access.slowed",
                            "hookline.api_token.expired_use",
                            "hookline.event_hook.events_lost",
                            "hookline.event_hook.preview",
                            "hookline.event_hook.redeliver",
                            "hookline.event_hook.replay",
                            "hookline.event_type.created",
                            "hookline.event_type.deleted",
                            "hookline.event_type.updated",
                            "hookline.card.test",
                            "hookline.flow.backtest",
                            "hookline.flow.client_token.read",
                            "hookline.flow.client_token.rotate",
                            "hookline.execution.history_cleared",
                            "hookline.flow.run",
                            "hookline.retention.confirmed",
                            "hookline.retention.stopped",
                            "hookline.source.created",
                            "hookline.source.deleted",
                            "hookline.source.event_refused",
                            "hookline.source.updated")
                    .map(BundledCatalog::own)
                    .toList();

    private final NavigableMap<String, EventType> types;

    private BundledCatalog(NavigableMap<String, EventType> types) {
        this.types = types;
    }

    /** Read when a sample is first asked for: a start needs none of them. */
    private static final class Samples {
        private static final Map<String, ObjectNode> BY_TYPE = load();

        private static Map<String, ObjectNode> load() {
            Map<String, ObjectNode> samples = new HashMap<>();
            lines("event-samples.ndjson")
                    .map(line -> EventJson.stored(line.getBytes(StandardCharsets.UTF_8)))
                    .forEach(sample -> samples.put(sample.path("eventType").asText(), sample));
            return samples;
        }
    }

    /** The one of this process, read once. */
    static BundledCatalog instance() {
        return Loaded.CATALOG;
    }

    private static final class Loaded {
        static final BundledCatalog CATALOG = load();
    }

    private static BundledCatalog load() {
        NavigableMap<String, EventType> types = new TreeMap<>();
        lines("event-types.tsv")
                .map(BundledCatalog::type)
                .forEach(type -> types.put(type.id(), type));
        OWN.forEach(type -> types.put(type.id(), type));
        Stream.concat(lines("own-event-types.tsv"), lines("keycloak-event-types.tsv"))
                .map(BundledCatalog::described)
                .forEach(type -> types.put(type.id(), type));
        return new BundledCatalog(types);
    }

    private static Stream<String> lines(String name) {
        try (InputStream in = BundledCatalog.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EventType type(String line) {
        String[] cells = line.split("\t", -1);
        return new EventType(cells[0], cells[3], cells[4], cells[1].equals("yes"), cells[2], false);
    }

    private static EventType described(String line) {
        String[] cells = line.split("\t", -1);
        return new EventType(cells[0], cells[1], cells[2], true, "", false);
    }

    private static EventType own(String id) {
        String title = EventTypeTitle.of(id.substring("hookline.".length()));
        return new EventType(id, title, "Reported by Hookline itself.", true, "", false);
    }

    @Override
    public Optional<EventType> find(String id) {
        return Optional.ofNullable(types.get(id));
    }

    @Override
    public Collection<EventType> all() {
        return Collections.unmodifiableCollection(types.values());
    }

    @Override
    public List<EventType> search(String text) {
        return EventTypeSearch.search(types.values(), text);
    }

    @Override
    public Optional<Sample> sample(String id) {
        return find(id).map(type ->
                Optional.ofNullable(Samples.BY_TYPE.get(id))
                        .map(sample -> new Sample(sample.deepCopy(), false))
                        .orElseGet(() -> new Sample(GeneratedSample.of(type), true)));
    }
}
