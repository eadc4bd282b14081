package io.hookline.testing.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.hookline.testing.mail.OwnCertificate;
import io.hookline.testing.okta.SimulatedOrg;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code hookline simulate}: the world as a process of its own. */
@Command(
        name = "simulate",
        description =
                "Stands in for Okta, Slack, a mail server and anything else with canned answers, on"
                        + " this machine only, and shows every call. Ctrl-C ends it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hookline simulate",
            "  hookline simulate --world my-world.json --fail okta=429/5",
            "  HOOKLINE_SOURCE_TOKEN=… hookline simulate --events-to http://127.0.0.1:8080",
            "  hookline simulate --learn template.flopack"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LARGEST_FILE = 64L * 1024 * 1024;
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on (${DEFAULT-VALUE}); 0 takes a free one.",
            defaultValue = "9091")
    private int port;

    @Option(
            names = "--mail-port",
            paramLabel = "PORT",
            description = "Port of the mail server (${DEFAULT-VALUE}); 0 takes a free one.",
            defaultValue = "9025")
    private int mailPort;

    @Option(
            names = "--mail-certificate",
            paramLabel = "FILE",
            description =
                    "The mail server offers STARTTLS, with a certificate that is made anew and"
                            + " written to this file (PEM), for the server to trust.")
    private Optional<Path> mailCertificate = Optional.empty();

    @Option(
            names = "--world",
            paramLabel = "FILE",
            description = "What is there at the start (JSON); a small company when left out.")
    private Optional<Path> world = Optional.empty();

    @Option(
            names = "--learn",
            paramLabel = "FILE",
            description =
                    "A .flopack whose cards are answered with values of the types that it expects;"
                            + " may be repeated.")
    private List<Path> flows = List.of();

    @Option(
            names = "--events-to",
            paramLabel = "URL",
            description =
                    "The server of this machine whose log gets an event for what changes in the"
                            + " org, for example http://127.0.0.1:8080.")
    private Optional<URI> eventsTo = Optional.empty();

    @Option(
            names = "--source-token",
            paramLabel = "TOKEN",
            description = "A token there with the permission ingest, or set HOOKLINE_SOURCE_TOKEN.",
            defaultValue = "${env:HOOKLINE_SOURCE_TOKEN}")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--slow",
            paramLabel = "MILLIS",
            description = "Every answer comes so many milliseconds later.",
            defaultValue = "0")
    private long slow;

    @Option(
            names = "--fail",
            paramLabel = "SERVICE=STATUS/N",
            description =
                    "Every N-th call of a service is answered with a status, or with \"garbage\";"
                            + " may be repeated. Without N every call, without a service of all.")
    private List<String> failures = List.of();

    /** Starts it from a command line. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulateCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (World running = start()) {
            out.println(introduction(running));
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (InvalidWorld invalid) {
            err.println("hookline: " + invalid.getMessage());
            return 2;
        } catch (UncheckedIOException taken) {
            err.println(
                    "hookline: simulate cannot listen on the ports %d and %d of 127.0.0.1: %s. Choose others with --port and --mail-port."
                            .formatted(port, mailPort, taken.getCause().getMessage()));
            return 1;
        }
    }

    private World start() {
        List<JsonNode> learned = flows.stream().map(SimulateCommand::read).toList();
        World started =
                World.start(
                        new World.Settings(
                                port,
                                mailPort,
                                world.map(SimulateCommand::read).orElseGet(SimulateCommand::usual),
                                log(),
                                token.orElse(""),
                                InstantSource.system(),
                                mailCertificate.map(SimulateCommand::certificate)));
        try {
            started.slow(Duration.ofMillis(slow));
            failures.forEach(started::fail);
            for (JsonNode file : learned) {
                file.at("/data/flos").forEach(flow -> started.cards().learn(flow.path("data")));
            }
            return started;
        } catch (InvalidWorld invalid) {
            started.close();
            throw invalid;
        }
    }

    private Optional<URI> log() {
        eventsTo.ifPresent(server -> {
            if (!"http".equals(server.getScheme())
                    || !THIS_MACHINE.contains("" + server.getHost())) {
                throw new InvalidWorld(
                        "--events-to is "
                                + server
                                + "; expected a server of this machine, as http://127.0.0.1:8080.");
            }
            if (token.filter(given -> !given.isBlank()).isEmpty()) {
                throw new InvalidWorld(
                        "--events-to needs a token of that server: --source-token or"
                                + " HOOKLINE_SOURCE_TOKEN. Make one that may do nothing else than"
                                + " send events: POST /api/hookline/v1/tokens with {\"name\":"
                                + " \"world\", \"permissions\": [\"ingest\"]}.");
            }
        });
        return eventsTo;
    }

    private static JsonNode read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new InvalidWorld(file + " is larger than 64 MB.");
            }
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException noJson) {
            throw new InvalidWorld(
                    "%s is no JSON: line %d, column %d: %s"
                            .formatted(
                                    file,
                                    noJson.getLocation().getLineNr(),
                                    noJson.getLocation().getColumnNr(),
                                    noJson.getOriginalMessage()));
        } catch (IOException unreadable) {
            throw new InvalidWorld(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    /** The company that is there when nobody says what is. */
    static JsonNode usual() {
        try (InputStream file = SimulateCommand.class.getResourceAsStream("company.json")) {
            return MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OwnCertificate certificate(Path file) {
        try {
            OwnCertificate made = OwnCertificate.make();
            Files.writeString(file, made.pem());
            return made;
        } catch (UncheckedIOException | IOException mistake) {
            throw new InvalidWorld(
                    "The certificate of the mail server cannot be written to "
                            + file
                            + ": "
                            + mistake.getMessage());
        }
    }

    private static String introduction(World world) {
        return """
        A simulated world, on this machine only. Base URLs of connections:
          Okta    %s  (token %s)
          Slack   %s/slack/api  (any token)
          mail    %s
          others  %s/http/NAME, with the answers of NAME in the world's file
          cards of connectors that are not installed: %s/cards
        Every call: %s
        """
                .formatted(
                        world.url(),
                        SimulatedOrg.TOKEN,
                        world.url(),
                        world.mailUrl(),
                        world.url(),
                        world.url(),
                        Control.page(world.url()))
                .stripTrailing();
    }
}
