package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.okta.sdk.resource.api.EventHookApi;
import com.okta.sdk.resource.model.EventHook;
import com.okta.sdk.resource.model.EventHook.StatusEnum;
import com.okta.sdk.resource.model.EventHookChannelConfig;
import com.okta.sdk.resource.model.EventHookChannelConfigAuthScheme;
import com.okta.sdk.resource.model.EventHookChannelConfigAuthSchemeType;
import com.okta.sdk.resource.model.EventHookChannelConfigHeader;
import com.okta.sdk.resource.model.EventHookFilterMapObject;
import com.okta.sdk.resource.model.EventHookFilterMapObjectCondition;
import com.okta.sdk.resource.model.EventHookFilters;
import com.okta.sdk.resource.model.EventHookVerificationStatus;
import com.okta.sdk.resource.model.HrefHints;
import com.okta.sdk.resource.model.HttpMethod;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The event hook API as programs use it that were written for Okta with its Java SDK. */
class OktaSdkHooksTest {
    private static final String LOCK = OktaOrg.LOCK;
    private static final String SECRET = "the-receivers-secret";
    private static final String ABSENT = "who00000000000000000";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir static Path folder;
    @AutoClose private static OktaOrg org;
    private static EventHookApi hooks;

    @AutoClose private final HookReceiver receiver = new HookReceiver();

    @BeforeAll
    static void start() {
        org = new OktaOrg(folder);
        hooks = new EventHookApi(org.client());
    }

    @AfterEach
    void everyAnswerIsAsPublished() {
        org.assertAnswersAreAsPublished();
    }

    @Test
    void aHookIsMadeWithFilterHeadersAndSecretAndReadBack(TestInfo test) {
        EventHook made = hooks.createEventHook(wholeHook(test.getDisplayName()));

        assertThat(made.getId()).matches("who[0-9A-Za-z]{17}");
        assertThat(made.getStatus()).isEqualTo(StatusEnum.ACTIVE);
        assertThat(made.getVerificationStatus()).isEqualTo(EventHookVerificationStatus.UNVERIFIED);
        assertThat(made.getName()).isEqualTo(test.getDisplayName());
        assertThat(made.getDescription()).isEqualTo("Tells who cannot get in");
        assertThat(made.getCreatedBy()).isNotEmpty();
        assertThat(made.getCreated()).isEqualTo(made.getLastUpdated());
        assertThat(made.getEvents().getItems()).containsExactlyInAnyOrder(LOCK, Events.MFA);
        EventHookFilters filter = made.getEvents().getFilter();
        assertThat(filter.getType()).isEqualTo("EXPRESSION_LANGUAGE");
        assertThat(filter.getEventFilterMap())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.getEvent()).isEqualTo(Events.MFA);
                    assertThat(entry.getCondition().getExpression())
                            .isEqualTo(Events.PHISHING_FILTER);
                });
        EventHookChannelConfig config = made.getChannel().getConfig();
        assertThat(config.getUri()).isEqualTo(receiver.url().toString());
        assertThat(config.getMethod()).isEqualTo("POST");
        assertThat(config.getHeaders())
                .containsExactly(header("X-Team", "identity"), header("X-Stage", "e2e"));
        assertThat(config.getAuthScheme().getKey()).isEqualTo("Authorization");
        assertThat(config.getAuthScheme().getValue()).as("the secret").isNull();

        assertThat(hooks.getEventHook(made.getId())).isEqualTo(made);
        assertThat(hooks.listEventHooks()).contains(made);
        assertThat(org.lastExchange().answer().body()).doesNotContain(SECRET);
    }

    @Test
    void theLinksOfAHookLeadWhereItsStateAllows(TestInfo test) {
        EventHook hook = hooks.createEventHook(hook(test.getDisplayName()));
        String self = org.url() + "/api/v1/eventHooks/" + hook.getId();
        assertThat(hook.getLinks().getSelf().getHref()).isEqualTo(self);
        assertThat(hook.getLinks().getVerify().getHref()).isEqualTo(self + "/lifecycle/verify");
        assertThat(hook.getLinks().getDeactivate().getHref())
                .isEqualTo(self + "/lifecycle/deactivate");
        assertThat(hook.getLinks().getVerify().getHints())
                .isEqualTo(new HrefHints().allow(List.of(HttpMethod.POST)));

        hooks.deactivateEventHook(hook.getId());
        JsonNode links = org.lastExchange().answer().json().get("_links");
        assertThat(links.fieldNames()).toIterable().containsExactly("activate", "self", "delete");
        assertThat(links.at("/delete/hints/allow/0").asText()).isEqualTo("DELETE");
    }

    @Test
    void aVerifiedHookReceivesTheEventsOfItsFilterWithItsSecret(TestInfo test) {
        EventHook hook = hooks.createEventHook(wholeHook(test.getDisplayName()));

        EventHook verified = hooks.verifyEventHook(hook.getId());

        assertThat(verified.getVerificationStatus())
                .isEqualTo(EventHookVerificationStatus.VERIFIED);
        assertThat(receiver.challenges())
                .singleElement()
                .satisfies(challenge ->
                        assertThat(challenge.headers())
                                .containsEntry("authorization", SECRET)
                                .containsEntry("x-team", "identity"));
        Workspace workspace = new Workspace(org.api());
        workspace.ingest(Events.signedIn("bob@example.org", "203.0.113.8"));
        List<String> asked = workspace.ingest(Events.phishing("ada@example.org", "203.0.113.7"));
        assertThat(firstDelivery().uuids()).isEqualTo(asked);
        assertThat(firstDelivery().headers())
                .containsEntry("authorization", SECRET)
                .containsEntry("x-stage", "e2e");
        assertThat(firstDelivery().envelope().get("source").asText())
                .isEqualTo(hook.getLinks().getSelf().getHref());
    }

    @Test
    void aHookThatWasReadCanBeChangedAndSentBack(TestInfo test) {
        EventHook hook = hooks.createEventHook(wholeHook(test.getDisplayName()));
        hooks.verifyEventHook(hook.getId());

        EventHook read = hooks.getEventHook(hook.getId());
        read.name("Renamed: " + test.getDisplayName()).description(null);
        read.getEvents().filter(null).items(List.of(LOCK));
        EventHook replaced = hooks.replaceEventHook(hook.getId(), read);

        assertThat(replaced.getId()).isEqualTo(hook.getId());
        assertThat(replaced.getCreated()).isEqualTo(hook.getCreated());
        assertThat(replaced.getName()).startsWith("Renamed");
        assertThat(replaced.getDescription()).isNull();
        assertThat(replaced.getEvents().getItems()).containsExactly(LOCK);
        assertThat(replaced.getEvents().getFilter()).isNull();
        assertThat(replaced.getVerificationStatus())
                .as("the channel is the same")
                .isEqualTo(EventHookVerificationStatus.VERIFIED);
        assertThat(hooks.getEventHook(hook.getId())).isEqualTo(replaced);

        new Workspace(org.api())
                .ingest(Events.signedIn("bob@example.org", "203.0.113.8").put("eventType", LOCK));
        assertThat(firstDelivery().headers())
                .as("the secret that was not sent again")
                .containsEntry("authorization", SECRET);
    }

    @Test
    void aNewAddressMustBeVerifiedAgain(TestInfo test) {
        EventHook hook = hooks.createEventHook(hook(test.getDisplayName()));
        hooks.verifyEventHook(hook.getId());
        EventHook read = hooks.getEventHook(hook.getId());
        read.getChannel().getConfig().uri(receiver.url() + "/elsewhere");

        EventHook moved = hooks.replaceEventHook(hook.getId(), read);

        assertThat(moved.getChannel().getConfig().getUri()).endsWith("/elsewhere");
        assertThat(moved.getStatus()).isEqualTo(StatusEnum.ACTIVE);
        assertThat(moved.getVerificationStatus()).isEqualTo(EventHookVerificationStatus.UNVERIFIED);
    }

    @Test
    void onlyAnInactiveHookCanBeDeleted(TestInfo test) {
        EventHook hook = hooks.createEventHook(hook(test.getDisplayName()));
        hooks.verifyEventHook(hook.getId());
        Refusal active = Refusal.of(() -> hooks.deleteEventHook(hook.getId()));
        assertThat(active.status()).isEqualTo(400);
        assertThat(active.code()).isEqualTo("E0000001");

        EventHook inactive = hooks.deactivateEventHook(hook.getId());
        assertThat(inactive.getStatus()).isEqualTo(StatusEnum.INACTIVE);
        assertThat(inactive.getVerificationStatus())
                .isEqualTo(EventHookVerificationStatus.VERIFIED);
        EventHook again = hooks.activateEventHook(hook.getId());
        assertThat(again.getStatus()).isEqualTo(StatusEnum.ACTIVE);
        assertThat(again.getVerificationStatus()).isEqualTo(EventHookVerificationStatus.VERIFIED);

        hooks.deactivateEventHook(hook.getId());
        hooks.deleteEventHook(hook.getId());
        assertNotFound(hook.getId(), () -> hooks.getEventHook(hook.getId()));
        assertThat(hooks.listEventHooks())
                .extracting(EventHook::getId)
                .doesNotContain(hook.getId());
    }

    @Test
    void aReceiverThatCannotBeReachedStaysUnverified(TestInfo test) {
        EventHook hook = hooks.createEventHook(hook(test.getDisplayName()));
        receiver.down();

        Refusal refusal = Refusal.of(() -> hooks.verifyEventHook(hook.getId()));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo("E0000001");
        assertThat(refusal.summary()).isEqualTo("Api validation failed: eventHook");
        assertThat(refusal.causes())
                .first()
                .asString()
                .startsWith(
                        "Unable to verify event hook. Hook "
                                + test.getDisplayName()
                                + " execution failed");
        assertThat(hooks.getEventHook(hook.getId())).isEqualTo(hook);
    }

    @Test
    void whatIsNotThereIsNotFoundByEveryOperation(TestInfo test) {
        assertNotFound(ABSENT, () -> hooks.getEventHook(ABSENT));
        assertNotFound(ABSENT, () -> hooks.replaceEventHook(ABSENT, hook(test.getDisplayName())));
        assertNotFound(ABSENT, () -> hooks.deleteEventHook(ABSENT));
        assertNotFound(ABSENT, () -> hooks.activateEventHook(ABSENT));
        assertNotFound(ABSENT, () -> hooks.deactivateEventHook(ABSENT));
        assertNotFound(ABSENT, () -> hooks.verifyEventHook(ABSENT));
    }

    @Test
    void eachFaultOfAHookIsNamed(TestInfo test) {
        EventHook bad = hook(test.getDisplayName());
        bad.name(" ");
        bad.getEvents().items(List.of("no such type"));
        bad.getEvents()
                .filter(
                        new EventHookFilters()
                                .addeventFilterMapItem(filter(LOCK, "event.actor.id eq")));
        bad.getChannel().version("2.0.0").getConfig().uri("ftp://receiver.example");

        Refusal refusal = Refusal.of(() -> hooks.createEventHook(bad));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo("E0000001");
        assertThat(refusal.causes())
                .extracting(cause -> cause.replaceFirst(": .*", ""))
                .containsExactlyInAnyOrder(
                        "name",
                        "events.items[0]",
                        "events.filter.eventFilterMap[0].event",
                        "events.filter.eventFilterMap[0].condition.expression",
                        "channel.version",
                        "channel.config.uri");
        assertThat(hooks.listEventHooks()).extracting(EventHook::getName).doesNotContain(" ");
    }

    @Test
    void aNameIsTakenOnce(TestInfo test) {
        hooks.createEventHook(hook(test.getDisplayName()));
        Refusal refusal = Refusal.of(() -> hooks.createEventHook(hook(test.getDisplayName())));
        assertThat(refusal.code()).isEqualTo("E0000001");
        assertThat(refusal.causes())
                .containsExactly(
                        "name: An object with this field already exists in the current"
                                + " organization");
    }

    @Test
    void whoMayNotIsRefusedAsByOkta(TestInfo test) {
        EventHookApi stranger = new EventHookApi(org.client("not-a-token"));
        Refusal unknown = Refusal.of(stranger::listEventHooks);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.code()).isEqualTo("E0000011");

        EventHook hook = hooks.createEventHook(hook(test.getDisplayName()));
        EventHookApi reader = new EventHookApi(org.client(org.token("read_hooks")));
        assertThat(reader.getEventHook(hook.getId()).getName()).isEqualTo(hook.getName());
        Refusal mayNot = Refusal.of(() -> reader.deactivateEventHook(hook.getId()));
        assertThat(mayNot.status()).isEqualTo(403);
        assertThat(mayNot.code()).isEqualTo("E0000006");
        assertThat(hooks.getEventHook(hook.getId()).getStatus()).isEqualTo(StatusEnum.ACTIVE);
    }

    private static void assertNotFound(String id, ThrowingCallable call) {
        Refusal refusal = Refusal.of(call);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.code()).isEqualTo("E0000007");
        assertThat(refusal.summary())
                .isEqualTo("Not found: Resource not found: " + id + " (EventHook)");
        assertThat(refusal.causes()).isEmpty();
    }

    private HookReceiver.Delivery firstDelivery() {
        Await.until("a delivery", SOON, () -> !receiver.deliveries().isEmpty());
        return receiver.deliveries().getFirst();
    }

    private EventHook hook(String name) {
        return OktaOrg.hook(name, receiver.url().toString());
    }

    /** A hook with everything that it can have. */
    private EventHook wholeHook(String name) {
        EventHook hook = hook(name).description("Tells who cannot get in");
        hook.getEvents()
                .items(List.of(Events.MFA, LOCK))
                .filter(
                        new EventHookFilters()
                                .addeventFilterMapItem(filter(Events.MFA, Events.PHISHING_FILTER)));
        hook.getChannel()
                .getConfig()
                .addheadersItem(header("X-Team", "identity"))
                .addheadersItem(header("X-Stage", "e2e"))
                .authScheme(
                        new EventHookChannelConfigAuthScheme()
                                .type(EventHookChannelConfigAuthSchemeType.HEADER)
                                .key("Authorization")
                                .value(SECRET));
        return hook;
    }

    private static EventHookFilterMapObject filter(String type, String expression) {
        return new EventHookFilterMapObject()
                .event(type)
                .condition(new EventHookFilterMapObjectCondition().expression(expression));
    }

    private static EventHookChannelConfigHeader header(String key, String value) {
        return new EventHookChannelConfigHeader().key(key).value(value);
    }
}
