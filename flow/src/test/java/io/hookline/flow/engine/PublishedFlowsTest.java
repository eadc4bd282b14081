package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.Flopacks;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class PublishedFlowsTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    /** Stands in for Slack and for tables. */
    public static final class Receiver {
        final List<String> messages = new ArrayList<>();
        final List<String> keys = new ArrayList<>();
        final List<JsonNode> rows = new ArrayList<>();

        @Card(
                id = "slack.sendMessageToChannel2",
                title = "Send Message to Channel",
                help = "Sends.",
                effect = Effect.NOTIFY,
                repeat = Repeat.UNCERTAIN)
        public void send(
                @Field(group = "parameters") @Help("Where to") String channel,
                @Field(group = "Message", key = "Text") @Help("What") String text,
                CardContext context) {
            messages.add(channel + ": " + text);
            keys.add(context.idempotencyKey());
        }

        record Created(@Field(group = "Output", key = "Row ID") @Help("Its id") String row) {}

        @Card(
                id = "stash.createRow",
                title = "Create Row",
                help = "Adds.",
                effect = Effect.CHANGE,
                repeat = Repeat.KEYED)
        @Example(
                in = "{}",
                out =
                        """
                        {"Output": {"Row ID": "example"}}\
                        """)
        public Created create(
                @Field(group = "parameters", key = "stash") @Help("Which") String table,
                @Field(group = "Fields") CustomFields columns,
                CardContext context) {
            rows.add(
                    new com.fasterxml.jackson.databind.ObjectMapper()
                            .valueToTree(columns.values()));
            keys.add(context.idempotencyKey());
            return new Created("row" + rows.size());
        }
    }

    private final Receiver receiver = new Receiver();
    private final World world = new World();

    private Outcome run(Flow flow, String body) {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(receiver);
        var interpreter = new Interpreter(CardCatalog.of(holders.toArray()));
        TriggerInput input =
                (group, key) ->
                        group.equals("raw") && key.equals("body")
                                ? TextNode.valueOf(body)
                                : MissingNode.getInstance();
        return interpreter.run(EXECUTION, flow, input, world.host(EXECUTION));
    }

    @Test
    void alertsOfAFailedPhishingAttempt() {
        Flow flow = Flow.read(Flopacks.flows("monitor_unsuccessful_phishing_attempts").getFirst());

        Outcome outcome =
                run(
                        flow,
                        """
                        {"eventId": "e1", "data": {"events": [{"eventType": "user.authentication.auth_via_mfa",
                          "client": {"ipAddress": "198.51.100.7"},
                          "target": [{"alternateId": "ada@example.org"}, {"alternateId": "x"}]}]}}\
                        """);

        assertThat(outcome).isEqualTo(new Outcome.Completed(java.util.Optional.empty()));
        assertThat(receiver.messages)
                .containsExactly(
                        "C049DP1GU69: *Phishing attempt failed* for ada@example.org from"
                                + " 198.51.100.7\n");
        assertThat(world.steps.get(EXECUTION))
                .extracting(Step::title, Step::hidden, Step::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "API Endpoint", false, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple("Parse", false, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple(
                                "Parse: data.events", true, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple("At", false, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple(
                                "Get Multiple", false, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple(
                                "Get Multiple: ipAddress", true, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple("At", false, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple(
                                "At: alternateId", true, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple("Compose", false, Step.Status.SUCCESS),
                        org.assertj.core.groups.Tuple.tuple(
                                "Send Message to Channel", false, Step.Status.SUCCESS));
        assertThat(flow.repliesByCard()).isFalse();
    }

    @Test
    void failsClearlyWhenThereIsNoEvent() {
        Flow flow = Flow.read(Flopacks.flows("monitor_unsuccessful_phishing_attempts").getFirst());

        Outcome outcome = run(flow, "{}");

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).failure()).hasMessageContaining("out of bounds");
        assertThat(receiver.messages).isEmpty();
    }

    @Test
    void keepsEachSuccessfulEventOfABatch() {
        List<Flow> flows =
                Flopacks.flows("process_batched_okta_events_from_an_event_hook").stream()
                        .map(Flow::read)
                        .toList();
        flows.forEach(flow -> world.helpers.put(flow.id(), flow));

        Outcome outcome =
                run(
                        flows.getLast(),
                        """
                        {"eventId": "e1", "data": {"events": [
                          {"uuid": "u1", "eventType": "a.b", "displayMessage": "one", "outcome": {"result": "SUCCESS"}},
                          {"uuid": "u2", "eventType": "a.b", "displayMessage": "two", "outcome": {"result": "FAILURE"}},
                          {"uuid": "u3", "eventType": "a.c", "displayMessage": "three", "outcome": {"result": "SUCCESS"}}]}}\
                        """);

        assertThat(outcome).isEqualTo(new Outcome.Completed(java.util.Optional.empty()));
        assertThat(receiver.rows)
                .extracting(row -> row.path("uuid").asText())
                .containsExactly("u1", "u3");
        assertThat(receiver.rows)
                .extracting(row -> row.path("eventId").asText())
                .containsOnly("e1");
        assertThat(world.ended.values().stream().map(Object::getClass).map(Class::getSimpleName))
                .containsExactly("Completed", "Stopped", "Completed");
        assertThat(receiver.keys).doesNotHaveDuplicates();
    }

    @Test
    void stopsWhenABatchIsEmpty() {
        List<Flow> flows =
                Flopacks.flows("process_batched_okta_events_from_an_event_hook").stream()
                        .map(Flow::read)
                        .toList();

        Outcome outcome = run(flows.getLast(), "{\"eventId\": \"e1\", \"data\": {\"events\": []}}");

        assertThat(outcome).isEqualTo(new Outcome.Stopped("Continue If", "No Events Found"));
    }
}
