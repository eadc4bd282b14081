package io.hookline.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.okta.OktaEvents;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardBody;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.Help;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.event.SampleEvents;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.World;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.json.Json;
import io.hookline.server.store.Sql;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A flow that an event starts goes on after a wait, whatever the event has and has not. */
class EventCardsWaitTest {
    private static final List<String> EVENTS =
            List.of(
                    "{}",
                    "{\"debugContext\": null, \"client\": null, \"actor\": null, \"target\": null,"
                            + " \"transaction\": null, \"authenticationContext\": null,"
                            + " \"securityContext\": null, \"outcome\": null,"
                            + " \"displayMessage\": null}",
                    "{\"debugContext\": {}, \"target\": [], \"client\": {}, \"outcome\": {}}",
                    "{\"debugContext\": {\"debugData\": null}, \"target\": [null, 7]}",
                    "{\"debugContext\": {\"debugData\": {\"deep\": "
                            + "[".repeat(80)
                            + "]".repeat(80)
                            + ", \"big\": 12345678901234567890.000100, \"small\": 1e-390}},"
                            + " \"published\": \"2026-03-01T09:30:00.000Z\"}",
                    "{\"target\": [{\"type\": \"User\"}, {\"type\": \"UserGroup\", \"id\": null},"
                            + " {\"type\": \"AppInstance\"}, {\"type\": \"AppUser\"},"
                            + " {\"type\": \"Factor\", \"displayName\": \"a\\uD83Db\"}]}",
                    SampleEvents.FULL);

    @TempDir Path folder;
    private final List<JsonNode> seen = Collections.synchronizedList(new ArrayList<>());
    private volatile Instant now = Instant.parse("2026-03-01T09:30:00Z");
    private World world;

    @AfterEach
    void close() {
        world.close();
    }

    /** A card whose result is written down, with a hash of what it was given. */
    public final class Probe {
        /** Nothing that matters. */
        public record Done(@Help("Whether it ran") boolean done) {}

        @Card(id = "probe.read", title = "Read", help = "Reads.", effect = Effect.READ)
        public Done read(@Help("What") Optional<JsonNode> value) {
            seen.add(value.orElse(Json.MAPPER.nullNode()));
            return new Done(true);
        }
    }

    /** A flow as the editor writes it: a loop over the one event, with a wait inside. */
    private PublishedFlow flow(CardDefinition event) {
        FlowDocument body = FlowDocument.helper("body");
        List<FieldDefinition> outputs = outputs(event);
        outputs.forEach(field ->
                body.output(
                        "Output",
                        field.key(),
                        field.type().list() ? "object" : field.type().kind().word()));
        probes(body, outputs, "before");
        body.card("wait", "control:wait", "Wait For")
                .input("", "delay", "number", Json.object().numberNode(1))
                .text("unit", "minute");
        probes(body, outputs, "after");
        FlowDocument whole =
                FlowDocument.helper(event.title())
                        .output("", "collection", "object")
                        .card("each", "list:asyncEach", "For Each - Ignore Errors")
                        .linked("", "list", "object", "start//collection")
                        .flow("flo", body)
                        .card("end", "probe:read", "Read")
                        .linked("", "value", "object", "start//collection");
        ObjectNode document = whole.json(event.id());
        ((ObjectNode) document.at("/data/methods/0")).put("address", event.address());
        return world.flows.add(event.id(), document);
    }

    private static List<FieldDefinition> outputs(CardDefinition event) {
        return event.outputs().stream().filter(field -> field.group().equals("Output")).toList();
    }

    private static void probes(FlowDocument body, List<FieldDefinition> outputs, String when) {
        int number = 0;
        for (FieldDefinition field : outputs) {
            body.card(when + number++, "probe:read", "Read")
                    .linked("", "value", "*", "start/Output/" + field.key());
        }
    }

    @Test
    void everyEventCardGoesOnAfterAWaitWithEveryShapeOfEvent() throws IOException {
        var cards = new ArrayList<Object>(FunctionCards.all());
        cards.add(new Probe());
        var interpreter =
                new Interpreter(CardCatalog.of(cards.toArray()).withAll(OktaEvents.cards()));
        world = new World(folder, interpreter::run);
        world.clock = () -> now;
        world.start();
        int started = 0;
        int probes = 0;
        for (CardDefinition card : OktaEvents.cards()) {
            PublishedFlow flow = flow(card);
            String type = ((CardBody.LogEvent) card.body()).eventType();
            for (String text : EVENTS) {
                ObjectNode event = (ObjectNode) Json.MAPPER.readTree(text);
                event.put("eventType", type);
                world.accept(
                        flow,
                        new Payload.Inputs(
                                EventCards.values(new StoredEvent(started, "okta", event))));
                started++;
                probes += outputs(card).size();
            }
        }
        await("SELECT count(*) AS found FROM execution_queue WHERE due IS NOT NULL", started);
        seen.clear();

        world.restartAfterKill();
        now = now.plus(Duration.ofMinutes(1));
        world.executions().wake();

        // each loop's helper has a row as well, which is there before that of its root
        await("SELECT count(*) AS found FROM execution WHERE parent IS NULL", started);
        assertThat(errors()).isEmpty();
        // each card behind the wait, and the one at the end; more where one ran again
        assertThat(seen).hasSizeGreaterThanOrEqualTo(probes + started);
    }

    @Test
    void whatTheEventDoesNotSayIsEmptyOrNull() throws IOException {
        world = new World(folder, (id, flow, input, host) -> null).start();
        JsonNode output =
                EventCards.values(
                                new StoredEvent(1, "okta", (ObjectNode) Json.MAPPER.readTree("{}")))
                        .at("/collection/0/Output");

        assertThat(output.path("Message").asText()).isEmpty();
        assertThat(output.path("Date and Time").asText()).isEmpty();
        assertThat(output.path("Suspicious Activity Details").asText()).isEmpty();
        assertThat(output.at("/Debug Context/Debug Data").isNull()).isTrue();
        assertThat(output.path("Client").isNull()).isTrue();
    }

    private void await(String query, int count) {
        long began = System.nanoTime();
        long found = found(query);
        while (found < count) {
            if (System.nanoTime() - began > Duration.ofSeconds(60).toNanos()) {
                throw new AssertionError(found + " of " + count + ": " + query);
            }
            Thread.onSpinWait();
            found = found(query);
        }
    }

    private List<String> errors() {
        return world.database()
                .read(transaction ->
                        transaction
                                .prepare(
                                        Sql.once(
                                                "SELECT status, error FROM execution WHERE"
                                                        + " status <> 'SUCCESS'"))
                                .list(row ->
                                        row.text("status")
                                                + " "
                                                + row.optionalText("error").orElse("")));
    }

    private long found(String query) {
        return world.database()
                .read(transaction ->
                        transaction.prepare(Sql.once(query)).one(row -> row.number("found")));
    }
}
