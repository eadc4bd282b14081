package io.hookline.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.value.JsonMistake;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code hookline emit}: sends events to a running server. */
@Command(
        name = "emit",
        description =
                "Sends events to a running server: a sample of a type, a file, or standard input,"
                        + " one event per line.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hookline emit --type user.account.lock",
            "  hookline emit events.ndjson",
            "  tail -f audit.log | to-events | hookline emit -",
            "  hookline emit --replay recorded.ndjson --speed 60"
        })
final class Emit implements Callable<Integer> {
    private static final int BATCH = 500;

    @Spec private CommandSpec spec;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Sends the sample of this event type.")
    private String type;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many samples, each as an event of its own (1).",
            defaultValue = "1")
    private int count;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "JSON with one event or an array, or one event per line; - for stdin.")
    private String file;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Sends the events of a file again as new ones, with the intervals between"
                            + " their 'published' times.")
    private Path replay;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description =
                    "How many times faster than the recording (1); 0 sends without intervals.",
            defaultValue = "1")
    private double speed;

    @Mixin private ServerOption server;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long ways =
                List.of(type != null, file != null, replay != null).stream().filter(w -> w).count();
        if (ways != 1) {
            throw misused("Name one of --type TYPE, FILE, - or --replay FILE.");
        }
        if (count < 1 || speed < 0) {
            throw misused("--count must be at least 1 and --speed not negative.");
        }
        try (EmitTarget target = EmitTarget.of(server.address(), server.credential())) {
            if (type != null) {
                samples(target);
            } else if (replay != null) {
                replay(target, events(replay));
            } else if (file.equals("-")) {
                lines(target);
            } else {
                send(target, events(Path.of(file)));
            }
            System.out.println(target.summary());
            return 0;
        } catch (EmitRefused e) {
            System.err.println("hookline: " + e.getMessage());
            return 1;
        }
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void samples(EmitTarget target) {
        ObjectNode sample =
                EventCatalog.bundled()
                        .sample(type)
                        .map(EventCatalog.Sample::event)
                        .or(() -> target.registeredSample(type))
                        .orElseThrow(() ->
                                new EmitRefused(
                                        "There is no event type '"
                                                + type
                                                + "'; GET /api/hookline/v1/eventTypes?q=… finds"
                                                + " types."));
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(fresh(sample));
        }
        send(target, events);
    }

    /** The event without what makes it that one: the server gives it a uuid and a time. */
    private static ObjectNode fresh(ObjectNode event) {
        ObjectNode copy = event.deepCopy();
        copy.remove(List.of("uuid", "published"));
        return copy;
    }

    private static void send(EmitTarget target, List<ObjectNode> events) {
        for (int i = 0; i < events.size(); i += BATCH) {
            target.send(events.subList(i, Math.min(events.size(), i + BATCH)));
        }
    }

    private static List<ObjectNode> events(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new EmitRefused("There is no file " + path + ".");
        }
        List<ObjectNode> events = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(path);
                MappingIterator<JsonNode> documents =
                        Json.MAPPER.readerFor(JsonNode.class).readValues(in)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                for (JsonNode event : document.isArray() ? document : List.of(document)) {
                    if (!(event instanceof ObjectNode object)) {
                        throw new EmitRefused(
                                path + ": event " + (events.size() + 1) + " is not an object.");
                    }
                    events.add(object);
                }
            }
        } catch (JsonProcessingException e) {
            throw new EmitRefused(
                    "%s is not well-formed JSON at %s: %s."
                            .formatted(path, JsonMistake.place(e), JsonMistake.reason(e)));
        }
        return events;
    }

    /** Sends each line as soon as it is there; lines that come together go together. */
    private static void lines(EmitTarget target) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<ObjectNode> waiting = new ArrayList<>();
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (!line.isBlank()) {
                waiting.add(event(line, number));
            }
            if (waiting.size() == BATCH || !waiting.isEmpty() && !in.ready()) {
                target.send(waiting);
                waiting.clear();
            }
        }
        if (!waiting.isEmpty()) {
            target.send(waiting);
        }
    }

    private static ObjectNode event(String line, int number) {
        try {
            if (Json.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode event) {
                return event;
            }
        } catch (JsonProcessingException e) {
            // Answered below.
        }
        throw new EmitRefused("Line " + number + " is not an event: a JSON object was expected.");
    }

    private void replay(EmitTarget target, List<ObjectNode> events) throws InterruptedException {
        List<ObjectNode> due = new ArrayList<>();
        Optional<OffsetDateTime> before = Optional.empty();
        for (ObjectNode event : events) {
            Optional<OffsetDateTime> time = published(event);
            if (speed > 0 && before.isPresent() && time.isPresent()) {
                Duration gap = Duration.between(before.get(), time.get());
                long pause = (long) (gap.toMillis() / speed);
                if (pause > 0) {
                    send(target, due);
                    due.clear();
                    Thread.sleep(pause);
                }
            }
            before = time.isPresent() ? time : before;
            due.add(fresh(event));
        }
        send(target, due);
    }

    private static Optional<OffsetDateTime> published(ObjectNode event) {
        try {
            return Optional.of(OffsetDateTime.parse(event.path("published").asText()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What cannot be sent, in one sentence. */
    static final class EmitRefused extends RuntimeException {
        EmitRefused(String message) {
            super(message);
        }
    }
}
