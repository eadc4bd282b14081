package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code hookline bench cards}. */
@Command(
        name = "cards",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures with JMH what each function card costs in a flow, with the inputs of its"
                + " first example, and for some of them what plain Java costs that does the same."
                + " Of cards that call a helper it measures one call with a helper of one card.",
            "Cards that have other cards inside, end the flow or wait have no line of their own.",
            "One line of JSON per card; all of them take about seven minutes."
        })
final class CardsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--card",
            paramLabel = "ID",
            split = ",",
            description = "Which cards are measured; all without it.")
    private List<String> cards = List.of();

    @Option(names = "--full", description = "Ten seconds for each card instead of two.")
    private boolean full;

    @Override
    public Integer call() throws RunnerException {
        List<String> known = CardFlow.cards();
        for (String card : cards) {
            if (!known.contains(card)) {
                throw new ParameterException(
                        spec.commandLine(), "No card '" + card + "' can be measured.");
            }
        }
        for (String card : cards.isEmpty() ? known : cards) {
            Result<?> inAFlow = measure(card, "inAFlow");
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("bench", "card").put("card", card);
            line.put("nanos", rounded(inAFlow.getScore()));
            line.put("error", rounded(inAFlow.getScoreError()));
            if (PlainJava.of(card).isPresent()) {
                line.put("plainJavaNanos", rounded(measure(card, "plainJava").getScore()));
            }
            System.out.println(line);
            System.out.flush();
        }
        return 0;
    }

    private Result<?> measure(String card, String method) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("\\Q" + CardBench.class.getName() + "." + method + "\\E$")
                        .param("card", card)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow");
        if (full) {
            options.warmupIterations(5).warmupTime(TimeValue.seconds(1));
            options.measurementIterations(5).measurementTime(TimeValue.seconds(1));
        }
        RunResult result = new Runner(options.build()).runSingle();
        return result.getPrimaryResult();
    }

    private static double rounded(double nanos) {
        return Math.round(nanos * 10) / 10.0;
    }
}
