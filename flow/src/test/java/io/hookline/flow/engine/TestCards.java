package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.EffectWhen;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.FailureAnswer;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.FunctionCards;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Effects that can be looked at afterwards. */
public final class TestCards {
    /** One effect as the other system saw it. */
    record Seen(String card, String key, String value) {}

    final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    int reads;

    /** Runs when something has been read. */
    Runnable afterRead = () -> {};

    void forget() {
        seen.clear();
        reads = 0;
        afterRead = () -> {};
    }

    CardCatalog catalog() {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(this);
        holders.add(new Linked());
        return CardCatalog.of(holders.toArray());
    }

    Interpreter interpreter() {
        return new Interpreter(catalog());
    }

    record Answer(@Help("What came back") String answer) {}

    @Card(
            id = "test.notify",
            title = "Notify",
            help = "Notifies.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    public Answer notify(@Help("What") JsonNode text, CardContext context) {
        seen.add(new Seen("notify", context.idempotencyKey(), text.asText()));
        return new Answer("notified " + text.asText());
    }

    @Card(
            id = "test.change",
            title = "Change",
            help = "Changes.",
            effect = Effect.CHANGE,
            repeat = Repeat.KEYED)
    @Example(in = "{\"value\": \"x\"}", out = "{\"answer\": \"example\"}")
    public Answer change(@Help("What") JsonNode value, CardContext context) {
        seen.add(new Seen("change", context.idempotencyKey(), value.asText()));
        return new Answer("changed " + value.asText());
    }

    @Card(id = "test.delete", title = "Delete", help = "Deletes.", effect = Effect.DESTRUCTIVE)
    @Example(in = "{}", out = "{\"answer\": \"deleted\"}")
    public Answer delete(CardContext context) {
        seen.add(new Seen("delete", context.idempotencyKey(), ""));
        return new Answer("deleted");
    }

    @Card(
            id = "test.request",
            title = "Request",
            help = "Does what the method says.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.UNCERTAIN)
    @EffectWhen(key = "method", is = "GET", effect = Effect.READ)
    @EffectWhen(
            key = "method",
            is = {"PUT", "POST"},
            effect = Effect.NOTIFY)
    @Example(in = "{}", out = "{\"answer\": \"example\"}")
    public Answer request(
            @Field(
                            choices = {"GET", "PUT", "POST", "DELETE"},
                            whenBlank = "GET")
                    @Help("The method")
                    Optional<String> method,
            CardContext context) {
        seen.add(new Seen("request", context.idempotencyKey(), method.orElse("GET")));
        return new Answer("done " + method.orElse("GET"));
    }

    @Card(
            id = "test.read",
            title = "Read",
            help = "Reads something that changes.",
            effect = Effect.READ)
    public Answer read() {
        reads++;
        afterRead.run();
        return new Answer("read " + reads);
    }

    @Card(
            id = "test.stamp",
            title = "Stamp",
            help = "Reads something that stays.",
            effect = Effect.READ)
    public Answer stamp(@Help("What") String text, CardContext context) {
        reads++;
        return new Answer(text + "@" + context.idempotencyKey().substring(0, 8));
    }

    @Card(id = "test.clock", title = "Clock", help = "Says the time.")
    public Answer clock(CardContext context) {
        return new Answer(context.now().toString());
    }

    @Card(id = "test.fail", title = "Fail", help = "Fails.", effect = Effect.READ)
    public void fail(@Help("Why") String why) {
        reads++;
        throw new CardFailure.Rejected(why);
    }

    @Card(id = "test.break", title = "Break", help = "Has a bug.")
    public void breaks() {
        throw new IllegalStateException("secret");
    }

    /** A connector that is reached through connections. */
    @Connector(id = "linked", name = "Linked", version = "1.0.0")
    public static final class Linked {
        @Card(
                id = "linked.connected",
                title = "Connected",
                help = "Needs a connection.",
                effect = Effect.READ)
        public Answer connected(CardContext context) {
            return new Answer(context.connection().name());
        }

        /** Fails as the answer of another system says. */
        @Card(id = "linked.ask", title = "Ask", help = "Is refused.", effect = Effect.READ)
        public Answer ask(
                @Help("The status") int status,
                @Help("The body") Optional<String> body,
                @Help("Whether nobody answers") boolean silent) {
            if (silent) {
                throw new CardFailure.Unavailable("Linked was not reached.");
            }
            throw new CardFailure.NotFound("Linked answered with status " + status + ".", status)
                    .answered(
                            FailureAnswer.of(
                                    status,
                                    List.of(
                                            Map.entry("Date", "Sun, 01 Mar 2026 12:00:00 GMT"),
                                            Map.entry("X-One", "1"),
                                            Map.entry("x-one", "2"),
                                            Map.entry("Set-Cookie", "session=s3cret")),
                                    body.orElse("")));
        }
    }

    record Mixed(
            @Help("Fixed") @Field(group = "Result", key = "Status Code") int status,
            @Field(group = "Row") CustomFields row) {}

    @Card(id = "test.mixed", title = "Mixed", help = "Gives fixed and free outputs.")
    public Mixed mixed(
            @Field(group = "Row") CustomFields row,
            @Field(group = "parameters", label = "How many") @Help("A number")
                    Optional<Integer> limit,
            @Help("Texts") List<String> names) {
        return new Mixed(limit.orElse(names.size()), row);
    }
}
