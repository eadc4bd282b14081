package io.hookline.server.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Permission;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.delivery.attempt.RetrySchedule;
import io.hookline.server.delivery.http.DeliveryRoutes;
import io.hookline.server.delivery.preview.PreviewEvents;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.http.EventHookApi;
import io.hookline.server.hook.http.FilterApi;
import io.hookline.server.hook.http.SigningApi;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.hook.lifecycle.HookRules;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.RequestFilter;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;
import io.hookline.server.json.Json;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.SqliteDatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Hooks and deliveries as they run in the server: real database, real log, real HTTP. */
public final class DeliveryWorld implements AutoCloseable {
    private static final Sql VERIFIED =
            Sql.of(
                    """
                    UPDATE event_hook SET verification = 'VERIFIED', status = 'INACTIVE'
                    WHERE id = :id\
                    """);

    public static final String TYPE = "user.session.start";

    static final RetrySchedule QUICK =
            new RetrySchedule(
                    Duration.ofSeconds(3),
                    Duration.ofMillis(20),
                    Duration.ofMillis(80),
                    Duration.ofMillis(80),
                    Duration.ofHours(1),
                    Duration.ofHours(72));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public final TestFlows flows;
    private final Path path;
    private final RetrySchedule schedule;
    private final HookSettings settings;
    private Function<String, Optional<ObjectNode>> samples = type -> Optional.empty();
    private Set<Permission> permissions = EnumSet.allOf(Permission.class);
    private DataFolder folder;
    private Database database;
    private DatabaseEventLog log;
    private HookStore store;
    private Deliveries deliveries;
    private HttpSender sender;
    private TestServer web;

    private DeliveryWorld(Path path, RetrySchedule schedule, boolean development) {
        this(path, schedule, development, HookRules.DEFAULT);
    }

    private DeliveryWorld(Path path, RetrySchedule schedule, boolean development, HookRules rules) {
        this.path = path;
        this.schedule = schedule;
        this.flows = new TestFlows();
        this.settings =
                new HookSettings(development, rules, 10, URI.create("https://hooks.example.com"));
        open();
    }

    public static DeliveryWorld open(Path path) {
        return new DeliveryWorld(path, QUICK, true);
    }

    public static DeliveryWorld open(Path path, HookRules rules) {
        return new DeliveryWorld(path, QUICK, true, rules);
    }

    /** As it runs without {@code --dev}. */
    public static DeliveryWorld strict(Path path) {
        return new DeliveryWorld(path, QUICK, false);
    }

    /** Whose receivers have but a moment to answer. */
    public static DeliveryWorld impatient(Path path) {
        return new DeliveryWorld(
                path,
                new RetrySchedule(
                        Duration.ofMillis(600),
                        QUICK.first(),
                        QUICK.cap(),
                        QUICK.lateCap(),
                        QUICK.young(),
                        QUICK.giveUp()),
                true);
    }

    /** What the catalog has as samples. */
    public void samples(Function<String, Optional<ObjectNode>> of) {
        samples = of;
    }

    private void open() {
        InstantSource clock = InstantSource.system();
        folder = DataFolder.lock(path);
        database =
                SqliteDatabase.open(
                        folder,
                        failure -> {
                            throw new AssertionError(failure);
                        });
        flows.open(database);
        log = new DatabaseEventLog(database, clock);
        sender = new HttpSender(new AddressGuard(List.of(), true));
        store = new HookStore(TinkSealer.inFolder(folder));
        HookContext context = new HookContext(database, store, log, flows, sender, settings, clock);
        deliveries = new Deliveries(context, schedule);
        Hooks hooks = new Hooks(context, deliveries);
        HookCheckup checkup = new HookCheckup(context, deliveries.progress());
        Router router =
                new Router(settings.baseUrl(), new ClientAddress(List.of()))
                        .filter(request ->
                                RequestFilter.Pass.of(
                                        new Caller(
                                                "00uadmin",
                                                "admin",
                                                Caller.Kind.USER,
                                                permissions,
                                                "127.0.0.1")))
                        .add(
                                new EventHookApi(hooks, checkup, EventCatalog.bundled(), context)
                                        .routes())
                        .add(new SigningApi(hooks, clock).routes())
                        .add(new FilterApi(log).routes())
                        .add(
                                DeliveryRoutes.of(
                                        deliveries,
                                        hooks,
                                        checkup,
                                        new PreviewEvents(log, type -> samples.apply(type), clock),
                                        clock));
        web = TestServer.of(router);
        deliveries.start();
    }

    /** Ends without a word, as a killed process does, and starts again on the same folder. */
    public void crash() {
        web.close();
        Deliveries abandoned = deliveries;
        HttpSender abandonedSender = sender;
        database.close();
        log.close();
        folder.close();
        Thread.ofVirtual()
                .start(() -> {
                    abandoned.close();
                    abandonedSender.close();
                });
        open();
    }

    /** Ends as asked to and starts again. */
    public void restart() {
        close();
        open();
    }

    @Override
    public void close() {
        web.close();
        deliveries.close();
        log.close();
        database.close();
        folder.close();
        sender.close();
    }

    public Database database() {
        return database;
    }

    public DatabaseEventLog log() {
        return log;
    }

    public HookStore hookStore() {
        return store;
    }

    public Deliveries running() {
        return deliveries;
    }

    public void allow(Permission... allowed) {
        permissions = Set.of(allowed);
    }

    // ---- the API

    /** An answer of the API. */
    public record Response(int status, JsonNode json, String link) {
        public String errorCode() {
            return json.path("errorCode").asText();
        }

        public List<String> causes() {
            return json.path("errorCauses")
                    .valueStream()
                    .map(cause -> cause.path("errorSummary").asText())
                    .toList();
        }
    }

    public Response call(String method, String pathAndQuery) {
        return call(method, pathAndQuery, "");
    }

    public Response call(String method, String pathAndQuery, JsonNode body) {
        return call(method, pathAndQuery, body.toString());
    }

    public Response call(String method, String pathAndQuery, String body) {
        try {
            URI uri =
                    pathAndQuery.startsWith("https://hooks.example.com")
                            ? URI.create(
                                    pathAndQuery.replace(
                                            "https://hooks.example.com",
                                            "http://127.0.0.1:" + web.port()))
                            : URI.create("http://127.0.0.1:" + web.port() + pathAndQuery);
            HttpResponse<String> response =
                    CLIENT.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new Response(
                    response.statusCode(),
                    response.body().isEmpty()
                            ? Json.MAPPER.missingNode()
                            : Json.MAPPER.readTree(response.body()),
                    response.headers().firstValue("Link").orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The body of a hook for all events of {@link #TYPE}. */
    public static ObjectNode hook(String name, String uri) {
        ObjectNode hook = Json.object();
        hook.put("name", name);
        hook.putObject("events").put("type", "EVENT_TYPE").putArray("items").add(TYPE);
        ObjectNode channel = hook.putObject("channel");
        channel.put("type", "HTTP").put("version", "1.0.0");
        channel.putObject("config").put("uri", uri);
        return hook;
    }

    /** Makes a hook that receives events; answers its id. */
    public String receiving(ObjectNode hook) {
        Response created = call("POST", "/api/v1/eventHooks", hook);
        if (created.status() != 200) {
            throw new AssertionError(created);
        }
        String id = created.json().path("id").asText();
        verifyWithoutAsking(id);
        return id;
    }

    /** For receivers that do not answer the challenge: verification is tested elsewhere. */
    private void verifyWithoutAsking(String id) {
        database.write(transaction -> transaction.prepare(VERIFIED).text("id", id).update());
        Response activated = call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/activate");
        if (activated.status() != 200) {
            throw new AssertionError(activated);
        }
    }

    public List<JsonNode> deliveries(String hookId, String query) {
        Response response =
                call("GET", "/api/hookline/v1/eventHooks/" + hookId + "/deliveries" + query);
        if (response.status() != 200) {
            throw new AssertionError(response);
        }
        return response.json().valueStream().toList();
    }

    // ---- events

    public static ObjectNode event(String type, String name) {
        ObjectNode event = Json.object();
        event.put("uuid", UUID.randomUUID().toString());
        event.put(
                "published",
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString());
        event.put("eventType", type);
        event.put("displayMessage", name);
        event.putObject("outcome").put("result", "SUCCESS").putNull("reason");
        event.putArray("target");
        return event;
    }

    /** Appends one event of {@link #TYPE} for each name, in one commit. */
    public void happen(String... names) {
        List<ObjectNode> events = new ArrayList<>();
        for (String name : names) {
            events.add(event(TYPE, name));
        }
        append(events);
    }

    public void append(List<ObjectNode> events) {
        database.write(transaction -> log.append(transaction, "test", events));
    }

    /** Appends an event of our own. */
    void report(ObjectNode event) {
        report(event, Lineage.NONE);
    }

    /** The same, at the end of a chain. */
    void report(ObjectNode event, Lineage lineage) {
        database.write(
                transaction -> log.append(transaction, AuditEvent.SOURCE, List.of(event), lineage));
    }

    /** All events of a type in the log. */
    public List<StoredEvent> logged(String type) {
        return log.read(0, List.of(type), 1_000);
    }

    static ArrayNode array() {
        return Json.MAPPER.createArrayNode();
    }

    /** Waits until an assertion holds; at most 15 seconds. */
    public static void eventually(Runnable assertion) {
        long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError | java.util.NoSuchElementException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(2_000_000);
            }
        }
    }
}
