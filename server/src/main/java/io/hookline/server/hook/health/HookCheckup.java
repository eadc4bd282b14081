package io.hookline.server.hook.health;

import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.EventHook.Status;
import io.hookline.server.hook.definition.EventHook.Verification;
import io.hookline.server.hook.definition.HookAddress;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.definition.VerificationFailure;
import io.hookline.server.hook.health.DeliveryProgress.Progress;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.store.Database;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the first thing that keeps a hook from delivering. */
public final class HookCheckup {
    private final Database database;
    private final HookStore hooks;
    private final OwnEndpoints own;
    private final Function<Channel, Optional<String>> plainness;
    private final URI baseUrl;
    private final DeliveryProgress deliveries;

    /** The first one that applies is what people are shown. */
    private final List<Cause> causes =
            List.of(
                    HookCheckup::inactive,
                    HookCheckup::unverified,
                    this::ownFlow,
                    this::plain,
                    HookCheckup::paused,
                    HookCheckup::receiverDown,
                    HookCheckup::retrying);

    /**
     * @param deliveries how far they got
     */
    public HookCheckup(HookContext context, DeliveryProgress deliveries) {
        this.database = context.database();
        this.hooks = context.hooks();
        this.own = context.own();
        this.plainness = context::plainness;
        this.baseUrl = context.settings().baseUrl();
        this.deliveries = deliveries;
    }

    /** What may keep a hook from delivering; empty when it does not. */
    @FunctionalInterface
    private interface Cause {
        Optional<HookHealth> of(EventHook hook, Progress progress);
    }

    /** A hook and its health. */
    public record Examined(EventHook hook, HookHealth health) {}

    private record Stored(List<EventHook> hooks, Map<String, Progress> progress) {}

    /** All hooks, oldest first. */
    public List<Examined> all() {
        Stored stored =
                database.read(transaction ->
                        new Stored(hooks.list(transaction), deliveries.all(transaction)));
        return stored.hooks().stream()
                .map(hook ->
                        new Examined(
                                hook,
                                health(
                                        hook,
                                        stored.progress().getOrDefault(hook.id(), Progress.NONE))))
                .toList();
    }

    /** The health of one hook. */
    public HookHealth of(EventHook hook) {
        return health(hook, database.read(transaction -> deliveries.of(transaction, hook.id())));
    }

    private HookHealth health(EventHook hook, Progress progress) {
        return causes.stream()
                .flatMap(cause -> cause.of(hook, progress).stream())
                .findFirst()
                .orElse(HookHealth.OK);
    }

    private static Optional<HookHealth> inactive(EventHook hook, Progress progress) {
        return when(
                hook.status() == Status.INACTIVE,
                HookHealth.of(HookHealth.Status.INACTIVE, "The hook is inactive. Activate it."));
    }

    private static Optional<HookHealth> unverified(EventHook hook, Progress progress) {
        if (hook.verification() == Verification.VERIFIED) {
            return Optional.empty();
        }
        return Optional.of(
                hook.verificationFailure()
                        .map(HookCheckup::notVerified)
                        .orElseGet(() ->
                                HookHealth.of(
                                        HookHealth.Status.UNVERIFIED,
                                        "The receiver is not verified. Verify the hook.")));
    }

    private static HookHealth notVerified(VerificationFailure failure) {
        return HookHealth.since(
                HookHealth.Status.UNVERIFIED,
                "The receiver could not be verified: "
                        + failure.reason()
                        + " Then verify the hook again.",
                failure.at());
    }

    private Optional<HookHealth> ownFlow(EventHook hook, Progress progress) {
        Channel channel = hook.channel();
        boolean pointsHere =
                own.aliasOf(channel.address()).isPresent()
                        || HookAddress.isInvokeUrlBelow(baseUrl.toString(), channel.uri());
        return pointsHere
                ? own.obstacle(channel.address(), channel.headerLines())
                        .map(reason -> HookHealth.of(HookHealth.Status.CANNOT_DELIVER, reason))
                : Optional.empty();
    }

    private Optional<HookHealth> plain(EventHook hook, Progress progress) {
        return plainness
                .apply(hook.channel())
                .map(reason -> HookHealth.of(HookHealth.Status.CANNOT_DELIVER, reason));
    }

    private static Optional<HookHealth> paused(EventHook hook, Progress progress) {
        return when(
                progress.paused(),
                HookHealth.of(HookHealth.Status.PAUSED, "Deliveries are paused. Resume them."));
    }

    private static Optional<HookHealth> receiverDown(EventHook hook, Progress progress) {
        return progress.receiverDownSince()
                .map(since ->
                        HookHealth.since(
                                HookHealth.Status.RECEIVER_DOWN,
                                "The receiver accepts no deliveries. Events wait until it does.",
                                since));
    }

    private static Optional<HookHealth> retrying(EventHook hook, Progress progress) {
        return progress.retryingSince()
                .map(since ->
                        HookHealth.since(
                                HookHealth.Status.RETRYING,
                                "The last delivery failed and is being retried.",
                                since));
    }

    private static Optional<HookHealth> when(boolean applies, HookHealth health) {
        return applies ? Optional.of(health) : Optional.empty();
    }
}
