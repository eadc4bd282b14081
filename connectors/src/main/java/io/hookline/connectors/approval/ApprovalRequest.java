package io.hookline.connectors.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Decision;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Otherwise;
import io.hookline.flow.card.Question;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What people are asked; the inputs of every card that asks. */
public record ApprovalRequest(
        @Field(group = "Approval", key = "Question")
                @Help("What somebody is to approve, in a few words")
                String question,
        @Field(type = FieldType.MULTILINE_TEXT, group = "Approval", key = "Reason")
                @Help("Why it is asked")
                Optional<String> reason,
        @Field(group = "Approval", key = "Values")
                @Help("What it is about, shown beside the question")
                Optional<JsonNode> values,
        @Field(group = "Approval", key = "Minutes")
                @Help("How long somebody has time; an hour when blank, at most 30 days")
                Optional<Integer> minutes,
        @Field(
                        choices = {"approve", "deny", "fail"},
                        whenBlank = "deny",
                        group = "Approval",
                        key = "otherwise",
                        label = "When Nobody Decides")
                @Help("What holds when nobody decides in time")
                Optional<String> otherwise) {
    private static final int USUAL_MINUTES = 60;
    private static final int MOST_MINUTES = 30 * 24 * 60;
    private static final int LONGEST_QUESTION = 300;
    private static final int LONGEST_REASON = 2_000;

    /** What was decided; the outputs of every card that asks. */
    public record Answered(
            @Field(group = "Decision", key = "Approved") @Help("Whether it was approved")
                    boolean approved,
            @Field(group = "Decision", key = "Decided By")
                    @Help("Who decided; empty when nobody did in time")
                    String by,
            @Field(group = "Decision", key = "Decided At") @Help("When") Instant at,
            @Field(group = "Decision", key = "Comment") @Help("What they said") String comment) {}

    /**
     * Asks and waits.
     *
     * @param tell sends the address at which people decide
     */
    public Answered ask(CardContext context, Consumer<URI> tell) {
        Decision decision = context.ask(asked(), tell);
        return new Answered(decision.approved(), decision.by(), decision.at(), decision.comment());
    }

    private Question asked() {
        if (question.length() > LONGEST_QUESTION
                || reason.filter(text -> text.length() > LONGEST_REASON).isPresent()) {
            throw new CardFailure.Invalid(
                    "The question may have "
                            + LONGEST_QUESTION
                            + " characters and the reason "
                            + LONGEST_REASON
                            + "; put the rest into Values.");
        }
        int within = minutes.orElse(USUAL_MINUTES);
        if (within < 1 || within > MOST_MINUTES) {
            throw new CardFailure.Invalid(
                    "The input \"Minutes\" is "
                            + within
                            + "; expected 1 to "
                            + MOST_MINUTES
                            + ", which is 30 days.");
        }
        Otherwise word =
                otherwise
                        .map(text ->
                                Otherwise.of(text)
                                        .orElseThrow(() ->
                                                new CardFailure.Invalid(
                                                        "\"When Nobody Decides\" is \""
                                                                + text
                                                                + "\"; expected approve, deny or"
                                                                + " fail.")))
                        .orElse(Otherwise.DENY);
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        values.ifPresent(some -> {
            if (some instanceof ObjectNode object) {
                shown.setAll(object);
            } else {
                shown.set("Values", some);
            }
        });
        return new Question(question, reason.orElse(""), shown, Duration.ofMinutes(within), word);
    }

    /** The message, as plain text. */
    public String message(CardContext context, URI page) {
        return context.notice("Approval needed: " + question)
                + reason.map(why -> "\n" + why).orElse("")
                + "\nDecide here, signed in: "
                + page;
    }
}
