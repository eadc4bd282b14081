package io.hookline.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** {@code hookline bench filter}. */
@Command(
        name = "filter",
        mixinStandardHelpOptions = true,
        description =
                "Measures with JMH what one evaluation of a filter costs, beside Spring's SpEL on"
                        + " the same expressions and events.")
final class FilterCommand implements Callable<Integer> {
    @Override
    public Integer call() throws RunnerException {
        new Runner(new OptionsBuilder().include(FilterBench.class.getName()).build()).run();
        return 0;
    }
}
