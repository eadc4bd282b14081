package io.hookline.server.event.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.catalog.EventCatalog.EventType;
import io.hookline.server.event.catalog.EventCatalog.Sample;
import io.hookline.server.event.ingest.EventCheck;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class EventCatalogTest {
    private final EventCatalog catalog = EventCatalog.bundled();

    @Test
    void knowsEveryPublishedTypeWithItsEligibilityAndRelease() throws Exception {
        Path table =
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "..",
                        "shared",
                        "reference",
                        "event-types.tsv");
        assumeTrue(
                Files.exists(table), "the table of published types is not there to compare with");
        List<String> published =
                Files.readAllLines(table).stream()
                        .skip(1)
                        .map(line -> line.split("\t", -1))
                        .map(cells -> cells[0] + cells[1].equals("true") + cells[3])
                        .toList();
        assertThat(
                        catalog.all().stream()
                                .filter(type -> !type.id().startsWith("hookline."))
                                .filter(type -> !type.id().startsWith("keycloak."))
                                .map(type -> type.id() + type.eligible() + type.since()))
                .containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void distinguishesEligibleTypesOthersAndUnknownOnes() {
        assertThat(catalog.find("user.account.lock")).map(EventType::eligible).contains(true);
        assertThat(catalog.find("event_hook.delivery")).map(EventType::eligible).contains(false);
        assertThat(catalog.find("user.account.melt")).isEmpty();
        assertThat(
                        catalog.all().stream()
                                .filter(type -> type.eligible() && !type.since().isEmpty()))
                .hasSize(264);
    }

    @Test
    void knowsEveryTypeThatOurOwnCodeReports() throws Exception {
        Pattern reported =
                Pattern.compile(
                        "AuditEvent\\.of\\(\\s*\"([a-z_.]+)\"|\"(hookline\\.flow\\.[a-z_.]+)\"");
        List<String> types = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher type = reported.matcher(Files.readString(source));
                while (type.find()) {
                    types.add(type.group(1) == null ? type.group(2) : type.group(1));
                }
            }
        }
        assertThat(types)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(catalog.find(type)).isPresent());
    }

    @Test
    void titlesAndDescribesEveryType() {
        assertThat(catalog.all())
                .allSatisfy(type -> {
                    assertThat(type.title()).as(type.id()).isNotBlank().matches("[A-Zi].*[^.]");
                    assertThat(type.description()).as(type.id()).matches("[A-Z].*\\.");
                });
        assertThat(catalog.all().stream().map(EventType::title)).doesNotHaveDuplicates();
    }

    @Test
    void everySampleCouldBeSentByASource() {
        assertThat(catalog.all())
                .allSatisfy(type -> {
                    Sample sample = catalog.sample(type.id()).orElseThrow();
                    assertThat(sample.event().path("eventType").asText()).isEqualTo(type.id());
                    if (!type.id().startsWith("hookline.")) {
                        EventCheck check = new EventCheck(0, OwnTypes.ACCEPT);
                        assertThat(check.check(sample.event().deepCopy()))
                                .as("%s %s", type.id(), check.faults("sample"))
                                .isPresent();
                    }
                });
        assertThat(
                        catalog.all().stream()
                                .filter(type -> !catalog.sample(type.id()).get().generated()))
                .hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @CsvSource({
        "Authentication of user via MFA, user.authentication.auth_via_mfa",
        "authentication of a user via mfa, user.authentication.auth_via_mfa",
        "user.session.start, user.session.start",
        "identity provider created, system.idp.lifecycle.create",
        "idp lifecycle create, system.idp.lifecycle.create",
        "suspicious activity, user.account.report_suspicious_activity_by_enduser",
        "role granted user, user.account.privilege.grant",
        "User account locked, user.account.lock",
        "api token created, system.api_token.create"
    })
    void findsFirstWhatIsMeant(String text, String id) {
        assertThat(catalog.search(text)).first().extracting(EventType::id).isEqualTo(id);
    }

    @Test
    void findsTheNearestFirst() {
        assertThat(catalog.search("user.session.start"))
                .first()
                .extracting(EventType::id)
                .isEqualTo("user.session.start");
        assertThat(catalog.search("User Session"))
                .extracting(EventType::id)
                .contains("user.session.start", "user.session.end")
                .first()
                .asString()
                .startsWith("user.session");
        assertThat(catalog.search("mfa authentication"))
                .extracting(EventType::id)
                .contains("user.authentication.auth_via_mfa");
        assertThat(catalog.search("no such words")).isEmpty();
        assertThat(catalog.search(" ")).hasSize(catalog.all().size());
    }

    @ParameterizedTest
    @CsvSource({
        "user.authentication.auth_via_mfa, User authentication auth via MFA",
        "system.idp.lifecycle.create, System IdP lifecycle create",
        "iam.role.create, IAM role create",
        "app.oauth2.as.consent.grant, App OAuth 2.0 AS consent grant"
    })
    void makesWordsOfAnId(String id, String title) {
        assertThat(EventTypeTitle.of(id)).isEqualTo(title);
    }
}
