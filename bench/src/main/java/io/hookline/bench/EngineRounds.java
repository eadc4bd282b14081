package io.hookline.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code hookline bench engine}. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how flows run: the phishing flow and one of 50 cards, loops and a stream with"
                + " their helpers, executions that wait, the import of a large file, and how long"
                + " one flow's start is held up by the many waiting executions of another.",
            "One line of JSON per figure; all of it takes about five minutes. What the rounds make"
                    + " in a server given with --url stays there, and that server is not killed:"
                    + " whether waiting executions outlive it is then not measured."
        })
final class EngineRounds implements Callable<Integer> {
    private static final int FULL = 100_000;

    /** What can be measured, in the order in which it is. */
    enum Round {
        phishing,
        cards50,
        each,
        map,
        stream,
        waiting,
        importing,
        fair
    }

    @Spec private CommandSpec spec;
    @Mixin private ServerOptions target = new ServerOptions();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "phishing,cards50,each,map,stream,waiting,importing,fair",
            description = "Which rounds are made (${DEFAULT-VALUE}).")
    private Set<Round> only = Set.of();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many connections send at once (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--executions",
            paramLabel = "N",
            defaultValue = "30000",
            description = "Executions of the phishing flow and of 50 cards (${DEFAULT-VALUE}).")
    private int executions;

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "Items of the loops, and rows of the table that is streamed, 100,000 at most"
                            + " (${DEFAULT-VALUE}).")
    private int items;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "Executions that wait for days, and as many again that are due within a minute"
                            + " (${DEFAULT-VALUE}).")
    private int waiting;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Executions of one flow that wait to be started (${DEFAULT-VALUE}).")
    private int backlog;

    @Option(
            names = "--flopacks",
            paramLabel = "DIR",
            defaultValue = "../shared/flopacks",
            description =
                    "Where the files are of which the largest is imported (${DEFAULT-VALUE}); one"
                            + " is made when there are none.")
    private Path flopacks = Path.of("");

    @Option(
            names = "--full",
            description = "The same as --items 100000 --backlog 100000, as the aims have it.")
    private boolean full;

    @Override
    public Integer call() throws IOException {
        target.defect()
                .or(() ->
                        Math.min(Math.min(connections, executions), Math.min(items, waiting)) < 1
                                        || backlog < 1
                                ? Optional.of("All numbers must be positive.")
                                : Optional.empty())
                .ifPresent(defect -> {
                    throw new ParameterException(spec.commandLine(), defect);
                });
        try (CountingSlack slack = new CountingSlack(Requests.MOST_NUMBERS);
                Server server = Server.of(target)) {
            EngineLoad load = new EngineLoad(server, slack, new Requests(connections), System.out);
            for (Round round : Round.values()) {
                if (only.contains(round)) {
                    run(round, load);
                }
            }
        }
        return 0;
    }

    private void run(Round round, EngineLoad load) throws IOException {
        switch (round) {
            case phishing -> {
                byte[] file = Resources.flow("phishing.flopack");
                ObjectNode line =
                        load.measure("phishing flow", file, Bodies.envelope(), executions);
                load.print(line.put("budget", 8_000));
            }
            case cards50 -> {
                ObjectNode line =
                        load.measure(
                                "flow of 50 cards",
                                BenchFlow.file(FiftyCards.flow()),
                                FiftyCards.BODY,
                                executions);
                load.print(line.put("cardsPerSecond", 50 * line.get("perSecond").asLong()));
            }
            case each -> new LoopRound(load).each(full ? FULL : items);
            case map -> new LoopRound(load).map(full ? FULL : items);
            case stream -> new LoopRound(load).stream(full ? FULL : items);
            case waiting -> new WaitingRound(load).run(waiting);
            case importing -> new ImportRound(load).run(flopacks);
            case fair -> new FairRound(load).run(full ? FULL : backlog);
        }
    }
}
