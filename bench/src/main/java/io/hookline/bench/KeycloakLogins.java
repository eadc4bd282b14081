package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;

import io.hookline.keycloak.HooklineListenerFactory;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code hookline bench keycloak}. */
@Command(
        name = "keycloak",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long the event listener in Keycloak holds up a login: from the event to"
                    + " its line on disk.",
            "Keycloak itself is replaced by a session that knows one user."
        })
final class KeycloakLogins implements Callable<Integer> {
    private static final double BUDGET_MICROS = 1_000;
    private static final int WARM_UP = 20_000;

    @Option(
            names = "--logins",
            paramLabel = "N",
            defaultValue = "200",
            description = "Logins a second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each measurement takes (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many requests at a time (${DEFAULT-VALUE}).")
    private int threads;

    @Override
    public Integer call() throws Exception {
        measure("keycloakLogin", true);
        measure("keycloakLoginWhileHooklineIsDown", false);
        return 0;
    }

    private void measure(String name, boolean up) throws Exception {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/api/v1/logs",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(up ? 202 : 503, -1);
                    exchange.close();
                });
        receiver.start();
        Path spool = Files.createTempDirectory("hookline-bench-spool-");
        HooklineListenerFactory factory = new HooklineListenerFactory();
        factory.init(
                KeycloakStandIn.options(
                        Map.of(
                                "url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort(),
                                "token",
                                "a token of the bench",
                                "spool",
                                spool.toString())));
        factory.postInit(KeycloakStandIn.factory());
        ExecutorService requests = Executors.newFixedThreadPool(threads);
        try {
            all(requests, WARM_UP / threads, 0, factory);
            long[] nanos = all(requests, rate * seconds / threads, 1e9 * threads / rate, factory);
            print(name, nanos);
        } finally {
            requests.shutdownNow();
            factory.close();
            receiver.stop(0);
            delete(spool);
        }
    }

    private long[] all(
            ExecutorService requests, int each, double pause, HooklineListenerFactory factory)
            throws Exception {
        List<Future<long[]>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(requests.submit(() -> logins(each, pause, factory)));
        }
        List<long[]> parts = new ArrayList<>();
        for (Future<long[]> part : running) {
            parts.add(part.get());
        }
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    /** One thread of Keycloak: as many requests as that, so far apart. */
    private static long[] logins(int count, double pause, HooklineListenerFactory factory)
            throws InterruptedException {
        long[] nanos = new long[count];
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long wait = (next - System.nanoTime()) / 1_000_000;
            if (wait > 0) {
                Thread.sleep(wait);
            }
            next += (long) pause;
            Event event = login();
            KeycloakStandIn keycloak = new KeycloakStandIn();
            long begun = System.nanoTime();
            EventListenerProvider listener = factory.create(keycloak.session());
            listener.onEvent(event);
            keycloak.commit();
            nanos[i] = System.nanoTime() - begun;
        }
        return nanos;
    }

    private static Event login() {
        Event event = new Event();
        event.setId(UUID.randomUUID().toString());
        event.setType(EventType.LOGIN);
        event.setTime(System.currentTimeMillis());
        event.setRealmId(KeycloakStandIn.REALM);
        event.setRealmName("staff");
        event.setClientId("portal");
        event.setUserId("0b6f2a4e-6a7e-4a53-9c2b-1f4f6d1e7c11");
        event.setSessionId(UUID.randomUUID().toString());
        event.setIpAddress("198.51.100.4");
        event.setDetails(
                Map.of(
                        "auth_method", "openid-connect",
                        "redirect_uri", "https://portal.example.org/callback",
                        "consent", "no_consent_required",
                        "code_id", UUID.randomUUID().toString(),
                        "username", "ada"));
        return event;
    }

    private void print(String name, long[] sorted) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", name).put("loginsPerSecond", rate).put("threads", threads);
        line.put("p50Micros", micros(sorted, 0.5)).put("p99Micros", micros(sorted, 0.99));
        line.put("p999Micros", micros(sorted, 0.999)).put("maxMicros", micros(sorted, 1));
        System.out.println(line.put("budgetMicros", BUDGET_MICROS));
    }

    private static double micros(long[] sorted, double share) {
        int place = (int) Math.ceil(sorted.length * share) - 1;
        return Math.round(sorted[Math.max(0, place)] / 100.0) / 10.0;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
