package io.hookline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The server under load: given, or started for this run and thrown away. */
final class Server implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = new byte[0];
    private static final String OURS = "/api/hookline/v1";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String token;
    private final Optional<OwnProcess> own;
    private Optional<ProcessHandle> process;

    private Server(
            URI url, String token, Optional<OwnProcess> own, Optional<ProcessHandle> process) {
        this.url = url;
        this.token = token;
        this.own = own;
        this.process = process;
    }

    /**
     * How a server that belongs to this run is started.
     *
     * @param folder is thrown away in the end
     */
    private record OwnProcess(Path folder, int port, String token, List<String> more) {
        Process start() throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(
                                    Path.of("hookline").toAbsolutePath().toString(),
                                    "start",
                                    "--port",
                                    "" + port,
                                    "--data",
                                    folder.resolve("data").toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log().toFile());
            builder.command().addAll(more);
            builder.environment().put("HOOKLINE_API_TOKEN", token);
            builder.environment().put("HOOKLINE_ADMIN_PASSWORD", token);
            builder.environment().put("HOOKLINE_OUTBOUND_ALLOW", "127.0.0.0/8");
            return builder.start();
        }

        Path log() {
            return folder.resolve("server.log");
        }
    }

    static Server of(ServerOptions options) {
        return of(options, List.of());
    }

    /**
     * @param more options of a server that is started
     */
    static Server of(ServerOptions options, List<String> more) {
        return options.url()
                .map(url ->
                        new Server(
                                url,
                                options.token(),
                                Optional.empty(),
                                options.pid().flatMap(ProcessHandle::of)))
                .orElseGet(() -> start(more));
    }

    private static Server start(List<String> more) {
        try {
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            OwnProcess own =
                    new OwnProcess(
                            Files.createTempDirectory("hookline-bench-"),
                            port,
                            "bench-only-0123456789abcdef0123456789",
                            more);
            Server server =
                    new Server(
                            URI.create("http://127.0.0.1:" + port),
                            own.token(),
                            Optional.of(own),
                            Optional.empty());
            server.start(own);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(OwnProcess own) throws IOException {
        Process started = own.start();
        process = Optional.of(started.toHandle());
        awaitReady(started, own.log());
    }

    /** Whether this run started the server, and may kill it. */
    boolean isOwn() {
        return own.isPresent();
    }

    /** Kills the server and starts it again. */
    void killAndStart() {
        process.ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
        });
        try {
            start(own.orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Process started, Path log) throws IOException {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (System.nanoTime() < end) {
            try {
                if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            "The server did not start:\n" + Files.readString(log));
                }
                HttpRequest question = HttpRequest.newBuilder(url.resolve("/health/ready")).build();
                if (client.send(question, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("The server was not ready within five minutes");
    }

    URI at(String path) {
        return url.resolve(path);
    }

    String token() {
        return token;
    }

    /** Brings in the flows of a file, all off. */
    JsonNode importFile(byte[] flopack) {
        return call("POST", OURS + "/flows/import?folder=Bench", flopack);
    }

    /**
     * The first flow of a file and its helpers, imported, connected to a Slack and on; answers
     * where to invoke it.
     */
    Flow prepare(byte[] flopack, URI slack) {
        return prepare(
                flopack,
                stub ->
                        stub.put("baseUrl", slack.toString())
                                .putObject("auth")
                                .put("type", "token")
                                .put("token", "xoxb-bench"));
    }

    /** The same with connections that somebody fills. */
    Flow prepare(byte[] flopack, Consumer<ObjectNode> connection) {
        JsonNode imported = importFile(flopack);
        for (JsonNode stub : imported.get("connections")) {
            ObjectNode filled = stub.deepCopy();
            connection.accept(filled);
            call("PUT", OURS + "/connections/" + stub.get("id").asText(), bytes(filled));
        }
        String id = imported.at("/flows/0/id").asText();
        ObjectNode choice = JsonNodeFactory.instance.objectNode().put("saveData", true);
        call("POST", OURS + "/flows/" + id + "/on?helpers=true", bytes(choice));
        JsonNode flow = call("GET", OURS + "/flows/" + id, NOTHING);
        return new Flow(id, URI.create(flow.get("invokeUrl").asText()));
    }

    /** A flow and its address. */
    record Flow(String id, URI invokeUrl) {}

    /** A hook that hands the matching events of one type to a flow. */
    void hook(Flow flow, String eventType, String filter) {
        hook("Bench", flow.invokeUrl(), eventType, Optional.of(filter));
    }

    /** A hook on one type; answers its id. */
    String hook(String name, URI receiver, String eventType, Optional<String> filter) {
        ObjectNode hook = JsonNodeFactory.instance.objectNode().put("name", name);
        ObjectNode events = hook.putObject("events").put("type", "EVENT_TYPE");
        events.putArray("items").add(eventType);
        filter.ifPresent(expression ->
                events.putObject("filter")
                        .put("type", "EXPRESSION_LANGUAGE")
                        .putArray("eventFilterMap")
                        .addObject()
                        .put("event", eventType)
                        .putObject("condition")
                        .put("expression", expression));
        hook.putObject("channel")
                .put("type", "HTTP")
                .put("version", "1.0.0")
                .putObject("config")
                .put("uri", receiver.toString());
        return call("POST", "/api/v1/eventHooks", bytes(hook)).get("id").asText();
    }

    /** Whether everything accepted has been run, or waits. */
    boolean isIdle(Flow flow) {
        return Stream.of("QUEUED", "RUNNING")
                .allMatch(status ->
                        executions("limit=1&flow=" + flow.id() + "&status=" + status).isEmpty());
    }

    /** What was accepted must be run before something else is measured. */
    void awaitIdle(Flow flow) {
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (!isIdle(flow) && System.nanoTime() < end) {
            pause(Duration.ofMillis(100));
        }
    }

    /** A page of executions. */
    JsonNode executions(String query) {
        return call("GET", OURS + "/executions?" + query, NOTHING);
    }

    /** One execution with its steps. */
    JsonNode execution(String id) {
        return call("GET", OURS + "/executions/" + id, NOTHING);
    }

    /** Halts executions, or continues them. */
    void halt(boolean halted) {
        call(
                "PUT",
                OURS + "/halt",
                bytes(JsonNodeFactory.instance.objectNode().put("halted", halted)));
    }

    /** What was accepted and has not ended, waiting or not. */
    long unfinished() {
        return answer("GET", "/metrics", NOTHING)
                .lines()
                .filter(line -> line.startsWith("hookline_executions_queued "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** CPU time used so far; empty when the process is unknown. */
    Optional<Duration> cpu() {
        return process.flatMap(handle -> handle.info().totalCpuDuration());
    }

    /** Resident memory in MiB; empty when the process is unknown. */
    Optional<Long> residentMiB() {
        return process.map(handle -> Path.of("/proc/" + handle.pid() + "/status"))
                .filter(Files::isReadable)
                .flatMap(file -> {
                    try (Stream<String> lines = Files.lines(file)) {
                        return lines.filter(line -> line.startsWith("VmRSS:"))
                                .map(line -> line.replaceAll("\\D", ""))
                                .map(kib -> Long.parseLong(kib) / 1024)
                                .findFirst();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** Bytes of live objects after a collection; empty when the process is unknown. */
    Optional<Long> liveHeap() {
        return process.map(handle -> {
            try {
                Process histogram =
                        new ProcessBuilder(
                                        Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                                .toString(),
                                        "" + handle.pid(),
                                        "GC.class_histogram")
                                .redirectErrorStream(true)
                                .start();
                String all = new String(histogram.getInputStream().readAllBytes(), UTF_8);
                return all.lines()
                        .filter(line -> line.startsWith("Total"))
                        .map(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(all));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** How long the thread that writes has computed; zero where the system does not say. */
    Duration writerCpu() {
        if (process.isEmpty()) {
            return Duration.ZERO;
        }
        Path threads = Path.of("/proc", Long.toString(process.get().pid()), "task");
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : (Iterable<Path>) all::iterator) {
                if (Files.readString(thread.resolve("comm")).strip().equals("store-writer")) {
                    String stat = Files.readString(thread.resolve("stat"));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    // utime and stime, in hundredths of a second.
                    return Duration.ofMillis(
                            10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
                }
            }
        } catch (IOException e) {
            return Duration.ZERO;
        }
        return Duration.ZERO;
    }

    /** How many events a hook has delivered since the start. */
    long delivered(String hook) {
        return call("GET", OURS + "/eventHooks/" + hook + "/delivery", NOTHING)
                .at("/sinceStart/events")
                .asLong();
    }

    /** An act without a body. */
    void post(String path) {
        call("POST", path, NOTHING);
    }

    private JsonNode call(String method, String path, byte[] body) {
        try {
            return JSON.readTree(answer(method, path, body));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }

    private String answer(String method, String path, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(at(path))
                        .header("Authorization", "SSWS " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        method + " " + path + " -> " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(UTF_8);
    }

    @Override
    public void close() {
        if (own.isEmpty()) {
            return;
        }
        process.ifPresent(handle -> {
            handle.destroy();
            handle.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        });
        try (Stream<Path> files = Files.walk(own.orElseThrow().folder())) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
