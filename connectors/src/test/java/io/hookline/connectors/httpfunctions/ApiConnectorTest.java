package io.hookline.connectors.httpfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Secret;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cards that call a system of the test. */
abstract class ApiConnectorTest {
    static final Auth TOKEN = new Auth.Token(new Secret("t0ken-of-the-connection"));
    static final Auth NONE = new Auth.None();

    final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    final List<Duration> pauses = new ArrayList<>();
    final ApiConnectorCards cards =
            new ApiConnectorCards(new Calls(sender, InstantSource.system(), pauses::add));
    Answered answer = Answered.ok("{\"id\":7}");
    TestingEndpoint system;

    @BeforeEach
    void open() throws IOException {
        system = TestingEndpoint.that(asked -> answer);
    }

    @AfterEach
    void close() {
        system.close();
        sender.close();
    }

    Asked asked() {
        return system.asked().getLast();
    }

    CardContext to(Auth auth) {
        return TestingContext.to(system.uri(""), auth);
    }

    /** A connection without a base URL. */
    static CardContext without(Auth auth) {
        TestingContext any = TestingContext.to(URI.create("https://example.org"), auth);
        return new TestingContext(
                any.mode(),
                new Connection("c1", "Security team", "httpfunctions", Optional.empty(), auth));
    }

    String url(String path) {
        return system.uri("") + path;
    }

    static Optional<JsonNode> none() {
        return Optional.empty();
    }

    static Optional<JsonNode> json(String text) {
        JsonNode value = JsonText.read(text);
        return value instanceof NullNode ? Optional.empty() : Optional.of(value);
    }

    static Optional<ObjectNode> headers(String text) {
        return Optional.of((ObjectNode) JsonText.read(text));
    }
}
