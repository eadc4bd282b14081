package io.hookline.connectors;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Secret;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a card knows of the execution that a test simulates. */
public record TestingContext(Mode mode, Connection connection) implements CardContext {
    public static TestingContext to(URI base) {
        return to(base, new Auth.Token(new Secret("xoxb-s3cret")));
    }

    public static TestingContext to(URI base, Auth auth) {
        return new TestingContext(
                Mode.ON, new Connection("c1", "Security team", "slack", Optional.of(base), auth));
    }

    public TestingContext observed() {
        return new TestingContext(Mode.OBSERVE, connection);
    }

    @Override
    public UUID execution() {
        return new UUID(1, 2);
    }

    @Override
    public String idempotencyKey() {
        return "execution/7";
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public List<DeclaredField> outputs() {
        return List.of();
    }
}
