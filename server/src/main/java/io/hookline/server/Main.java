package io.hookline.server;

import io.hookline.compute.Carriers;

import java.util.Optional;

/** The program: {@code java -jar hookline.jar start}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Carriers.prepare();
        Optional<Starting> starting = Starting.plain(arguments);
        if (starting.isPresent()) {
            WarmUp.begin();
        }
        System.exit(starting.map(Starting::runOrRefuse).orElseGet(() -> commands(arguments)));
    }

    private static int commands(String... arguments) {
        return Commands.line().execute(arguments);
    }
}
