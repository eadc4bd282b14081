package io.hookline.connectors.files;

import io.hookline.connectors.http.Calls;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The connector files of a folder. A file that cannot be used leaves its version before in service.
 * Used by one thread at a time.
 */
public final class ConnectorFolder {
    private static final int MOST = 500;
    private static final long LARGEST = 4L * LocatedReader.LONGEST;

    private final Path folder;
    private final Calls calls;
    private final InstantSource clock;
    private final Set<String> taken;
    private Map<Path, Stamp> stamps = Map.of();
    private Map<Path, Loaded> loaded = new LinkedHashMap<>();

    /**
     * @param calls makes the calls of the cards
     * @param taken ids of connectors that are no files, which no file may have
     */
    public ConnectorFolder(Path folder, Calls calls, InstantSource clock, Set<String> taken) {
        this.folder = folder;
        this.calls = calls;
        this.clock = clock;
        this.taken = Set.copyOf(taken);
    }

    /** By what a change of a file is noticed. */
    private record Stamp(long size, Instant changed, Object identity) {}

    /**
     * A file of the folder.
     *
     * @param file its name
     * @param serving what its cards are; empty when none of its versions could be used
     * @param since when that version was read
     * @param faults why its newest version is not used; none when it is
     */
    public record Loaded(
            String file, Optional<FileConnector> serving, Instant since, List<Fault> faults) {
        public Loaded {
            faults = List.copyOf(faults);
        }

        /** The same file, none of whose versions is in service for these reasons. */
        public Loaded refused(List<String> reasons) {
            return new Loaded(
                    file,
                    Optional.empty(),
                    since,
                    reasons.stream().map(reason -> new Fault(Place.START, reason + ".")).toList());
        }
    }

    /** What is known of all files, by their names. */
    public List<Loaded> all() {
        Map<String, String> ids = new HashMap<>();
        return loaded.values().stream().map(file -> alone(file, ids)).toList();
    }

    /**
     * Reads what has changed since the last time.
     *
     * @return the files that were read; none when nothing has changed
     */
    public List<Loaded> look() {
        Map<Path, Stamp> now = stamps();
        if (now.equals(stamps)) {
            return List.of();
        }
        Map<Path, Loaded> next = new LinkedHashMap<>();
        List<Loaded> read = new ArrayList<>();
        for (var entry : now.entrySet()) {
            Path file = entry.getKey();
            Loaded before = loaded.get(file);
            Loaded after = before;
            if (before == null || !entry.getValue().equals(stamps.get(file))) {
                after = read(file, Optional.ofNullable(before));
                read.add(after);
            }
            next.put(file, after);
        }
        Set<Path> gone = new HashSet<>(loaded.keySet());
        gone.removeAll(next.keySet());
        gone.forEach(file ->
                read.add(
                        new Loaded(
                                file.getFileName().toString(),
                                Optional.empty(),
                                clock.instant(),
                                List.of())));
        loaded = next;
        stamps = now;
        return read;
    }

    /** Of two files with the same id the first one counts. */
    private static Loaded alone(Loaded one, Map<String, String> ids) {
        if (one.serving().isEmpty()) {
            return one;
        }
        String id = one.serving().get().id();
        String other = ids.putIfAbsent(id, one.file());
        return other == null
                ? one
                : new Loaded(
                        one.file(),
                        Optional.empty(),
                        one.since(),
                        List.of(
                                new Fault(
                                        Place.START,
                                        "The file "
                                                + other
                                                + " has the id \""
                                                + id
                                                + "\" as well. Take one of them away, or give it"
                                                + " another id.")));
    }

    private Loaded read(Path file, Optional<Loaded> before) {
        String name = file.getFileName().toString();
        Optional<FileConnector> old = before.flatMap(Loaded::serving);
        Instant since = before.map(Loaded::since).orElse(clock.instant());
        try {
            if (Files.size(file) > LARGEST) {
                return new Loaded(
                        name, old, since, List.of(fault("The file is larger than 1 MB.")));
            }
            FileConnector connector = ConnectorFiles.read(Files.readString(file), calls);
            if (taken.contains(connector.id())) {
                return new Loaded(
                        name,
                        old,
                        since,
                        List.of(
                                fault(
                                        "The connector \""
                                                + connector.id()
                                                + "\" is a part of Hookline that no file can"
                                                + " replace; use another id.")));
            }
            return new Loaded(name, Optional.of(connector), clock.instant(), List.of());
        } catch (FaultyFile faulty) {
            return new Loaded(name, old, since, faulty.faults());
        } catch (CharacterCodingException noText) {
            return new Loaded(name, old, since, List.of(fault("The file is no text in UTF-8.")));
        } catch (IOException e) {
            return new Loaded(
                    name, old, since, List.of(fault("The file cannot be read: " + e + ".")));
        }
    }

    private static Fault fault(String message) {
        return new Fault(Place.START, message);
    }

    private Map<Path, Stamp> stamps() {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        Map<Path, Stamp> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(ConnectorFolder::isMeant).sorted().limit(MOST).toList()) {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                if (facts.isRegularFile()) {
                    found.put(
                            file,
                            new Stamp(
                                    facts.size(),
                                    facts.lastModifiedTime().toInstant(),
                                    String.valueOf(facts.fileKey())));
                }
            }
        } catch (IOException e) {
            // the folder or a file went away meanwhile; the next look sees what is there
            return stamps;
        }
        return Collections.unmodifiableMap(found);
    }

    /** Editors leave others beside them. */
    private static boolean isMeant(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".")
                && name.matches("(?i).+\\.(yaml|yml|json)")
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }
}
