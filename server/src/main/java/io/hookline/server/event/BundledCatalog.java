package io.hookline.server.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The catalog from {@code event-types.tsv} and the list of our own types. */
final class BundledCatalog implements EventCatalog {
    /**
     * What Hookline reports in words of its own. A room that reports something new adds its type
     * here.
     */
    private static final List<EventType> OWN =
            Stream.of(
                            "hookline.access.slowed",
                            "hookline.api_token.expired_use",
                            "hookline.event_hook.preview",
                            "hookline.event_hook.redeliver",
                            "hookline.event_hook.replay",
                            "hookline.flow.client_token.read",
                            "hookline.flow.client_token.rotate")
                    .map(id -> new EventType(id, true, ""))
                    .toList();

    private final NavigableMap<String, EventType> types;

    private BundledCatalog(NavigableMap<String, EventType> types) {
        this.types = types;
    }

    static BundledCatalog load() {
        NavigableMap<String, EventType> types = new TreeMap<>();
        try (InputStream in = BundledCatalog.class.getResourceAsStream("event-types.tsv");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(BundledCatalog::type)
                    .forEach(type -> types.put(type.id(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OWN.forEach(type -> types.put(type.id(), type));
        return new BundledCatalog(types);
    }

    private static EventType type(String line) {
        String[] cells = line.split("\t", -1);
        return new EventType(cells[0], cells[1].equals("yes"), cells[2]);
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
        List<String> words =
                Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
        Stream<EventType> found =
                types.values().stream().filter(type -> containsAll(searched(type), words));
        return found.sorted(Comparator.comparingInt(type -> distance(type, words))).toList();
    }

    private static String searched(EventType type) {
        return type.id() + " " + type.title().toLowerCase(Locale.ROOT);
    }

    private static boolean containsAll(String text, List<String> words) {
        return words.stream().allMatch(text::contains);
    }

    /**
     * The id itself, then ids that begin so, then those that have the words as whole words, then
     * the rest.
     */
    private static int distance(EventType type, List<String> words) {
        if (words.isEmpty()) {
            return 0;
        }
        String joined = String.join(".", words);
        if (type.id().equals(joined)) {
            return 0;
        }
        if (type.id().startsWith(joined)) {
            return 1;
        }
        List<String> own = List.of(searched(type).split("[._ -]+"));
        return own.containsAll(words) ? 2 : 3;
    }
}
