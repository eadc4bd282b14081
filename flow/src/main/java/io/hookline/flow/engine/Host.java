package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.model.Flow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one execution needs from its environment. An execution has one host; a helper's execution
 * gets its own from {@link #child}. All calls come from the one thread that runs the execution;
 * several helpers of one execution may run at a time.
 */
public interface Host extends ConnectionSource {
    /** Where effects of this execution are written down. */
    Journal journal();

    /** Where finished steps of this execution are reported. */
    Steps steps();

    /** Whether effects are real. */
    Mode mode();

    /** The clock; what the flow sees of it is journaled by the interpreter. */
    InstantSource clock();

    /**
     * The helper flow of that id, in the version pinned when the root started.
     *
     * @throws io.hookline.flow.card.CardFailure.NotFound when there is none or it is off
     */
    Flow helper(String flowId);

    /** The host for a helper that this execution starts and waits for. */
    Host child(Child child);

    /**
     * Queues a helper that this execution does not wait for. It becomes durable together with what
     * the interpreter records next; the same child again changes nothing.
     */
    default void start(Child child) {
        throw new CardFailure.Invalid("Flows cannot be started without waiting here.");
    }

    /**
     * Called when the helper that this host belongs to has ended. Its history and the row for its
     * parent's journal join the same commit.
     */
    void ended(Outcome outcome, Result result);

    /**
     * The row that says in the parent's journal how a helper ended.
     *
     * @param path its place there
     */
    record Result(String path, Journal.Entry entry) {}

    /**
     * Called when the execution of this host is suspended. The rows join one commit with everything
     * else that resuming needs; without rows it resumes from its journal alone.
     */
    void suspended(Map<String, Journal.Entry> frames, Optional<Outcome.Wait> waits);

    /** When the execution started. */
    Instant startedAt();

    /** Whether it can pause: it has an address at which it can be resumed. */
    default boolean canPause() {
        return true;
    }

    /** Whether a wait of this execution really passes. */
    default boolean canWait() {
        return true;
    }

    /** Wraps work of this execution that another thread does, such as running a helper. */
    default Runnable onAnotherThread(Runnable work) {
        return work;
    }

    /**
     * Waits, on a thread of this execution, for another system or for helpers that run on other
     * threads. Nothing else of the execution goes on here meanwhile.
     */
    default <T> T outside(Supplier<T> wait) {
        return wait.get();
    }

    /** Whether nothing may change the world now. */
    default boolean isHalted() {
        return false;
    }

    /**
     * A destructive card is about to act, and is so once for each place.
     *
     * @throws CardFailure.Denied when a guard rail does not let it
     */
    default void permit(Destruction destruction) {}

    /**
     * A destructive card was refused because its connection protects whom it would have touched.
     */
    default void refused(Connection connection, String entry) {}

    /** Where this execution asks people to approve. */
    default ApprovalDesk approvals() {
        throw new CardFailure.Invalid("Nobody can be asked to approve here.");
    }

    /** Answers the caller now, while the flow goes on (Close); the first answer counts. */
    void answer(Reply reply);

    /** What another system answered, without the secrets that it may have sent back. */
    default JsonNode withoutSecrets(JsonNode answered) {
        return answered;
    }

    /** Why the execution must stop before its next card, if it must. */
    Optional<Interruption> interruption();

    /** Why an execution stops between two cards. */
    enum Interruption {
        /** Somebody cancelled it. */
        CANCELLED,
        /** The server stops; the execution continues after the next start. */
        SHUTDOWN
    }
}
