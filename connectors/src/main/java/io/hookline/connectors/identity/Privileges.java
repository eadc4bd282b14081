package io.hookline.connectors.identity;

import io.hookline.connectors.identity.IdentitySystem.Person;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Privileged;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is privileged, as the connection defines it. Believed for a minute, as a wave of events asks
 * of the same people again and again.
 */
final class Privileges {
    static final Duration BELIEVED = Duration.ofMinutes(1);
    private static final int MOST_KNOWN = 10_000;

    private final InstantSource clock;

    /** The oldest first. */
    private final Map<Key, Known> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
                    return size() > MOST_KNOWN;
                }
            };

    /** With the definition: one that was changed counts at once. */
    private record Key(String connection, String base, Privileged definition, String user) {}

    /**
     * @param reason the role or group that makes the user privileged
     */
    private record Known(Optional<String> reason, Instant since) {}

    Privileges(InstantSource clock) {
        this.clock = clock;
    }

    /** Why a user is privileged; empty when they are not. */
    Optional<String> reason(CardContext context, IdentitySystem system, Person person) {
        Connection connection = context.connection();
        Privileged definition = connection.reach().privileged();
        if (definition.isEmpty()) {
            throw new CardFailure.Invalid(
                    "The connection \""
                            + connection.name()
                            + "\" does not say who is privileged. Name roles or groups in its"
                            + " privileged.");
        }
        Key key =
                new Key(
                        connection.id(),
                        connection.baseUrl().map(Object::toString).orElse(""),
                        definition,
                        person.id());
        Instant now = clock.instant();
        synchronized (known) {
            Known before = known.get(key);
            if (before != null && before.since().plus(BELIEVED).isAfter(now)) {
                return before.reason();
            }
        }
        Optional<String> reason = looked(context, system, person, definition);
        synchronized (known) {
            known.remove(key);
            known.put(key, new Known(reason, now));
        }
        return reason;
    }

    private static Optional<String> looked(
            CardContext context, IdentitySystem system, Person person, Privileged definition) {
        Optional<String> role =
                definition.roles().isEmpty()
                        ? Optional.empty()
                        : definition
                                .role(
                                        system.roles(
                                                context,
                                                person.id(),
                                                Set.copyOf(definition.roles())))
                                .map(name -> "Role " + name);
        return role.isPresent() || definition.groups().isEmpty()
                ? role
                : definition
                        .group(system.groups(context, person.id()))
                        .map(name -> "Group " + name);
    }
}
