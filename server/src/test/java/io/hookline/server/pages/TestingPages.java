package io.hookline.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.AccessLog;
import io.hookline.server.access.Authenticator;
import io.hookline.server.access.Authority;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Sealer;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.TestingSealer;
import io.hookline.server.access.Tokens;
import io.hookline.server.access.http.AuthenticationFilter;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.access.http.RequestLimit;
import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.http.FreePort;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;
import io.hookline.server.store.TestDatabase;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The pages on a free port, with sign-in and database as they are and data that a test gives. */
final class TestingPages implements AutoCloseable {
    static final Secret PASSWORD = new Secret("correct horse battery");

    final Data data = new Data();
    final Optional<String> setupToken;
    private final TestDatabase database;
    private final int port = FreePort.find();
    private final TestServer web;

    private TestingPages(Path folder, Optional<Secret> password) {
        // Time stands still, so that however slow a machine is, no wait is over by itself.
        InstantSource clock = InstantSource.fixed(Instant.now());
        database = TestDatabase.open(folder);
        AccessLog log = (transaction, event) -> {};
        Authority authority = Authority.of(database);
        Sealer sealer = TestingSealer.in(folder.resolve("keys"));
        Sessions sessions = new Sessions(database, authority, log, sealer, clock);
        SignIn signIn =
                new SignIn(
                        database, authority, log, sessions, sealer, Optional.of(2), false, clock);
        setupToken = signIn.prepare(password);
        OwnHosts hosts = new OwnHosts(uri(), "127.0.0.1");
        Tokens tokens =
                new Tokens(
                        database, authority, log, clock, Optional.of(new Secret("t".repeat(40))));
        AuthenticationFilter filter =
                new AuthenticationFilter(
                        hosts,
                        new Authenticator(tokens, Optional.empty(), database, log, clock),
                        sessions,
                        new RequestLimit(OptionalInt.empty(), database, log, clock));
        Router router =
                new Router(uri(), new ClientAddress(List.of()))
                        .filter(filter)
                        .add(new SignInPages(signIn, tokens, hosts).routes())
                        .add(new Pages(data).routes())
                        .missingPage(Pages::missing);
        web = TestServer.of(router, port);
    }

    static TestingPages withPassword(Path folder) {
        return new TestingPages(folder, Optional.of(PASSWORD));
    }

    static TestingPages withSetupLink(Path folder) {
        return new TestingPages(folder, Optional.empty());
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        web.close();
        database.close();
    }

    /** What the pages show. */
    static final class Data implements PageData {
        Optional<String> lift = Optional.empty();
        Optional<LaneStatus> lane = Optional.empty();
        final List<ObjectNode> hooks = new ArrayList<>();
        final List<ObjectNode> flows = new ArrayList<>();
        final List<ObjectNode> connections = new ArrayList<>();
        final List<ObjectNode> executions = new ArrayList<>();
        final List<StoredEvent> events = new ArrayList<>();

        @Override
        public Optional<String> lift() {
            return lift;
        }

        @Override
        public List<ObjectNode> hooks() {
            return hooks;
        }

        @Override
        public Optional<LaneStatus> lane(String hookId) {
            return lane;
        }

        @Override
        public List<ObjectNode> flows() {
            return flows;
        }

        @Override
        public Optional<ObjectNode> flow(String id) {
            return flows.stream().filter(flow -> flow.path("id").asText().equals(id)).findFirst();
        }

        @Override
        public List<ObjectNode> connections() {
            return connections;
        }

        @Override
        public Optional<ObjectNode> connection(String id) {
            return connections.stream()
                    .filter(connection -> connection.path("id").asText().equals(id))
                    .findFirst();
        }

        @Override
        public List<ObjectNode> users(String connection) {
            return flows;
        }

        @Override
        public List<ObjectNode> executions(ExecutionQuery query) {
            return executions.stream()
                    .filter(execution ->
                            query.parent()
                                    .map(UUID::toString)
                                    .orElse("")
                                    .equals(execution.path("parent").asText("")))
                    .limit(query.limit())
                    .toList();
        }

        @Override
        public Optional<ObjectNode> execution(UUID id) {
            return executions.stream()
                    .filter(execution -> execution.path("id").asText().equals(id.toString()))
                    .findFirst();
        }

        @Override
        public List<StoredEvent> events(int limit) {
            return events.stream().limit(limit).toList();
        }
    }
}
