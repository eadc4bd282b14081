package io.hookline.server.studio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.hookline.connectors.ConnectionTests;
import io.hookline.connectors.InstalledCards;
import io.hookline.connectors.files.ConnectorFolder;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.model.FlowCard;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.MailSender;
import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Permission;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.http.RequestFilter;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;
import io.hookline.server.json.Json;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.Sql;
import io.hookline.server.store.TestDatabase;
import io.hookline.server.studio.check.CardReview;
import io.hookline.server.studio.connector.LoadedConnectors;
import io.hookline.server.studio.flow.FlowRuns;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.http.AuthorizeApi;
import io.hookline.server.studio.http.StudioApi;
import io.hookline.server.studio.table.RowSweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A studio on a real database behind a real server. */
public final class TestStudio implements AutoCloseable {
    static final URI BASE = URI.create("https://hooks.example.com");

    /** The real cards, none of which ever runs here. */
    private static final CardCatalog CARDS = InstalledCards.catalog(null, null, null, null);

    /** Files may nest deeper than other documents. */
    private static final ObjectMapper DEEP =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(1_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    public final Studio studio;
    public final Workspace workspace;
    public final DatabaseEventLog events;
    private final Path folder;
    private final TestDatabase database;
    private final TestServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of(), true));
    private volatile Set<Permission> permissions = EnumSet.allOf(Permission.class);

    public TestStudio(Path folder) {
        this(folder, CARDS::resolve);
    }

    public TestStudio(Path folder, CardReview cards) {
        this(folder, cards, CardCatalog.of());
    }

    /**
     * @param shown the cards that the API shows and asks
     */
    public TestStudio(Path folder, CardCatalog shown) {
        this(folder, shown::resolve, shown);
    }

    private TestStudio(Path folder, CardReview cards, CardCatalog shown) {
        this.folder = folder;
        database = TestDatabase.open(folder.resolve("data"));
        events = new DatabaseEventLog(database, InstantSource.system());
        workspace = new Workspace(database, sealer(), events, InstantSource.system());
        studio = new Studio(workspace, cards);
        Calls calls = new Calls(sender, InstantSource.system());
        Router router =
                new Router(BASE, new ClientAddress(List.of()))
                        .add(
                                new StudioApi(
                                                studio,
                                                new LoadedConnectors(
                                                        shown,
                                                        List.of(),
                                                        new ConnectorFolder(
                                                                folder.resolve("connectors"),
                                                                calls,
                                                                InstantSource.system(),
                                                                Set.of())),
                                                new ConnectionTests(
                                                        calls,
                                                        new MailSender(
                                                                new AddressGuard(
                                                                        List.of(), false))),
                                                AuthorizeApi.of(
                                                        workspace.connections(),
                                                        calls,
                                                        InstantSource.system()),
                                                uri -> uri.getHost().equals("127.0.0.1"),
                                                FlowRuns.NONE)
                                        .routes());
        server = TestServer.of(router.filter(request -> RequestFilter.Pass.of(caller())));
    }

    private TinkSealer sealer() {
        try (DataFolder keys = DataFolder.lock(folder.resolve("keys"))) {
            return TinkSealer.inFolder(keys);
        }
    }

    private Caller caller() {
        return new Caller("00u1", "ada", Caller.Kind.USER, permissions, "203.0.113.7");
    }

    /** Whether a card is known here: one that runs, or an event card. */
    public static boolean isInstalled(FlowCard card) {
        return CARDS.find(card.id()).isPresent();
    }

    public void permissions(Set<Permission> allowed) {
        permissions = allowed;
    }

    /** A flow as what runs it gets it. */
    public PublishedFlow flow(String id) {
        return studio.flows().byId(id).orElseThrow();
    }

    /** Changes stored rows, as an earlier version or a fault might have left them. */
    public void change(String sql) {
        database.write(transaction -> transaction.prepare(Sql.once(sql)).update());
    }

    /** The number that a query gives. */
    public long stored(String sql) {
        return database.read(transaction ->
                transaction
                        .prepare(Sql.once(sql.replace("count(*)", "count(*) AS many")))
                        .one(row -> row.number("many")));
    }

    /** How many rows each table of the database has. */
    public Map<String, Long> rows() {
        return database.read(transaction -> {
            Map<String, Long> rows = new TreeMap<>();
            List<String> tables =
                    transaction
                            .prepare(
                                    Sql.once("SELECT name FROM sqlite_master WHERE type = 'table'"))
                            .list(row -> row.text("name"));
            for (String table : tables) {
                rows.put(
                        table,
                        transaction
                                .prepare(Sql.once("SELECT count(*) AS many FROM \"" + table + "\""))
                                .one(row -> row.number("many")));
            }
            return rows;
        });
    }

    /** The types of the events in the log. */
    public List<String> eventTypes() {
        return events.read(0, List.of(), 10_000).stream().map(StoredEvent::eventType).toList();
    }

    /** An answer with its body. */
    public record Answer(int status, JsonNode body, HttpResponse<byte[]> raw) {
        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        public String text(String pointer) {
            return body.at(pointer).asText();
        }

        public byte[] bytes() {
            return raw.body();
        }
    }

    public Answer get(String path) {
        return send("GET", path, new byte[0]);
    }

    public Answer post(String path, String json) {
        return send("POST", path, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer post(String path, JsonNode json) {
        return send("POST", path, Json.bytes(json));
    }

    public Answer put(String path, JsonNode json, String... headers) {
        return send("PUT", path, Json.bytes(json), headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, new byte[0]);
    }

    /** Deletes what still has that version. */
    public Answer deleteIf(String path, String version) {
        return send("DELETE", path, new byte[0], "If-Match", version);
    }

    /** Sends a body of another type than JSON. */
    public Answer send(String method, String path, String type, String body) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", type);
    }

    /** The text that is answered. */
    public String text(String path) {
        return new String(get(path).bytes(), StandardCharsets.UTF_8);
    }

    /** Deletes of rows what nobody sees any more, as retention does. */
    public void sweep() {
        sweepWhileRunningSince(System.currentTimeMillis());
    }

    /**
     * As {@link #sweep}.
     *
     * @param since when the oldest execution began that runs now, in milliseconds
     */
    public void sweepWhileRunningSince(long since) {
        long now = System.currentTimeMillis();
        RowSweep sweep = workspace.rowSweep();
        while (database.write(transaction -> sweep.slice(transaction, now, since)) > 0) {}
    }

    public Answer importFile(String folder, byte[] file) {
        return send("POST", "/flows/import?folder=" + folder, file);
    }

    Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + server.port()
                                                + "/api/hookline/v1"
                                                + path))
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response =
                    client.send(request.build(), BodyHandlers.ofByteArray());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode json =
                    response.body().length == 0 || !isJson
                            ? Json.MAPPER.missingNode()
                            : DEEP.readTree(response.body());
            return new Answer(response.statusCode(), json, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        events.close();
        client.close();
        sender.close();
        database.close();
    }
}
