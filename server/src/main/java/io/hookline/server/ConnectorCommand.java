package io.hookline.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.files.CardTrial;
import io.hookline.connectors.files.ConnectorDraft;
import io.hookline.connectors.files.ConnectorFiles;
import io.hookline.connectors.files.Fault;
import io.hookline.connectors.files.FaultyFile;
import io.hookline.connectors.files.FileConnector;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Secret;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.studio.Workspace;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code hookline connector}: makes, checks and tries connector files, without a server. */
@Command(
        name = "connector",
        description = "Makes, checks and tries connector files (docs/connector-files.md).",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "<command>",
        subcommands = {
            ConnectorCommand.New.class,
            ConnectorCommand.Check.class,
            ConnectorCommand.Try.class,
            ConnectorCommand.Schema.class
        })
final class ConnectorCommand implements Runnable {
    private static final int FAULTY = 1;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Name a command: new, check, try or schema.");
    }

    private static Calls calls(HttpSender sender) {
        return new Calls(sender, InstantSource.system());
    }

    /** Calls of cards that are read and not run. */
    private static FileConnector read(String text) {
        try (HttpSender sender = new HttpSender(new AddressGuard(List.of(), false))) {
            return ConnectorFiles.read(text, calls(sender));
        }
    }

    private static String text(Path file, CommandLine command) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new ParameterException(command, "There is no file " + file + ".");
        } catch (CharacterCodingException noText) {
            throw new ParameterException(command, file + " is no text in UTF-8.");
        }
    }

    private static int print(Path file, FaultyFile faulty, PrintWriter out) {
        for (Fault fault : faulty.faults()) {
            out.println(
                    file
                            + ":"
                            + fault.place().line()
                            + ":"
                            + fault.place().column()
                            + ": "
                            + fault.message());
        }
        out.flush();
        return FAULTY;
    }

    /** {@code connector check}. */
    @Command(
            name = "check",
            description =
                    "Reads files and prints each fault as FILE:LINE:COLUMN: what to do. Ends with"
                            + " 1 when there is one.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON.")
        private List<Path> files;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            int status = 0;
            int actions = 0;
            long lines = 0;
            for (Path file : files) {
                try {
                    String text = text(file, spec.commandLine());
                    FileConnector connector = read(text);
                    actions += connector.cards().size();
                    lines += linesOfActions(text);
                    out.println(
                            file
                                    + ": "
                                    + connector.name()
                                    + ", "
                                    + connector.cards().size()
                                    + (connector.cards().size() == 1 ? " action" : " actions")
                                    + (connector.tried()
                                            ? ""
                                            : ", not tried against the real service"));
                } catch (FaultyFile faulty) {
                    status = print(file, faulty, out);
                }
            }
            if (files.size() > 1 && actions > 0) {
                out.println(
                        "An action takes %.1f lines on average, of %d; without blank lines and comments"
                                .formatted((double) lines / actions, actions));
            }
            out.flush();
            return status;
        }

        private static long linesOfActions(String text) {
            return text.lines()
                    .dropWhile(line -> !line.startsWith("actions:"))
                    .skip(1)
                    .takeWhile(line -> line.isBlank() || line.startsWith(" "))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .count();
        }
    }

    /** {@code connector schema}. */
    @Command(
            name = "schema",
            description = "Prints the JSON Schema of connector files, for editors.",
            mixinStandardHelpOptions = true)
    static final class Schema implements Callable<Integer> {
        @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().getOut().println(ConnectorFiles.schema());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    /** {@code connector new}. */
    @Command(
            name = "new",
            description = {
                "Writes NAME.yaml, a connector with one action to begin with.",
                "With --from it has an action for each operation of an OpenAPI 3 description: a"
                        + " draft, whose effects a person must look at."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class New implements Callable<Integer> {
        @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The id, such as helpdesk.")
        private String name;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                description = "An OpenAPI 3 description, YAML or JSON.")
        private Path description;

        @Option(
                names = "--folder",
                paramLabel = "DIR",
                description = "Where the file is written (.).",
                defaultValue = ".")
        private Path folder;

        @Override
        public Integer call() throws IOException {
            if (!name.matches("[a-z][a-z0-9_-]{1,99}")) {
                throw new ParameterException(
                        spec.commandLine(),
                        "NAME is an id: small letters, digits, - and _, such as helpdesk.");
            }
            Path file = folder.resolve(name + ".yaml");
            PrintWriter out = spec.commandLine().getOut();
            String text;
            try {
                text =
                        description == null
                                ? ConnectorDraft.of(name)
                                : ConnectorDraft.from(name, text(description, spec.commandLine()));
            } catch (FaultyFile faulty) {
                return print(description, faulty, out);
            }
            try {
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException there) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is a file " + file + " already; nothing was written.");
            } catch (NoSuchFileException noFolder) {
                throw new ParameterException(
                        spec.commandLine(), "There is no folder " + folder + ".");
            }
            out.println("Wrote " + file + ". Look at it, then: hookline connector check " + file);
            out.flush();
            return 0;
        }
    }

    /** {@code connector try}. */
    @Command(
            name = "try",
            description = {
                "Runs one action against the real service and prints its outputs as JSON.",
                "It really does what the action does."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footerHeading = "%nExamples:%n",
            footer = {
                "  hookline connector try github.yaml searchUsers --input '{\"User\":"
                        + " {\"Public Email\": \"ada@example.org\"}}'",
                "  hookline connector try helpdesk.yaml closeTicket --base-url"
                        + " https://desk.example.com --input @ticket.json"
            })
    static final class Try implements Callable<Integer> {
        @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
        @CommandLine.Mixin private DataOption data;

        @Parameters(index = "0", paramLabel = "FILE", description = "The connector file.")
        private Path file;

        @Parameters(index = "1", paramLabel = "ACTION", description = "The key of the action.")
        private String action;

        @Option(
                names = "--input",
                paramLabel = "JSON",
                defaultValue = "{}",
                description = "Inputs, groups as objects; @FILE reads them from a file.")
        private String input;

        @Option(
                names = "--connection",
                paramLabel = "ID",
                description = "A connection of the data folder, while no server uses that.")
        private String connection;

        @Option(
                names = "--base-url",
                paramLabel = "URL",
                description = "The address of the service, unless the file has it.")
        private URI baseUrl;

        @Option(
                names = "--allow",
                paramLabel = "RANGE",
                description =
                        "An address or range on this machine or in private networks that may"
                                + " be called; may be repeated.")
        private List<String> allow = List.of();

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            String text = text(file, spec.commandLine());
            ObjectNode inputs = inputs();
            try (HttpSender sender = new HttpSender(guard())) {
                FileConnector connector = ConnectorFiles.read(text, calls(sender));
                CardDefinition card = card(connector);
                JsonNode outputs =
                        CardTrial.run(
                                card,
                                inputs,
                                new TrialContext(
                                        connection(connector),
                                        record -> out.println(JsonText.write(record))));
                out.println(outputs.toPrettyString());
                out.flush();
                return 0;
            } catch (FaultyFile faulty) {
                return print(file, faulty, out);
            } catch (CardFailure failure) {
                out.flush();
                spec.commandLine().getErr().println(failure.kind() + ": " + failure.getMessage());
                spec.commandLine().getErr().flush();
                return FAULTY;
            }
        }

        private AddressGuard guard() {
            try {
                return new AddressGuard(allow, false);
            } catch (IllegalArgumentException mistake) {
                throw new ParameterException(spec.commandLine(), mistake.getMessage());
            }
        }

        private ObjectNode inputs() throws IOException {
            String text =
                    input.startsWith("@")
                            ? text(Path.of(input.substring(1)), spec.commandLine())
                            : input;
            try {
                if (JsonText.read(text) instanceof ObjectNode object) {
                    return object;
                }
            } catch (TypeMismatch mistake) {
                throw new ParameterException(
                        spec.commandLine(), "--input is no JSON: " + mistake.getMessage() + ".");
            }
            throw new ParameterException(
                    spec.commandLine(), "--input must be a JSON object of groups.");
        }

        private CardDefinition card(FileConnector connector) {
            return connector.cards().stream()
                    .filter(card -> card.id().equals(connector.id() + "." + action))
                    .findFirst()
                    .orElseThrow(() ->
                            new ParameterException(
                                    spec.commandLine(),
                                    "The file has no action "
                                            + action
                                            + "; it has "
                                            + String.join(
                                                    ", ",
                                                    connector.cards().stream()
                                                            .map(card ->
                                                                    card.id()
                                                                            .substring(
                                                                                    connector
                                                                                                    .id()
                                                                                                    .length()
                                                                                            + 1))
                                                            .toList())
                                            + "."));
        }

        /** Credentials come from the environment or a data folder, never from the command line. */
        private Connection connection(FileConnector connector) {
            if (connection != null) {
                return stored(connector);
            }
            Optional<String> token = variable("HOOKLINE_TRY_TOKEN");
            Optional<String> user = variable("HOOKLINE_TRY_USER");
            Auth auth =
                    user.isPresent()
                            ? new Auth.Basic(
                                    user.get(),
                                    new Secret(variable("HOOKLINE_TRY_PASSWORD").orElse("")))
                            : token.<Auth>map(value -> new Auth.Token(new Secret(value)))
                                    .orElse(new Auth.None());
            return new Connection(
                    "trial", "trial", connector.id(), Optional.ofNullable(baseUrl), auth);
        }

        private static Optional<String> variable(String name) {
            return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
        }

        private Connection stored(FileConnector connector) {
            InstantSource clock = InstantSource.system();
            try (OpenFolder folder = OpenFolder.at(data.path())) {
                Connection found =
                        new Workspace(
                                        folder.database(),
                                        folder.sealer(),
                                        new DatabaseEventLog(folder.database(), clock),
                                        clock)
                                .connections()
                                .connection(connection)
                                .orElseThrow(() ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "There is no connection with the id "
                                                        + connection
                                                        + " that is set up."));
                if (!found.connector().equals(connector.id())) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "The connection is one of "
                                    + found.connector()
                                    + ", the file of "
                                    + connector.id()
                                    + ".");
                }
                return baseUrl == null ? found : found.at(baseUrl);
            }
        }
    }
}
