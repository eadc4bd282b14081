package io.hookline.server.hook.lifecycle;

import io.hookline.server.access.Caller;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.DeliverySettings;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.EventHook.Status;
import io.hookline.server.hook.definition.EventHook.Verification;
import io.hookline.server.hook.definition.HookAddress;
import io.hookline.server.hook.definition.HookIds;
import io.hookline.server.hook.definition.HookRequest;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.definition.HookStore.SealedHook;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.hook.definition.VerificationFailure;
import io.hookline.server.hook.lifecycle.HookListener.Start;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What can be done with hooks. A change, its log event and what follows from it for deliveries are
 * one transaction; the new hook is made and sealed before it.
 */
public final class Hooks {
    private static final String HOOK = "eventHook";

    private final Database database;
    private final HookStore store;
    private final HookVerifier verifier;
    private final OwnEndpoints own;
    private final HookListener listener;
    private final HookAudit audit;
    private final HookSettings settings;
    private final InstantSource clock;

    /**
     * @param listener is notified of every change in its transaction
     */
    public Hooks(HookContext context, HookListener listener) {
        this.database = context.database();
        this.store = context.hooks();
        this.verifier = new HookVerifier(context);
        this.own = context.own();
        this.listener = listener;
        this.audit = new HookAudit(context.log(), context.clock());
        this.settings = context.settings();
        this.clock = context.clock();
    }

    /** All hooks, oldest first. */
    public List<EventHook> list() {
        return database.read(store::list);
    }

    /**
     * @throws Refusal.NotFound when there is none
     */
    public EventHook get(String id) {
        return database.read(transaction -> store.find(transaction, id))
                .orElseThrow(() -> unknown(id));
    }

    public EventHook create(Caller caller, HookRequest request) {
        Channel channel = request.channel(Optional.empty());
        Instant now = clock.instant();
        EventHook hook =
                new EventHook(
                        HookIds.hook(),
                        1,
                        request.name(),
                        request.description(),
                        Status.ACTIVE,
                        isOwn(channel) ? Verification.VERIFIED : Verification.UNVERIFIED,
                        request.events(),
                        channel,
                        request.delivery().orElse(DeliverySettings.DEFAULT),
                        Signing.NONE,
                        now,
                        caller.id(),
                        now,
                        Optional.empty());
        SealedHook sealed = store.seal(hook);
        return database.write(transaction -> {
            requireFreeName(transaction, hook);
            requireRoom(transaction, Status.INACTIVE, hook.status());
            store.insert(transaction, sealed);
            audit.changed(transaction, caller, Optional.empty(), hook);
            listener.changed(transaction, Optional.empty(), Optional.of(hook), Start.END);
            return hook;
        });
    }

    public EventHook replace(Caller caller, String id, HookRequest request) {
        return change(
                id,
                Start.END,
                before -> replaced(before, request),
                (transaction, before, after) -> audit.updated(transaction, caller, before, after));
    }

    private EventHook replaced(EventHook before, HookRequest request) {
        Channel channel = request.channel(Optional.of(before.channel()));
        Verification verification =
                isOwn(channel)
                        ? Verification.VERIFIED
                        : channel.equals(before.channel())
                                ? before.verification()
                                : Verification.UNVERIFIED;
        return new EventHook(
                before.id(),
                before.revision() + 1,
                request.name(),
                request.description(),
                request.status().orElse(before.status()),
                verification,
                request.events(),
                channel,
                request.delivery()
                        .map(sent -> settings(before.delivery(), sent))
                        .orElse(before.delivery()),
                // A secret serves the origin for which it was given.
                HookAddress.origin(channel.uri()).equals(HookAddress.origin(before.channel().uri()))
                        ? before.signing()
                        : Signing.NONE,
                before.created(),
                before.createdBy(),
                clock.instant(),
                channel.equals(before.channel()) ? before.verificationFailure() : Optional.empty());
    }

    /**
     * A hook that follows the server's policy continues to follow it when the policy is sent back.
     */
    private DeliverySettings settings(DeliverySettings before, DeliverySettings sent) {
        boolean follows =
                before.policy().isEmpty() && sent.policy().equals(Optional.of(settings.policy()));
        return follows
                ? new DeliverySettings(Optional.empty(), sent.maxEvents(), sent.maxWait())
                : sent;
    }

    /** Changes how its deliveries are signed. */
    public Signing sign(Caller caller, String id, UnaryOperator<Signing> change) {
        return change(
                        id,
                        Start.END,
                        before -> {
                            Signing signing = change.apply(before.signing());
                            return signing.equals(before.signing())
                                    ? before
                                    : before.with(signing, clock.instant());
                        },
                        (transaction, before, after) ->
                                audit.updated(transaction, caller, before, after))
                .signing();
    }

    public void delete(Caller caller, String id) {
        boolean done = false;
        while (!done) {
            EventHook hook = get(id);
            if (hook.status() == Status.ACTIVE) {
                throw new Refusal.Invalid(
                        HOOK, "The hook is ACTIVE; deactivate it before deleting it");
            }
            done =
                    database.write(transaction -> {
                        if (!store.isOfRevision(transaction, id, hook.revision())) {
                            return false;
                        }
                        store.delete(transaction, id);
                        audit.deleted(transaction, caller, hook);
                        listener.changed(
                                transaction, Optional.of(hook), Optional.empty(), Start.END);
                        return true;
                    });
        }
    }

    public EventHook activate(Caller caller, String id, Start start) {
        return change(
                id,
                start,
                before ->
                        with(
                                before,
                                Status.ACTIVE,
                                isOwn(before.channel())
                                        ? Verification.VERIFIED
                                        : before.verification()),
                (transaction, before, after) ->
                        audit.changed(transaction, caller, Optional.of(before), after));
    }

    public EventHook deactivate(Caller caller, String id) {
        return change(
                id,
                Start.END,
                before -> with(before, Status.INACTIVE, before.verification()),
                (transaction, before, after) ->
                        audit.changed(transaction, caller, Optional.of(before), after));
    }

    private EventHook with(EventHook before, Status status, Verification verification) {
        return before.status() == status && before.verification() == verification
                ? before
                : before.with(status, verification, clock.instant());
    }

    /** Asks the receiver, outside any transaction; our own invoke URLs need no asking. */
    public EventHook verify(Caller caller, String id) {
        EventHook asked = get(id);
        Optional<VerificationFailure> failure =
                isOwn(asked.channel()) ? Optional.empty() : verifier.verify(asked.channel());
        if (failure.isPresent()) {
            throw notVerified(caller, asked, failure.get());
        }
        return change(
                id,
                Start.END,
                before -> verified(before, asked),
                (transaction, before, after) -> audit.verified(transaction, caller, after));
    }

    /** The first cause is what the original answers, the second one says why. */
    private Refusal notVerified(Caller caller, EventHook asked, VerificationFailure failure) {
        // The failure is that of a channel; when it is changed meanwhile, nobody asked the new one.
        Optional<EventHook> now =
                database.read(transaction -> store.find(transaction, asked.id()))
                        .filter(hook -> hook.channel().equals(asked.channel()));
        database.write(transaction -> {
            audit.notVerified(transaction, caller, asked, failure.reason());
            if (now.isPresent()
                    && store.isOfRevision(transaction, asked.id(), now.get().revision())) {
                store.verificationFailed(transaction, asked.id(), failure);
            }
            return asked;
        });
        return new Refusal.Invalid(
                Place.BODY,
                HOOK,
                List.of(
                        new FieldError(
                                "",
                                "Unable to verify event hook. Hook "
                                        + asked.name()
                                        + " execution failed"),
                        new FieldError("", failure.reason())));
    }

    private EventHook verified(EventHook before, EventHook asked) {
        if (!before.channel().equals(asked.channel())) {
            throw new Refusal.Conflict(
                    "Conflict",
                    "channel: The channel was changed while its receiver was asked; verify again",
                    HOOK);
        }
        return before.verified(clock.instant());
    }

    /** What else happens in the transaction that changes a hook. */
    @FunctionalInterface
    private interface Consequence {
        void write(Transaction transaction, EventHook before, EventHook after);
    }

    /**
     * Changes a hook. What the change computes is based on the hook that it was given: when
     * somebody else was faster, it computes again.
     *
     * @param change gives the hook itself when there is nothing to do
     */
    private EventHook change(
            String id, Start start, UnaryOperator<EventHook> change, Consequence consequence) {
        while (true) {
            EventHook before = get(id);
            EventHook after = change.apply(before);
            if (after.equals(before)) {
                return before;
            }
            SealedHook sealed = store.seal(after);
            boolean done =
                    database.write(transaction -> {
                        if (!store.isOfRevision(transaction, id, before.revision())) {
                            return false;
                        }
                        requireFreeName(transaction, after);
                        requireRoom(transaction, before.status(), after.status());
                        store.update(transaction, sealed);
                        consequence.write(transaction, before, after);
                        listener.changed(
                                transaction, Optional.of(before), Optional.of(after), start);
                        return true;
                    });
            if (done) {
                return after;
            }
        }
    }

    private boolean isOwn(Channel channel) {
        return own.aliasOf(channel.address()).isPresent();
    }

    private static Refusal unknown(String id) {
        return new Refusal.NotFound("event hook", id);
    }

    private void requireRoom(Transaction transaction, Status before, Status after) {
        OptionalInt most = settings.rules().mostActive();
        if (before == Status.INACTIVE
                && after == Status.ACTIVE
                && most.isPresent()
                && store.countActive(transaction) >= most.getAsInt()) {
            throw new Refusal.Invalid(
                    "status",
                    "At most "
                            + most.getAsInt()
                            + " event hooks may be ACTIVE; deactivate another one first");
        }
    }

    private void requireFreeName(Transaction transaction, EventHook hook) {
        if (store.isTaken(transaction, hook.name(), hook.id())) {
            throw new Refusal.Invalid(
                    "name", "An object with this field already exists in the current organization");
        }
    }
}
