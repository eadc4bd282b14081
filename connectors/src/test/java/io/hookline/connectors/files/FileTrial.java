package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.connectors.TrialContext;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.ChoiceRequest;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Runs single cards of a connector file against a local endpoint, as a flow would. */
final class FileTrial implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    /** For files whose cards are not run. */
    static final Calls NO_CALLS =
            new Calls(new HttpSender(new AddressGuard(List.of(), false)), InstantSource.fixed(NOW));

    final TestingEndpoint endpoint;
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final FileConnector connector;

    /** What a helper flow was given. */
    final List<JsonNode> streamed = new ArrayList<>();

    /** Inputs that are linked, as {@code group/key}. */
    final Set<String> linked = new HashSet<>();

    Auth auth = new Auth.Token(new Secret("s3cret-token"));
    Reach reach = Reach.USUAL;
    Optional<URI> baseUrl;

    private FileTrial(String text, TestingEndpoint endpoint) {
        this.endpoint = endpoint;
        this.baseUrl = Optional.of(endpoint.uri(""));
        this.connector =
                ConnectorFiles.read(text, new Calls(sender, InstantSource.fixed(NOW), time -> {}));
    }

    /** Tries a file against an endpoint that answers what the function says. */
    static FileTrial of(String text, Function<Asked, Answered> behaviour) throws IOException {
        return new FileTrial(text, TestingEndpoint.that(behaviour));
    }

    /** Tries a file against an endpoint that gives these answers in turn. */
    static FileTrial answering(String text, Answered... answers) throws IOException {
        return new FileTrial(text, TestingEndpoint.answering(answers));
    }

    FileConnector connector() {
        return connector;
    }

    CardDefinition card(String name) {
        return connector.cards().stream()
                .filter(card -> card.id().equals(connector.id() + "." + name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Runs a card.
     *
     * @param inputs as JSON with single quotes, groups as nested objects
     * @return its outputs in the same form
     */
    JsonNode run(String name, String inputs) {
        return run(name, (ObjectNode) JsonText.read(inputs.replace('\'', '"')));
    }

    JsonNode run(String name, ObjectNode inputs) {
        return CardTrial.run(
                card(name), inputs, new TrialContext(connection(), NOW, linked, streamed));
    }

    /** The choices of an input, by its key. */
    ChoicePage choices(String name, String key, String inputs, String search) {
        return card(name).inputs().stream()
                .filter(field -> field.key().equals(key))
                .flatMap(field -> field.form().source().stream())
                .findFirst()
                .orElseThrow()
                .load(
                        new ChoiceRequest(
                                connection(),
                                (ObjectNode) JsonText.read(inputs.replace('\'', '"')),
                                search,
                                Optional.empty()));
    }

    /** The fields of a group of inputs, as the service names them. */
    List<FieldDefinition> fields(String name, String group, String inputs) {
        return card(name).moreInputs().stream()
                .filter(more -> more.group().equals(group))
                .flatMap(more -> more.loaded().stream())
                .findFirst()
                .orElseThrow()
                .load(connection(), (ObjectNode) JsonText.read(inputs.replace('\'', '"')));
    }

    /** The requests so far: method, path with query, and body where there is one. */
    List<String> asked() {
        return endpoint.asked().stream()
                .map(request ->
                        (request.method() + " " + request.uri() + " " + request.body()).strip())
                .toList();
    }

    private Connection connection() {
        return new Connection("c1", "Ours", connector.id(), baseUrl, auth).reaching(reach);
    }

    @Override
    public void close() {
        endpoint.close();
        sender.close();
    }
}
