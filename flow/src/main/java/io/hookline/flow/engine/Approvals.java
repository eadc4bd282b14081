package io.hookline.flow.engine;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Decision;
import io.hookline.flow.card.Otherwise;
import io.hookline.flow.card.Question;
import io.hookline.flow.engine.ApprovalDesk.Asked;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.ApprovalDemand;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cards that wait until somebody decides. The execution is put aside with the values that were
 * shown, and goes on with exactly these.
 */
final class Approvals {
    private Approvals() {}

    /**
     * Lets a card of the flow act only when somebody agrees.
     *
     * @throws CardFailure.Denied when they do not
     */
    static void require(CallContext context, ApprovalDemand demand, Optional<Connection> acts) {
        Planned planned = context.planned();
        Question question =
                new Question(
                        planned.card.title(),
                        demand.reason(),
                        StepWriter.inputs(context.frame(), planned, context.progress()),
                        demand.within(),
                        demand.otherwise());
        Decision decision = decided(context, question, acts, page -> {});
        if (!decision.approved()) {
            throw new CardFailure.Denied(
                    "The card needs an approval and did not get it. "
                            + decision.sentence()
                            + " Nothing was done.");
        }
        context.progress().note(decision.sentence());
    }

    /** Asks, tells, and waits. */
    static Decision decided(
            CallContext context, Question question, Optional<Connection> acts, Consumer<URI> tell) {
        Frame frame = context.frame();
        Planned planned = context.planned();
        ApprovalDesk desk = frame.run.host.approvals();
        Asked asked =
                desk.ask(
                        context.path(),
                        Fingerprint.of(context.progress().values),
                        question,
                        new ApprovalDesk.Place(
                                planned.card.id(),
                                planned.card.title(),
                                frame.run.flow.name(),
                                acts.map(Connection::name).orElse("")));
        if (!asked.told()) {
            tell.accept(asked.page());
            desk.told(asked);
        }
        Optional<Decision> decision = desk.decision(asked);
        if (decision.isEmpty()) {
            throw waiting(context, asked);
        }
        if (!decision.get().byPerson() && question.otherwise() == Otherwise.FAIL) {
            throw new CardFailure.Timeout(
                    "Nobody decided until "
                            + shown(asked.until())
                            + ", and the card is set to fail then. Nothing was done.");
        }
        return decision.get();
    }

    private static Suspension waiting(CallContext context, Asked asked) {
        Frame frame = context.frame();
        Progress progress = context.progress();
        progress.until = Optional.of(asked.until());
        frame.run.steps.underway(
                StepWriter.underway(
                        frame,
                        context.planned(),
                        progress,
                        "Waits until "
                                + shown(asked.until())
                                + " for somebody to decide at "
                                + asked.page()));
        return new Suspension(
                new Outcome.Suspended(Optional.of(Outcome.Wait.until(asked.until()))));
    }

    private static Instant shown(Instant until) {
        return until.truncatedTo(ChronoUnit.SECONDS);
    }
}
