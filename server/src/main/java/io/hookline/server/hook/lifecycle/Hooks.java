package io.hookline.server.hook.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.HttpSender;
import io.hookline.server.access.Caller;
import io.hookline.server.endpoint.own.OwnEndpoints;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.Complaints;
import io.hookline.server.hook.definition.DeliverySettings;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.EventHook.Status;
import io.hookline.server.hook.definition.EventHook.Verification;
import io.hookline.server.hook.definition.HookAddress;
import io.hookline.server.hook.definition.HookIds;
import io.hookline.server.hook.definition.HookReader;
import io.hookline.server.hook.definition.HookRequest;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.hook.lifecycle.HookFollower.Start;
import io.hookline.server.http.OktaError;
import io.hookline.server.http.Problem;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What can be done with hooks. A change, its log event and what follows from it for deliveries are
 * one transaction.
 */
public final class Hooks {
    private final Database database;
    private final HookStore store;
    private final HookReader reader;
    private final HookVerifier verifier;
    private final OwnEndpoints own;
    private final HookFollower follower;
    private final HookAudit audit;
    private final InstantSource clock;
    private final Supplier<URI> baseUrl;
    private final DeliverySettings.Policy defaultPolicy;
    private final OptionalInt mostActive;

    /**
     * @param follower told of every change in its transaction
     */
    public Hooks(
            Database database,
            HookStore store,
            EventCatalog catalog,
            EventLog log,
            OwnEndpoints own,
            HttpSender sender,
            HookFollower follower,
            HookSettings settings,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.reader = new HookReader(catalog, own, settings.development());
        this.verifier = new HookVerifier(sender);
        this.own = own;
        this.follower = follower;
        this.audit = new HookAudit(log, clock);
        this.clock = clock;
        this.defaultPolicy = settings.policy();
        this.mostActive = settings.rules().mostActive();
        this.baseUrl = settings.baseUrl();
    }

    /** All hooks, oldest first. */
    public List<EventHook> list() {
        return database.read(store::list);
    }

    /**
     * @throws OktaError 404 when there is none
     */
    public EventHook get(String id) {
        return database.read(transaction -> find(transaction, id));
    }

    /**
     * Why a hook cannot deliver although it is active and verified; empty when nothing is known.
     */
    public Optional<String> obstacle(EventHook hook) {
        Channel channel = hook.channel();
        boolean pointsHere =
                isOwn(channel)
                        || HookAddress.isInvokeUrlBelow(baseUrl.get().toString(), channel.uri());
        return pointsHere
                ? own.obstacle(channel.address(), channel.headerLines())
                : Optional.empty();
    }

    public EventHook create(Caller caller, ObjectNode json) {
        Complaints complaints = new Complaints();
        HookRequest request = reader.read(json, complaints);
        complaints.raise();
        Channel channel = request.channel(Optional.empty(), complaints);
        complaints.raise();
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
                        now);
        return database.write(transaction -> {
            requireFreeName(transaction, hook);
            requireRoom(transaction, Status.INACTIVE, hook.status());
            store.insert(transaction, hook);
            audit.changed(transaction, caller, Optional.empty(), hook);
            follower.changed(transaction, Optional.empty(), Optional.of(hook), Start.END);
            return hook;
        });
    }

    public EventHook replace(Caller caller, String id, ObjectNode json) {
        get(id);
        Complaints complaints = new Complaints();
        HookRequest request = reader.read(json, complaints);
        complaints.raise();
        return database.write(transaction -> {
            EventHook before = find(transaction, id);
            EventHook after = replaced(before, request);
            requireFreeName(transaction, after);
            requireRoom(transaction, before.status(), after.status());
            store.update(transaction, after);
            audit.updated(transaction, caller, before, after);
            follower.changed(transaction, Optional.of(before), Optional.of(after), Start.END);
            return after;
        });
    }

    private EventHook replaced(EventHook before, HookRequest request) {
        Complaints complaints = new Complaints();
        Channel channel = request.channel(Optional.of(before.channel()), complaints);
        complaints.raise();
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
                clock.instant());
    }

    /**
     * A hook that follows the server's policy goes on following it when the policy is sent back.
     */
    private DeliverySettings settings(DeliverySettings before, DeliverySettings sent) {
        boolean follows =
                before.policy().isEmpty() && sent.policy().equals(Optional.of(defaultPolicy));
        return follows
                ? new DeliverySettings(Optional.empty(), sent.maxEvents(), sent.maxWait())
                : sent;
    }

    /**
     * How its deliveries are signed.
     *
     * @throws Problem 404 when there is no such hook
     */
    public Signing signing(String id) {
        return database.read(transaction -> store.find(transaction, id))
                .orElseThrow(() -> Problem.notFound("event hook", id))
                .signing();
    }

    public Signing sign(Caller caller, String id, UnaryOperator<Signing> change) {
        return database.write(transaction -> {
            EventHook before =
                    store.find(transaction, id)
                            .orElseThrow(() -> Problem.notFound("event hook", id));
            Signing signing = change.apply(before.signing());
            if (!signing.equals(before.signing())) {
                EventHook after = before.with(signing, clock.instant());
                store.update(transaction, after);
                audit.updated(transaction, caller, before, after);
                follower.changed(transaction, Optional.of(before), Optional.of(after), Start.END);
            }
            return signing;
        });
    }

    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            EventHook hook = find(transaction, id);
            if (hook.status() == Status.ACTIVE) {
                throw OktaError.invalid(
                        "eventHook",
                        "eventHook: The hook is ACTIVE; deactivate it before deleting it");
            }
            store.delete(transaction, id);
            audit.deleted(transaction, caller, hook);
            follower.changed(transaction, Optional.of(hook), Optional.empty(), Start.END);
            return hook;
        });
    }

    public EventHook activate(Caller caller, String id, Start start) {
        return database.write(transaction -> {
            EventHook before = find(transaction, id);
            Verification verification =
                    isOwn(before.channel()) ? Verification.VERIFIED : before.verification();
            return change(transaction, caller, before, Status.ACTIVE, verification, start);
        });
    }

    public EventHook deactivate(Caller caller, String id) {
        return database.write(transaction -> {
            EventHook before = find(transaction, id);
            return change(
                    transaction, caller, before, Status.INACTIVE, before.verification(), Start.END);
        });
    }

    private EventHook change(
            Transaction transaction,
            Caller caller,
            EventHook before,
            Status status,
            Verification verification,
            Start start)
            throws Exception {
        if (before.status() == status && before.verification() == verification) {
            return before;
        }
        requireRoom(transaction, before.status(), status);
        EventHook after = before.with(status, verification, clock.instant());
        store.update(transaction, after);
        audit.changed(transaction, caller, Optional.of(before), after);
        follower.changed(transaction, Optional.of(before), Optional.of(after), start);
        return after;
    }

    /** Asks the receiver, outside any transaction; our own invoke URLs need no asking. */
    public EventHook verify(Caller caller, String id) {
        EventHook asked = get(id);
        Optional<String> failure =
                isOwn(asked.channel()) ? Optional.empty() : verifier.verify(asked.channel());
        if (failure.isPresent()) {
            database.write(transaction -> {
                audit.notVerified(transaction, caller, asked, failure.get());
                return asked;
            });
            throw OktaError.invalid(
                    "eventHook",
                    "Unable to verify event hook. Hook " + asked.name() + " execution failed");
        }
        return database.write(transaction -> verified(transaction, caller, asked));
    }

    private EventHook verified(Transaction transaction, Caller caller, EventHook asked)
            throws Exception {
        EventHook before = find(transaction, asked.id());
        if (!before.channel().equals(asked.channel())) {
            throw new OktaError(
                    409,
                    "E0000195",
                    "Api validation failed due to conflict: eventHook",
                    List.of(
                            "channel: The channel was changed while its receiver was asked; verify"
                                    + " again"));
        }
        EventHook after = before.with(before.status(), Verification.VERIFIED, clock.instant());
        store.update(transaction, after);
        audit.verified(transaction, caller, after);
        follower.changed(transaction, Optional.of(before), Optional.of(after), Start.END);
        return after;
    }

    private boolean isOwn(Channel channel) {
        return own.aliasOf(channel.address()).isPresent();
    }

    private EventHook find(Transaction transaction, String id) {
        return store.find(transaction, id).orElseThrow(() -> OktaError.notFound(id, "EventHook"));
    }

    private void requireRoom(Transaction transaction, Status before, Status after) {
        if (before == Status.INACTIVE
                && after == Status.ACTIVE
                && mostActive.isPresent()
                && store.countActive(transaction) >= mostActive.getAsInt()) {
            throw OktaError.invalid(
                    "status",
                    "status: At most "
                            + mostActive.getAsInt()
                            + " event hooks may be ACTIVE; deactivate another one first");
        }
    }

    private void requireFreeName(Transaction transaction, EventHook hook) {
        if (store.isTaken(transaction, hook.name(), hook.id())) {
            throw OktaError.invalid(
                    "name",
                    "name: An object with this field already exists in the current organization");
        }
    }
}
