package io.hookline.server.event.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.SampleEvents;
import io.hookline.server.event.TestingLogServer;
import io.hookline.server.event.TestingLogServer.Reply;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.event.log.Timestamps;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

class LogQueryTest {
    @TempDir static Path folder;

    private static TestingLogServer server;

    @BeforeAll
    static void start() {
        server = new TestingLogServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        server.clear();
    }

    /** Ingests events of one type, published at those times (minutes before now). */
    private void ingest(String type, int... minutesAgo) {
        for (int minutes : minutesAgo) {
            Instant published = server.clock.instant().minus(Duration.ofMinutes(minutes));
            Reply reply =
                    server.post(
                            "okta",
                            Json.object()
                                    .put("eventType", type)
                                    .put("uuid", type + "-" + minutes)
                                    .put("published", Timestamps.write(published.toEpochMilli()))
                                    .toString());
            assertThat(reply.status()).isEqualTo(202);
        }
    }

    private String ago(int minutes) {
        return server.clock.instant().minus(Duration.ofMinutes(minutes)).toString();
    }

    /** All pages of a query, as their uuids. */
    private List<String> all(Reply first) {
        List<String> uuids = new ArrayList<>(first.texts("uuid"));
        String next = first.link("next");
        while (!next.isEmpty()) {
            Reply page = server.follow(next);
            assertThat(page.status()).isEqualTo(200);
            uuids.addAll(page.texts("uuid"));
            next = page.link("next");
        }
        return uuids;
    }

    @Test
    void answersAnEmptyLogWithAnEmptyArray() {
        Reply reply = server.list();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().isArray()).isTrue();
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void pollsInTheOrderOfArrivalAndAlwaysSaysWhereToGoOn() {
        ingest("a", 10, 30, 20);
        Reply page = server.list("limit", "2");
        assertThat(page.texts("uuid")).containsExactly("a-10", "a-30");
        page = server.follow(page.link("next"));
        assertThat(page.texts("uuid")).containsExactly("a-20");
        page = server.follow(page.link("next"));
        assertThat(page.body()).isEmpty();
        ingest("b", 99);
        page = server.follow(page.link("next"));
        assertThat(page.texts("uuid")).containsExactly("b-99");
        assertThat(page.link("next")).isNotEmpty();
    }

    @Test
    void pollsFromTheTimeOfArrivalNotOfPublication() {
        ingest("a", 5);
        server.clock.advance(Duration.ofHours(1));
        ingest("b", 240);
        String since = ago(30);
        assertThat(server.list("since", since).texts("uuid")).containsExactly("b-240");
        server.clock.advance(Duration.ofDays(6));
        assertThat(server.list().texts("uuid")).containsExactly("a-5", "b-240");
        server.clock.advance(Duration.ofDays(1));
        assertThat(server.list().texts("uuid")).containsExactly("b-240");
        server.clock.advance(Duration.ofDays(9));
        assertThat(server.list().body()).isEmpty();
        assertThat(server.list().link("next")).isNotEmpty();
    }

    @Test
    void findsWhereATimeOfArrivalBeginsAmongMany() {
        for (int i = 0; i < 200; i++) {
            ingest("a" + i, 0);
            server.clock.advance(Duration.ofSeconds(1));
        }
        Instant end = server.clock.instant();
        for (int back : List.of(1, 2, 50, 199, 200)) {
            assertThat(
                            server.list("since", end.minusSeconds(back).toString(), "limit", "1000")
                                    .body())
                    .hasSize(back);
        }
    }

    @Test
    void selectsAndSortsByPublicationBetweenTwoTimes() {
        ingest("a", 50, 10, 30, 20, 40);
        Reply page = server.list("since", ago(40), "until", ago(10), "limit", "3");
        assertThat(page.texts("uuid")).containsExactly("a-40", "a-30", "a-20");
        page = server.follow(page.link("next"));
        assertThat(page.texts("uuid")).containsExactly("a-10");
        assertThat(page.link("next")).isEmpty();
    }

    @Test
    void aFullLastPageHasNoNext() {
        ingest("a", 10, 20);
        Reply page = server.list("since", ago(60), "until", ago(0), "limit", "2");
        assertThat(page.body()).hasSize(2);
        assertThat(page.link("next")).isEmpty();
        assertThat(page.link("self")).isNotEmpty();
    }

    @Test
    void sortsBackwards() {
        ingest("a", 50, 10, 30, 20, 40);
        assertThat(all(server.list("sortOrder", "DESCENDING", "limit", "2")))
                .containsExactly("a-10", "a-20", "a-30", "a-40", "a-50");
        assertThat(
                        all(
                                server.list(
                                        "sortOrder",
                                        "DESCENDING",
                                        "since",
                                        ago(40),
                                        "until",
                                        ago(20),
                                        "limit",
                                        "1")))
                .containsExactly("a-20", "a-30", "a-40");
    }

    @Test
    void boundedQueriesWithoutSinceGoBackSevenDays() {
        ingest("a", 10_081, 10_080, 5);
        assertThat(server.list("until", ago(0)).texts("uuid")).containsExactly("a-10080", "a-5");
        assertThat(server.list("until", "").texts("uuid"))
                .containsExactly("a-10081", "a-10080", "a-5");
    }

    @Test
    void equalTimesAreOrderedByPosition() {
        long seed = 42;
        Random random = new Random(seed);
        List<String> sent = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            int minutes = random.nextInt(4);
            String uuid = minutes + "-" + String.format("%04d", i);
            sent.add(uuid);
            lines.append(
                            Json.object()
                                    .put("eventType", "type." + random.nextInt(3))
                                    .put("uuid", uuid)
                                    .put("published", ago(minutes)))
                    .append('\n');
        }
        server.post(
                "okta",
                "application/x-ndjson",
                lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        List<String> ascending =
                sent.stream()
                        .sorted(
                                Comparator.comparing((String uuid) -> uuid.charAt(0))
                                        .reversed()
                                        .thenComparing(uuid -> uuid.substring(2)))
                        .toList();
        for (String filter :
                List.of(
                        "",
                        "eventType eq \"type.0\" or eventType eq \"type.1\" or eventType eq"
                                + " \"type.2\"",
                        "not (eventType eq \"x\")")) {
            assertThat(all(server.list("until", ago(0), "limit", "7", "filter", filter)))
                    .isEqualTo(ascending);
            assertThat(all(server.list("sortOrder", "DESCENDING", "limit", "7", "filter", filter)))
                    .isEqualTo(ascending.reversed());
        }
    }

    @Test
    void pagesStayTheSameWhileEventsArrive() {
        ingest("old", 50, 40, 30, 20);
        Reply down = server.list("sortOrder", "DESCENDING", "limit", "2");
        Reply up = server.list("since", ago(60), "until", ago(0), "limit", "2");
        server.clock.advance(Duration.ofMinutes(5));
        ingest("new", 0, 1, 2);
        assertThat(all(down)).containsExactly("old-20", "old-30", "old-40", "old-50");
        assertThat(all(up)).containsExactly("old-50", "old-40", "old-30", "old-20");
    }

    @Test
    void filtersByTypeAndByAnythingElse() {
        ingest("user.session.start", 3, 2);
        ingest("user.session.end", 1);
        server.post("okta", SampleEvents.FULL);
        assertThat(server.list("filter", "eventType eq \"user.session.end\"").texts("uuid"))
                .containsExactly("user.session.end-1");
        assertThat(server.list("filter", "eventType eq \"never.seen\"").body()).isEmpty();
        assertThat(server.list("filter", "eventType sw \"user.session\"").body()).hasSize(3);
        assertThat(
                        server.list(
                                        "filter",
                                        "outcome.reason co \"phishing\" and target.id eq \"pfd1\"")
                                .texts("eventType"))
                .containsExactly("user.authentication.auth_via_mfa");
        assertThat(
                        server.list(
                                        "filter",
                                        "eventType eq \"user.authentication.auth_via_mfa\" and"
                                                + " outcome.result eq \"SUCCESS\"")
                                .body())
                .isEmpty();
        assertThat(server.list("q", "ada@example.org Firefox").body()).hasSize(1);
        assertThat(server.list("q", "ada@example.org chrome").body()).isEmpty();
    }

    @Test
    void whatIsShownIsWhatIsFiltered() {
        ingest("a", 1);
        assertThat(server.list("filter", "severity eq \"INFO\" and version eq \"0\"").body())
                .hasSize(1);
    }

    @Test
    void pollingWithAFilterDoesNotReadTheSameTwice() {
        ingest("a", 3);
        ingest("b", 2);
        ingest("a", 1);
        Reply page = server.list("filter", "not (eventType eq \"a\")", "limit", "10");
        assertThat(page.texts("eventType")).containsExactly("b");
        LogCursor cursor =
                LogCursor.parse(page.link("next").replaceAll(".*after=([^&]+).*", "$1"))
                        .orElseThrow();
        assertThat(cursor).isEqualTo(new LogCursor.Polling(server.log.end()));
    }

    @Test
    void aLimitOfZeroAsksForNothing() {
        ingest("a", 1);
        Reply polling = server.list("limit", "0");
        assertThat(polling.body()).isEmpty();
        assertThat(server.follow(polling.link("next").replace("limit=0", "limit=5")).body())
                .hasSize(1);
        Reply bounded = server.list("limit", "0", "until", ago(0));
        assertThat(bounded.body()).isEmpty();
        assertThat(bounded.link("next")).isEmpty();
    }

    @Test
    void linksAreTwoHeaderLinesThatRepeatTheQuery() {
        Reply reply =
                server.list(
                        "since",
                        ago(5),
                        "filter",
                        "eventType eq \"a b\" or eventType eq \"ä&c\"",
                        "limit",
                        "3");
        List<String> links = reply.raw().headers().allValues("link");
        assertThat(links).hasSize(2);
        assertThat(reply.link("self"))
                .isEqualTo(
                        server.base()
                                + "/api/v1/logs?since=2026-03-01T11%3A55%3A00Z&filter=eventType%20eq%20%22a%20b%22%20or%20eventType%20eq%20%22%C3%A4%26c%22&limit=3");
        assertThat(reply.link("next"))
                .startsWith(server.base() + "/api/v1/logs?since=")
                .contains("&after=");
        assertThat(server.list().link("self")).isEqualTo(server.base() + "/api/v1/logs");
    }

    @Test
    void aPageEndsAfterSoManyBytes() {
        for (int i = 0; i < 12; i++) {
            server.post(
                    "okta",
                    "{\"eventType\":\"big\",\"uuid\":\""
                            + i
                            + "\",\"x\":\""
                            + "y".repeat(900_000)
                            + "\"}");
        }
        for (String[] query : new String[][] {{"limit", "100"}, {"sortOrder", "DESCENDING"}}) {
            Reply page = server.list(query);
            assertThat(page.body()).hasSize(9);
            page = server.follow(page.link("next"));
            assertThat(page.body()).hasSize(3);
        }
    }

    @Test
    void showsEventsInTheDocumentedForm() {
        server.post("okta", SampleEvents.FULL);
        JsonNode event = server.list().body().get(0);
        assertThat(event.at("/hookline/source").asText()).isEqualTo("okta");
        ((ObjectNode) event).remove("hookline");
        assertThat(event.toString()).isEqualTo(SampleEvents.FULL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=-1|E0000001|limit: The value must be a whole number from 0 to 1000.",
                "limit=1001|E0000001|limit: The value must be a whole number from 0 to 1000.",
                "limit=ten|E0000001|limit: The value must be a whole number from 0 to 1000.",
                "limit=99999999999|E0000001|limit: The value must be a whole number from 0 to"
                        + " 1000.",
                "sortOrder=sideways|E0000001|sortOrder: The value must be ASCENDING or DESCENDING.",
                "since=yesterday|E0000001|since: The value must be a date and time with Z or an"
                        + " offset, such as 2026-01-31T09:30:00.000Z.",
                "until=2026-13-01T00:00:00Z|E0000001|until: The value must be a date and time with"
                        + " Z or an offset, such as 2026-01-31T09:30:00.000Z.",
                "since=2026-02-28T00:00:00Z&until=2026-02-27T00:00:00Z|E0000001|until: The time"
                        + " must not be before 'since'.",
                "after=nonsense|E0000001|after: The token is not one that this server gave. Follow"
                        + " the next link as it was given.",
                "after=cC41&sortOrder=DESCENDING|E0000001|after: The token belongs to another"
                        + " query. Follow the next link as it was given.",
                "q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|E0000001|q: a keyword may have at most"
                        + " 40 characters",
                "q=1+2+3+4+5+6+7+8+9+10+11|E0000001|q: at most 10 keywords are allowed",
                "since=2025-01-01T00:00:00Z|E0000053|",
                "filter=eventType|E0000053|",
                "filter=eventType+is+%22a%22|E0000053|",
                "filter=colour+eq+%22a%22|E0000053|",
                "filter=published+gt+%222026-01-01T00:00:00Z%22|E0000053|",
                "filter=debugContext.debugData.url+co+%22a%22|E0000031|"
            })
    void answersABadParameterWithItsError(String query, String code, String cause) {
        Reply reply = server.get("/api/v1/logs?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("errorCode").asText()).isEqualTo(code);
        assertThat(reply.body().path("errorSummary").asText()).isNotEmpty();
        if (cause != null) {
            assertThat(reply.causes()).containsExactly(cause);
            String name = cause.substring(0, cause.indexOf(':'));
            assertThat(reply.body().path("errorSummary").asText())
                    .startsWith("Api validation failed: '" + name + "': ");
        }
    }

    @Test
    void namesEveryBadParameter() {
        Reply reply = server.get("/api/v1/logs?limit=ten&sortOrder=up&until=now&q=a");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.causes())
                .hasSize(3)
                .satisfiesExactly(
                        cause -> assertThat(cause).startsWith("limit: "),
                        cause -> assertThat(cause).startsWith("sortOrder: "),
                        cause -> assertThat(cause).startsWith("until: "));
        assertThat(reply.body().path("errorSummary").asText())
                .startsWith("Api validation failed: 'limit': ")
                .contains(" 'sortOrder': ", " 'until': ");
    }

    @Test
    void takesAnOffsetWhosePlusSignWasNotEncoded() {
        ingest("a", 1);
        assertThat(server.get("/api/v1/logs?since=2026-03-01T13:00:00+02:00").body()).hasSize(1);
    }

    @Test
    void linksFromTheServerMayCarrySinceThoughItHasGrownOld() {
        ingest("a", 1);
        Reply page = server.list("since", ago(5));
        server.clock.advance(Duration.ofDays(200));
        assertThat(server.follow(page.link("next")).status()).isEqualTo(200);
    }

    @Test
    void asksForThePermission() {
        Reply reply = server.send(server.request("/api/v1/logs", "x:INGEST").GET());
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body().path("errorCode").asText()).isEqualTo("E0000006");
    }

    @Test
    void listsTheCatalog() {
        Reply all = server.get("/api/hookline/v1/eventTypes");
        assertThat(all.body().size()).isEqualTo(EventCatalog.bundled().all().size());
        Reply found = server.get("/api/hookline/v1/eventTypes?q=phishing&eligible=false");
        assertThat(found.body().valueStream().allMatch(type -> !type.path("eligible").asBoolean()))
                .isTrue();
        JsonNode first =
                server.get("/api/hookline/v1/eventTypes?q=user.account.lock&eligible=true")
                        .body()
                        .get(0);
        assertThat(first.path("id").asText()).isEqualTo("user.account.lock");
        assertThat(first.path("title").asText()).isEqualTo("User account locked");
        assertThat(server.get("/api/hookline/v1/eventTypes?eligible=maybe").status())
                .isEqualTo(400);
    }
}
