package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Protection;
import io.hookline.flow.card.Reach;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Connectors of files keep protected people as the connector Okta does. */
class IdentityGuardTest {
    private static final String FILE =
            """
            format: 1
            id: people
            name: People
            tried: false
            connection: {auth: [token]}
            identity:
              user: {request: "GET /users/{name}", id: id, names: [id, mail, aliases]}
              groups: {request: "GET /groups", query: {of: "{id}"}, items: groups, names: [id, name], paging: {kind: cursor, cursor: next, parameter: after}}
              group: {request: "GET /groups/{name}", id: id, names: [id, name]}
              touches: ["/users/{user}/**", "/groups/{group}/**", "/groups/{group}/members/{user}"]
              nobody: [POST /users]
              destroys: ["POST /users/{user}/signOut", {path: "PATCH /users/{user}", sends: [suspended]}]
            actions:
              suspend:
                title: Suspend
                help: Suspends.
                effect: DESTRUCTIVE
                request: PATCH /users/{U/ID}
                body: {suspended: true}
                in: {U: {ID*: Who}}
              leave:
                title: Leave
                help: Ends a membership.
                effect: DESTRUCTIVE
                request: DELETE /groups/{G/ID}/members/{U/ID}
                in: {G: {ID*: Which}, U: {ID*: Who}}
              rename:
                title: Rename
                help: Renames.
                effect: CHANGE
                request: PATCH /users/{U/ID}
                body: {name: "{U/Name}"}
                in: {U: {ID*: Who, Name*: The name}}
              wipe:
                title: Wipe
                help: Wipes a device.
                effect: DESTRUCTIVE
                effectWhen: {parameters/how: {softly: CHANGE}}
                request: POST /devices/{D/ID}/wipe
                touches: {user: {request: "GET /devices/{D/ID}", value: "{@target.owner}"}}
                in:
                  parameters: {how: {help: How, choices: [softly, hard], blank: hard}}
                  D: {ID*: Which}
              forget:
                title: Forget
                help: Deletes a thing.
                effect: DESTRUCTIVE
                request: DELETE /things/{T/ID}
                touches: nobody
                in: {T: {ID*: Which}}
              drop:
                title: Drop
                help: Deletes something that belongs to nobody knows whom.
                effect: DESTRUCTIVE
                request: DELETE /things/{T/ID}
                in: {T: {ID*: Which}}
              any:
                title: Any
                help: Any request.
                effect: DESTRUCTIVE
                effectWhen: {parameters/type: {GET: READ, POST: CHANGE, PATCH: CHANGE}}
                request: {method: "{parameters/type}", url: "{R/URL}"}
                headers: "{R/Headers}"
                body: "{R/Body}"
                in:
                  parameters: {type: {help: The method, choices: [GET, POST, PATCH, DELETE], blank: GET}}
                  R: {URL*: Where, Headers: (object) Headers, Body: (any) What}
            """;

    /** Ada has an alias and is in two groups on two pages; Bob is in none. */
    private static Answered service(Asked asked) {
        if (!asked.method().equals("GET")) {
            return Answered.ok("{}");
        }
        return switch (asked.uri().toString()) {
            case "/users/u1", "/users/ada%40example.org", "/users/countess" ->
                    Answered.ok(
                            """
                            {"id": "u1", "mail": "ada@example.org", "aliases": ["countess"]}\
                            """);
            case "/users/u2", "/users/bob" -> Answered.ok("{\"id\": \"u2\", \"mail\": \"bob\"}");
            case "/groups?of=u1" ->
                    Answered.ok("{\"groups\": [{\"id\": \"g1\", \"name\": \"All\"}], \"next\": 2}");
            case "/groups?of=u1&after=2" ->
                    Answered.ok("{\"groups\": [{\"id\": \"g2\", \"name\": \"Robots\"}]}");
            case "/groups?of=u2" -> Answered.ok("{}");
            case "/groups/g2" -> Answered.ok("{\"id\": \"g2\", \"name\": \"Robots\"}");
            case "/groups/g1" -> Answered.ok("{\"id\": \"g1\", \"name\": \"All\"}");
            case "/devices/d1" -> Answered.ok("{\"owner\": \"countess\"}");
            case "/devices/d2" -> Answered.ok("{\"owner\": \"bob\"}");
            case "/devices/d3" -> Answered.ok("{}");
            default -> Answered.of(404, "{}");
        };
    }

    private static FileTrial guarded(List<String> users, List<String> groups) throws IOException {
        FileTrial trial = FileTrial.of(FILE, IdentityGuardTest::service);
        trial.reach = protecting(users, groups);
        return trial;
    }

    private static Reach protecting(List<String> users, List<String> groups) {
        return new Reach(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Protection(users, groups),
                Optional.empty());
    }

    private static List<String> changes(FileTrial trial) {
        return trial.asked().stream().filter(line -> !line.startsWith("GET ")).toList();
    }

    private static void assertDenied(FileTrial trial, String card, String inputs) {
        CardFailure.Denied denied =
                catchThrowableOfType(CardFailure.Denied.class, () -> trial.run(card, inputs));
        assertThat(denied).as(card + " " + inputs).isNotNull();
        assertThat(denied.getMessage()).containsIgnoringCase("nothing was done");
        assertThat(denied.protectedEntry()).isPresent();
        assertThat(changes(trial)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"u1, ADA@example.org", "countess, ada@example.org", "ada@example.org, u1"})
    void aProtectedUserIsKeptWhateverTheCardCallsThem(String named, String listed)
            throws IOException {
        try (FileTrial people = guarded(List.of(listed), List.of())) {
            assertDenied(people, "suspend", "{'U': {'ID': '" + named + "'}}");
        }
    }

    @Test
    void everybodyElseIsTouched() throws IOException {
        try (FileTrial people = guarded(List.of("ada@example.org"), List.of("Robots"))) {
            people.run("suspend", "{'U': {'ID': 'bob'}}");

            assertThat(changes(people)).containsExactly("PATCH /users/bob {\"suspended\":true}");
        }
    }

    @Test
    void membersOfAProtectedGroupAreProtectedAlsoOnALaterPage() throws IOException {
        try (FileTrial people = guarded(List.of(), List.of("robots"))) {
            assertDenied(people, "suspend", "{'U': {'ID': 'u1'}}");
            assertDenied(people, "leave", "{'G': {'ID': 'g2'}, 'U': {'ID': 'u2'}}");
            people.run("leave", "{'G': {'ID': 'g1'}, 'U': {'ID': 'u2'}}");

            assertThat(changes(people)).containsExactly("DELETE /groups/g1/members/u2");
        }
    }

    @Test
    void whoCannotBeLookedUpIsNotTouched() throws IOException {
        try (FileTrial people = guarded(List.of("ada@example.org"), List.of())) {
            assertThatThrownBy(() -> people.run("suspend", "{'U': {'ID': 'nobody'}}"))
                    .isInstanceOf(CardFailure.NotFound.class);
            assertDenied(people, "drop", "{'T': {'ID': '7'}}");
            assertThat(changes(people)).isEmpty();
        }
    }

    @Test
    void anActionMaySayWhomItTouches() throws IOException {
        try (FileTrial people = guarded(List.of("u1"), List.of())) {
            assertDenied(people, "wipe", "{'D': {'ID': 'd1'}}");
            assertDenied(people, "wipe", "{'D': {'ID': 'd3'}}");
            people.run("wipe", "{'D': {'ID': 'd2'}}");
            people.run("wipe", "{'parameters': {'how': 'softly'}, 'D': {'ID': 'd1'}}");
            people.run("forget", "{'T': {'ID': '7'}}");

            assertThat(changes(people))
                    .containsExactly(
                            "POST /devices/d2/wipe", "POST /devices/d1/wipe", "DELETE /things/7");
        }
    }

    @Test
    void aCardThatDestroysNothingIsNotHeldBack() throws IOException {
        try (FileTrial people = guarded(List.of("u1"), List.of())) {
            people.run("rename", "{'U': {'ID': 'u1', 'Name': 'Ada'}}");

            assertThat(people.asked()).containsExactly("PATCH /users/u1 {\"name\":\"Ada\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE /users/u1",
                "DELETE /USERS/u1/",
                "DELETE /users/countess/sessions",
                "PATCH /users/u1",
                "POST /users/u1/signOut",
                "DELETE /users/u%2531",
                "DELETE /users;v=1/u1",
                "DELETE //users/u1",
                "DELETE /sessions/s1",
                "POST /$batch",
                "DELETE /users(u1)"
            })
    void aRequestOfTheAuthorsOwnGoesNotAroundIt(String line) throws IOException {
        try (FileTrial people = guarded(List.of("ada@example.org"), List.of())) {
            assertDenied(people, "any", any(line, "{}"));
        }
    }

    @Test
    void aHeaderCannotDisguiseTheMethod() throws IOException {
        try (FileTrial people = guarded(List.of("u1"), List.of())) {
            assertDenied(
                    people, "any", any("GET /users/u1", "{'X-HTTP-Method-Override': 'DELETE'}"));
            people.run("any", any("GET /users/u1", "{}"));
            people.run("any", any("POST /users", "{}"));
        }
    }

    private static String any(String line, String headers) {
        String[] parts = line.split(" ");
        return "{'parameters': {'type': '"
                + parts[0]
                + "'}, 'R': {'URL': '"
                + parts[1]
                + "', 'Headers': "
                + headers
                + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/users/u1|{}|READ",
                "POST|/users|{}|CHANGE",
                "POST|/users/u1/signOut|{}|DESTRUCTIVE",
                "POST|/users/u1/signOut?x=1#y|{}|DESTRUCTIVE",
                "POST|https://api.example.org/v1/users/u1/signOut|{}|DESTRUCTIVE",
                "POST|/users/../users/u1/signOut|{}|DESTRUCTIVE",
                "PATCH|/users/u1|{\"name\": \"x\"}|CHANGE",
                "PATCH|/users/u1|{\"Suspended\": false}|DESTRUCTIVE",
                "PATCH|/users/u1|suspended=true|DESTRUCTIVE",
                "DELETE|/things/1|{}|DESTRUCTIVE"
            })
    void whatARequestDoesCountsAndNotItsMethod(String type, String url, String body, Effect effect)
            throws IOException {
        try (FileTrial people = guarded(List.of(), List.of())) {
            CardDefinition any = people.card("any");
            Map<String, String> given =
                    Map.of("parameters/type", type, "R/URL", url, "R/Body", body);

            assertThat(
                            any.effect((group, key) ->
                                    Optional.of(given.getOrDefault(group + "/" + key, ""))))
                    .isEqualTo(effect);
        }
    }

    @Test
    void theRateOfTheFileDoesNotTakeTheProtectionAway() throws IOException {
        String limited =
                FILE.replace(
                        "{auth: [token]}", "{auth: [token], rateLimit: {calls: 9, seconds: 1}}");
        try (FileTrial people = FileTrial.of(limited, IdentityGuardTest::service)) {
            people.reach = protecting(List.of("u1"), List.of());

            assertDenied(people, "suspend", "{'U': {'ID': 'countess'}}");
        }
    }

    @Test
    void aFileThatDoesNotSayWhomItTouchesTouchesNobodyThen() throws IOException {
        String silent =
                FILE.replaceAll("(?s)identity:.*?actions:", "actions:")
                        .replaceAll("(?m)^ +touches:.*\n", "");
        try (FileTrial people = FileTrial.of(silent, IdentityGuardTest::service)) {
            people.reach = protecting(List.of("u1"), List.of());

            assertDenied(people, "suspend", "{'U': {'ID': 'bob'}}");
            assertThat(people.connector().protects()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"/users/{user}/**\"|\"users/{user}\"|is no path",
                "\"/users/{user}/**\"|\"/users/{usr}\"|is no path",
                "names: [id, mail, aliases]|id: id|needs \"names\"",
                "GET /users/{name}|PUT /users/{name}|looked up with GET",
                "nobody: [|nobdy: [|did you mean \"nobody\"",
                "touches: nobody|touches: {}|says whom",
                "{@target.owner}|{@targt.owner}|unknown here"
            })
    void mistakesAreSaid(String right, String wrong, String said) {
        FaultyFile faulty =
                catchThrowableOfType(
                        FaultyFile.class,
                        () -> ConnectorFiles.read(FILE.replace(right, wrong), FileTrial.NO_CALLS));

        assertThat(faulty).isNotNull();
        assertThat(faulty.faults()).anyMatch(fault -> fault.message().contains(said));
    }

    /** Identity providers and clients are neither users nor groups. */
    private static final Set<String> OF_NOBODY =
            Set.of(
                    "keycloak.disableIdentityProvider",
                    "keycloak.removeIdentityProvider",
                    "keycloak.disableClient",
                    "keycloak.rotateClientSecret");

    /** Every bundled card that destroys, on a connection that protects somebody. */
    @Test
    void everyDestructiveCardOfAnIdentityConnectorAsksWhomItTouches() throws IOException {
        Path folder =
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "connectors/src/main/resources/connectors");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (FileTrial trial =
                        FileTrial.of(Files.readString(file), asked -> Answered.of(403, "{}"))) {
                    trial.reach = protecting(List.of("somebody"), List.of("Some group"));
                    if (!trial.connector().protects().isEmpty()) {
                        for (CardDefinition card : trial.connector().cards()) {
                            if (card.effect() == Effect.DESTRUCTIVE
                                    && !OF_NOBODY.contains(card.id())) {
                                destroysNothing(trial, card);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void destroysNothing(FileTrial trial, CardDefinition card) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        card.inputs()
                .forEach(field -> {
                    List<String> choices = field.form().choices();
                    String value =
                            choices.isEmpty()
                                    ? "1"
                                    : choices.contains("DELETE") ? "DELETE" : choices.getFirst();
                    inputs.withObjectProperty(field.group()).put(field.key(), value);
                });
        card.inputs().stream()
                .filter(field -> field.key().toLowerCase(java.util.Locale.ROOT).contains("url"))
                .forEach(field ->
                        inputs.withObjectProperty(field.group()).put(field.key(), "/any/thing"));
        assertThatThrownBy(() -> trial.run(card.id().substring(card.id().indexOf('.') + 1), inputs))
                .as(card.id())
                .isInstanceOf(CardFailure.class);
        assertThat(changes(trial)).as(card.id()).isEmpty();
    }
}
