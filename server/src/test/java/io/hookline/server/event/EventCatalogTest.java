package io.hookline.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookline.server.event.EventCatalog.EventType;

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
        List<EventType> published =
                Files.readAllLines(table).stream()
                        .skip(1)
                        .map(line -> line.split("\t", -1))
                        .map(cells -> new EventType(cells[0], cells[1].equals("true"), cells[3]))
                        .toList();
        assertThat(catalog.all().stream().filter(type -> !type.id().startsWith("hookline.")))
                .containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void tellsEligibleTypesFromOthersAndUnknownOnes() {
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
