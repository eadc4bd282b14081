package io.hookline.keycloak.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every event of this Keycloak has a type that Hookline's catalog knows. The types of our own and
 * the reference page are generated: {@code -Dhookline.update=true} writes them.
 */
class EventTypesTest {
    private static final String OWN = "keycloak.";
    private static final Path ROOT = Path.of(System.getProperty("hookline.root", ".."));
    private static final Path CATALOG =
            ROOT.resolve("server/src/main/resources/io/hookline/server/event/catalog");
    private static final Path PAGE = ROOT.resolve("docs/reference/keycloak-events.md");

    /** Whatever may be asked of {@link CatalogType}: the usual, a password, a second factor. */
    private static final List<String> CREDENTIALS = List.of("", "password", "otp");

    @Test
    void everyTypeOfOthersIsInTheCatalog() throws IOException {
        Set<String> catalog;
        try (Stream<String> lines = Files.lines(CATALOG.resolve("event-types.tsv"))) {
            catalog = lines.map(line -> line.split("\t", 2)[0]).collect(Collectors.toSet());
        }
        Stream<String> types =
                Stream.concat(
                        userTypes(),
                        AdminRule.ALL.stream()
                                .map(AdminRule::type)
                                .flatMap(type ->
                                        Stream.of(
                                                type,
                                                AdminRule.switched(type, true),
                                                AdminRule.switched(type, false))));
        assertThat(types.filter(type -> !type.startsWith(OWN)).distinct())
                .hasSizeGreaterThan(40)
                .allSatisfy(type -> assertThat(catalog).contains(type));
    }

    @Test
    void theCatalogHasEveryTypeOfOurOwn() throws IOException {
        upToDate(CATALOG.resolve("keycloak-event-types.tsv"), ownTypes());
    }

    @Test
    void thePageShowsTheMapping() throws IOException {
        upToDate(PAGE, page());
    }

    private static void upToDate(Path file, String wanted) throws IOException {
        if (Boolean.getBoolean("hookline.update")) {
            Files.writeString(file, wanted);
        }
        assertThat(Files.readString(file)).as(file.toString()).isEqualTo(wanted);
    }

    private static Stream<EventType> successes() {
        return Arrays.stream(EventType.values()).filter(type -> !CatalogType.isError(type));
    }

    private static Stream<String> userTypes() {
        return Arrays.stream(EventType.values())
                .flatMap(event -> CREDENTIALS.stream().map(kind -> CatalogType.of(event, kind)));
    }

    private static String ownTypes() {
        TreeMap<String, String> types = new TreeMap<>();
        successes()
                .forEach(event ->
                        CREDENTIALS.stream()
                                .map(kind -> CatalogType.of(event, kind))
                                .filter(type -> type.startsWith(OWN))
                                .forEach(type ->
                                        types.put(
                                                type,
                                                "Keycloak: %s\tKeycloak's user event %s, failures included."
                                                        .formatted(words(event.name()), event))));
        for (ResourceType resource : ResourceType.values()) {
            for (OperationType operation : OperationType.values()) {
                String own = AdminRule.own(resource.name(), operation);
                if (AdminRule.type(resource.name(), operation, "any/other").equals(own)) {
                    types.put(
                            own,
                            "Keycloak administration: %s %s\tKeycloak's admin event %s of %s."
                                    .formatted(
                                            words(resource.name()),
                                            words(operation.name()),
                                            operation,
                                            resource));
                }
            }
        }
        types.put(
                KeycloakEvents.LOST,
                "Keycloak events lost\tSo much waited for Hookline in Keycloak that newer events"
                        + " found no room. Reported once there is room again, with their number and"
                        + " time.");
        StringBuilder file = new StringBuilder("# Types that Keycloak's event listener reports.\n");
        types.forEach((id, rest) -> file.append(id).append('\t').append(rest).append('\n'));
        return file.toString();
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Keycloak's events in the log

                        Generated from the code of [the event listener](../keycloak.md).

                        ## User events

                        A failed event, `…_ERROR`, has the type of the one that succeeds, and `outcome.result` `FAILURE`.

                        | Keycloak | type |
                        | --- | --- |
                        """);
        successes()
                .forEach(event ->
                        row(page, "`" + event + "`", "`" + CatalogType.of(event, "") + "`"));
        row(
                page,
                "`LOGIN_ERROR` with a second factor",
                "`" + CatalogType.of(EventType.LOGIN_ERROR, "otp") + "`");
        row(
                page,
                "`UPDATE_CREDENTIAL` of a password",
                "`" + CatalogType.of(EventType.UPDATE_CREDENTIAL, "password") + "`");
        row(
                page,
                "`REMOVE_CREDENTIAL` of a password",
                "`" + CatalogType.of(EventType.REMOVE_CREDENTIAL, "password") + "`");
        page.append(
                """

                ## Admin events

                The first row that fits counts. Paths are those within the realm, as regular expressions.

                | resource | operation | path | type | when it was switched on or off |
                | --- | --- | --- | --- | --- |
                """);
        for (AdminRule rule : AdminRule.ALL) {
            String on = AdminRule.switched(rule.type(), true);
            String off = AdminRule.switched(rule.type(), false);
            String path = rule.path().pattern().replace("|", "\\|");
            row(
                    page,
                    "`" + rule.resource() + "`",
                    "`" + rule.operation() + "`",
                    path.equals(".*") ? "any" : "`" + path + "`",
                    "`" + rule.type() + "`",
                    on.equals(rule.type()) ? "" : "`" + on + "`, `" + off + "`");
        }
        page.append(
                """

                Everything else, also of extensions, is `keycloak.admin.RESOURCE.OPERATION`, such as `%s`.

                ## The listener itself

                | type | |
                | --- | --- |
                | `%s` | so much waited that newer events found no room |
                """
                        .formatted(
                                AdminRule.own("COMPONENT", OperationType.UPDATE),
                                KeycloakEvents.LOST));
        return page.toString();
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
