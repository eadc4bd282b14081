package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.okta.sdk.resource.api.EventHookApi;
import com.okta.sdk.resource.api.SystemLogApi;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.common.PagedList;
import com.okta.sdk.resource.model.EventHook;
import com.okta.sdk.resource.model.LogEvent;
import com.okta.sdk.resource.model.LogOutcome;
import com.okta.sdk.resource.model.LogSeverity;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The system log as programs read it that were written for Okta with its Java SDK. */
class OktaSdkLogTest {
    private static final int EVENTS = 25;

    /** When the first was published; each of the others a second after the one before. */
    private static final Instant FIRST =
            Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);

    private static final String OURS = "debugContext.debugData.corpus eq \"sdk\"";
    private static final List<String> BY_TIME = names(IntStream.range(0, EVENTS));
    private static final List<String> BY_ARRIVAL = BY_TIME.reversed();

    @TempDir static Path folder;
    @AutoClose private static OktaOrg org;
    private static ApiClient client;

    @BeforeAll
    static void fill() {
        org = new OktaOrg(folder);
        client = org.client();
        ArrayNode events = Api.JSON.createArrayNode();
        // The latest arrives first, so that the two orders differ.
        IntStream.range(0, EVENTS)
                .map(i -> EVENTS - 1 - i)
                .mapToObj(i -> event(i))
                .forEach(events::add);
        new Workspace(org.api()).ingest(events);
    }

    @AfterEach
    void everyAnswerIsAsPublished() {
        org.assertAnswersAreAsPublished();
    }

    /** The odd ones are stopped phishing attempts, the even ones good sign-ins. */
    private static ObjectNode event(int number) {
        String user = "user-%d@example.org".formatted(number);
        String address = "203.0.113." + number;
        ObjectNode event =
                number % 2 == 1 ? Events.phishing(user, address) : Events.signedIn(user, address);
        event.put("uuid", name(number));
        event.put("published", at(number));
        ((ObjectNode) event.at("/debugContext/debugData")).put("corpus", "sdk");
        ((ObjectNode) event.get("actor")).put("id", "00u%017d".formatted(number % 5));
        return event;
    }

    private static String name(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    private static String at(int number) {
        return FIRST.plusSeconds(number).toString();
    }

    private static List<String> names(IntStream numbers) {
        return numbers.mapToObj(OktaSdkLogTest::name).toList();
    }

    @Test
    void anEventIsReadAsItWasSent() {
        LogEvent event = ask(Map.of("filter", "client.ipAddress eq \"203.0.113.7\"")).getFirst();

        assertThat(event.getUuid()).isEqualTo(name(7));
        assertThat(event.getPublished().toInstant()).isEqualTo(FIRST.plusSeconds(7));
        assertThat(event.getEventType()).isEqualTo(Events.MFA);
        assertThat(event.getVersion()).isEqualTo("0");
        assertThat(event.getSeverity()).isEqualTo(LogSeverity.WARN);
        assertThat(event.getLegacyEventType()).isEqualTo("core.user.factor.attempt_fail");
        assertThat(event.getDisplayMessage()).isEqualTo("Authentication of user via MFA");
        assertThat(event.getActor().getAlternateId()).isEqualTo("user-7@example.org");
        assertThat(event.getActor().getDetailEntry()).isNull();
        assertThat(event.getClient().getUserAgent().getBrowser()).isEqualTo("CHROME");
        assertThat(event.getClient().getGeographicalContext().getGeolocation().getLat())
                .isEqualTo(52.0907);
        assertThat(event.getOutcome().getResult()).isEqualTo(LogOutcome.ResultEnum.FAILURE);
        assertThat(event.getOutcome().getReason()).isEqualTo(Events.PHISHING);
        assertThat(event.getTarget()).hasSize(2);
        assertThat(event.getTarget().get(1).getDetailEntry())
                .isEqualTo(Map.of("methodTypeUsed", "Use Okta FastPass"));
        assertThat(event.getTransaction().getId()).isEqualTo("Y1aZ-transaction");
        assertThat(event.getDebugContext().getDebugData()).containsEntry("factor", "SIGNED_NONCE");
        assertThat(event.getAuthenticationContext().getExternalSessionId())
                .isEqualTo("idx-session-1");
        assertThat(event.getSecurityContext().getAsNumber()).isEqualTo(64500);
        assertThat(event.getSecurityContext().getIsProxy()).isFalse();
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                arguments("actor.id eq \"00u00000000000000003\"", List.of(3, 8, 13, 18, 23)),
                arguments(
                        "actor.alternateId sw \"user-2\" and outcome.result eq \"FAILURE\"",
                        List.of(21, 23)),
                arguments(
                        "outcome.reason co \"phishing\" and client.ipAddress ew \".11\"",
                        List.of(11)),
                arguments(
                        "target.alternateId eq \"user-4@example.org\" or uuid eq \""
                                + name(9)
                                + "\"",
                        List.of(4, 9)),
                arguments(
                        "not (outcome.result eq \"FAILURE\") and actor.displayName sw \"user-1\"",
                        List.of(10, 12, 14, 16, 18)),
                arguments("client.ipAddress GE \"203.0.113.8\" AND outcome.reason pr", List.of(9)),
                arguments(
                        "target.type eq \"User\" and target.displayName eq \"Okta Verify\""
                                + " and client.ipAddress eq \"203.0.113.0\"",
                        List.of(0)),
                arguments(
                        "actor.alternateId eq \"user-2@example.org\" and outcome.reason pr",
                        List.of()),
                arguments("securityContext.asNumber gt 64500", List.of()),
                arguments("eventType ne \"user.authentication.auth_via_mfa\"", List.of()));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void filtersFindWhatTheyAskFor(String filter, List<Integer> numbers) {
        assertThat(uuids(bounded(Map.of("filter", "(" + filter + ") and " + OURS))))
                .isEqualTo(names(numbers.stream().mapToInt(number -> number)));
    }

    @Test
    void keywordsMustAllBeWordsOfTheEvent() {
        assertThat(uuids(bounded(Map.of("q", "user-17@example.org")))).containsExactly(name(17));
        assertThat(uuids(bounded(Map.of("q", "UTRECHT phishing FastPass"))))
                .isEqualTo(names(IntStream.range(0, EVENTS).filter(number -> number % 2 == 1)));
        assertThat(bounded(Map.of("q", "Utrecht phish"))).as("half a word").isEmpty();
        assertThat(uuids(bounded(Map.of("q", "phishing", "filter", "client.ipAddress ew \"3\""))))
                .containsExactly(name(3), name(13), name(23));
    }

    @Test
    void aSpanOfTimeIsAnsweredInTheOrderOfPublication() {
        List<String> middle = names(IntStream.rangeClosed(5, 9));
        Map<String, Object> span = Map.of("since", at(5), "until", at(9), "filter", OURS);
        assertThat(uuids(ask(span))).isEqualTo(middle);
        assertThat(uuids(ask(with(span, "sortOrder", "DESCENDING")))).isEqualTo(middle.reversed());
        assertThat(ask(Map.of("since", at(EVENTS), "until", at(EVENTS + 9)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASCENDING", "DESCENDING"})
    void thePagesOfASpanEndAndMissNothing(String order) {
        List<String> found = new ArrayList<>();
        Map<String, Object> query =
                Map.of("since", at(0), "until", at(EVENTS), "sortOrder", order, "limit", 7);
        PagedList<LogEvent> page = ask(query);
        found.addAll(uuids(page));
        while (page.hasMoreItems()) {
            assertThat(page.getSelf()).startsWith(org.url() + "/api/v1/logs?");
            assertThat(page).hasSizeLessThanOrEqualTo(7);
            page = ask(with(query, "after", page.getAfter()));
            found.addAll(uuids(page));
        }
        assertThat(found).isEqualTo(order.equals("ASCENDING") ? BY_TIME : BY_TIME.reversed());
    }

    @Test
    void pollingGoesOnForEverInTheOrderOfArrival() {
        Map<String, Object> query = Map.of("filter", OURS.replace("eq", "sw"), "limit", 10);
        List<String> found = new ArrayList<>();
        PagedList<LogEvent> page = ask(query);
        while (!page.isEmpty()) {
            found.addAll(uuids(page));
            page = ask(with(query, "after", page.getAfter()));
        }
        assertThat(found).isEqualTo(BY_ARRIVAL);
        assertThat(page.hasMoreItems()).as("a next link on an empty page").isTrue();
        String place = page.getAfter();
        assertThat(ask(with(query, "after", place))).isEmpty();

        ObjectNode late = event(70).put("published", FIRST.minusSeconds(3600).toString());
        ((ObjectNode) late.at("/debugContext/debugData")).put("corpus", "sdk-late");
        new Workspace(org.api()).ingest(late);
        PagedList<LogEvent> more = ask(with(query, "after", place));
        assertThat(uuids(more)).as("published long ago, arrived now").containsExactly(name(70));
        assertThat(ask(with(query, "after", more.getAfter()))).isEmpty();
    }

    @Test
    void theLimitIsAHundredUnlessItIsGiven() {
        ArrayNode events = Api.JSON.createArrayNode();
        IntStream.range(0, 110)
                .forEach(i -> events.addObject().put("eventType", "shop.order.placed"));
        new Workspace(org.api()).ingest(events);
        Map<String, Object> query = Map.of("filter", "eventType eq \"shop.order.placed\"");
        assertThat(ask(query)).hasSize(100);
        assertThat(ask(with(query, "limit", 1000))).hasSize(110);
        assertThat(ask(with(query, "limit", 0))).isEmpty();
    }

    static Stream<Arguments> badQueries() {
        return Stream.of(
                arguments("since", "yesterday", "E0000001", "since: "),
                arguments("until", "2026-13-01T00:00:00Z", "E0000001", "until: "),
                arguments("since", "2001-01-01T00:00:00Z", "E0000053", ""),
                arguments("limit", 1001, "E0000001", "limit: "),
                arguments("limit", -1, "E0000001", "limit: "),
                arguments("sortOrder", "SIDEWAYS", "E0000001", "sortOrder: "),
                arguments("after", "no-token-of-ours", "E0000001", "after: "),
                arguments("q", "x".repeat(41), "E0000001", "q: "),
                arguments("q", "a b c d e f g h i j k", "E0000001", "q: "),
                arguments("filter", "eventType is \"a.b\"", "E0000053", ""),
                arguments("filter", "colour eq \"red\"", "E0000053", ""),
                arguments("filter", "published gt \"2026-01-01T00:00:00Z\"", "E0000053", ""),
                arguments("filter", "debugContext.debugData.url co \"x\"", "E0000031", ""));
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    void aQueryThatCannotBeAnsweredIsRefusedWithItsCode(
            String parameter, Object value, String code, String cause) {
        Refusal refusal = Refusal.of(() -> ask(Map.of(parameter, value)));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo(code);
        if (cause.isEmpty()) {
            assertThat(refusal.causes()).isEmpty();
        } else {
            assertThat(refusal.causes()).singleElement().asString().startsWith(cause);
        }
    }

    @Test
    void theLogIsForThoseWhoMayReadIt() {
        Refusal stranger = Refusal.of(() -> ask(org.client("not-a-token"), Map.of()));
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.code()).isEqualTo("E0000011");

        ApiClient hooksOnly = org.client(org.token("read_hooks"));
        Refusal mayNot = Refusal.of(() -> ask(hooksOnly, Map.of()));
        assertThat(mayNot.status()).isEqualTo(403);
        assertThat(mayNot.code()).isEqualTo("E0000006");
        assertThat(ask(org.client(org.token("read_log")), Map.of("limit", 1))).hasSize(1);
    }

    @Test
    void whatAdministratorsDoIsInTheLogToo() {
        String uri = "https://receiver.example/events";
        EventHook hook = new EventHookApi(client).createEventHook(OktaOrg.hook("Watched", uri));

        List<LogEvent> acts = ask(Map.of("filter", "target.id eq \"" + hook.getId() + "\""));

        assertThat(acts)
                .singleElement()
                .satisfies(act -> {
                    assertThat(act.getEventType()).isEqualTo("event_hook.created");
                    assertThat(act.getOutcome().getResult())
                            .isEqualTo(LogOutcome.ResultEnum.SUCCESS);
                    assertThat(act.getActor().getId()).isEqualTo(hook.getCreatedBy());
                    assertThat(act.getClient().getIpAddress()).isEqualTo("127.0.0.1");
                    assertThat(act.getTarget())
                            .singleElement()
                            .satisfies(target ->
                                    assertThat(target.getDisplayName()).isEqualTo("Watched"));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.session.start",
                "user.authentication.auth_via_IDP",
                "user.mfa.factor.reset_all",
                "user.account.update_profile",
                "user.risk.detect",
                "security.threat.detected",
                "policy.rule.update",
                "system.org.rate_limit.violation",
                "device.enrollment.create",
                "group.user_membership.add"
            })
    void aRealisticEventIsReadAsAnyOther(String type) {
        JsonNode shown = org.api().get("/api/hookline/v1/eventTypes/" + type).expect(200).json();
        assertThat(shown.get("sampleGenerated").asBoolean()).isFalse();
        ObjectNode sample = shown.get("sample").deepCopy();
        sample.remove(List.of("uuid", "published"));

        String uuid = new Workspace(org.api()).ingest(sample).getFirst();

        assertThat(ask(Map.of("filter", "eventType eq \"" + type + "\"")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getUuid()).isEqualTo(uuid);
                    assertThat(event.getActor().getId()).isEqualTo(sample.at("/actor/id").asText());
                });
    }

    /** A query of the events that are known here. */
    private static PagedList<LogEvent> bounded(Map<String, Object> query) {
        return ask(with(with(query, "since", at(0)), "until", at(EVENTS)));
    }

    private static PagedList<LogEvent> ask(Map<String, Object> query) {
        return ask(client, query);
    }

    /** A query by the names of its parameters, which in the client are seven in a row. */
    private static PagedList<LogEvent> ask(ApiClient client, Map<String, Object> query) {
        return (PagedList<LogEvent>)
                new SystemLogApi(client)
                        .listLogEvents(
                                (String) query.get("since"),
                                (String) query.get("until"),
                                (String) query.get("after"),
                                (String) query.get("filter"),
                                (String) query.get("q"),
                                (Integer) query.get("limit"),
                                (String) query.get("sortOrder"));
    }

    private static Map<String, Object> with(Map<String, Object> query, String name, Object value) {
        Map<String, Object> more = new HashMap<>(query);
        more.put(name, value);
        return more;
    }

    private static List<String> uuids(List<LogEvent> events) {
        return events.stream().map(LogEvent::getUuid).toList();
    }
}
