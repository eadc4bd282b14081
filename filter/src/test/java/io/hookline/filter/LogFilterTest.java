package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.Set;

class LogFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventType eq \"user.session.start\"",
                "eventType EQ \"user.session.start\" AND NOT (outcome.result Eq \"FAILURE\")",
                "event_type eq \"user.session.start\"",
                "eventType ne \"user.session.end\"",
                "eventType sw \"user.session\" and eventType ew \".start\" and eventType co"
                        + " \"session\"",
                "eventType sw \"user.session.start\"",
                "outcome.reason ne \"x\"",
                "not (outcome.reason pr)",
                "not outcome.reason pr",
                "not not actor.id pr",
                "actor pr and target pr and debugContext.debugData pr",
                "not (device pr) and not (device.name pr)",
                "target.id eq \"00u9\" and target.id eq \"0oa1\"",
                "target.id ne \"00u9\"",
                "not (target.id eq \"00u8\")",
                "target.0.displayName eq \"Jane Doe\"",
                "target.1.detailEntry.signOnModeType eq \"SAML_2_0\"",
                "not (target.7.id pr)",
                "target.detailEntry.signOnModeType sw \"SAML\"",
                "client.ipAddress eq \"203.0.113.7\"",
                "client.geographicalContext.geolocation.lat gt 47 and"
                        + " client.geographicalContext.geolocation.lat lt 47.5",
                "client.geographicalContext.postalCode eq 8010",
                "transaction.detail.requestApiTokenId eq \"00T1\"",
                "securityContext.isProxy eq true",
                "securityContext.isProxy eq \"true\"",
                "securityContext.isProxy ne FALSE",
                "securityContext.asNumber eq 64500.0 and securityContext.asNumber ge 64500",
                "securityContext.asNumber eq \"64500\"",
                "securityContext.risk.reasons eq \"New City\"",
                "securityContext.risk.reasons pr",
                "securityContext.userBehaviors.name eq \"New IP\"",
                "debugContext.debugData.threatSuspected eq false",
                "debugContext.debugData.threatSuspected eq \"false\"",
                "debugContext.debugData.count gt 9",
                "debugContext.debugData.count lt \"9\"",
                "debugContext.debugData.requestUri sw \"/api/\"",
                "debugContext.debugData.risk co \"level=HIGH\"",
                "debugContext.debugData.nothing ne \"x\"",
                "request.ipChain.ip eq \"198.51.100.2\"",
                "request.ipChain.0.geographicalContext.city eq \"Graz\"",
                "actor.alternateId eq \"jane\\u002edoe@example.com\"",
                "severity gt \"ERROR\" and severity le \"INFO\"",
                "outcome.result eq \"FAILURE\" and severity eq \"X\" or eventType pr",
                "eventType pr or outcome.result eq \"FAILURE\" and severity eq \"X\"",
                "(eventType eq \"a\" or eventType eq \"user.session.start\") and (severity eq"
                        + " \"INFO\")",
                "authenticationContext.authenticationStep eq 0",
            })
    void holdsForTheSignIn(String filter) {
        assertThat(LogFilter.parse(filter).matches(Events.SIGN_IN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventType eq \"USER.SESSION.START\"",
                "eventType ne \"user.session.start\"",
                "not (target.id eq \"00u9\")",
                "target.id eq \"nobody\"",
                "target.5.id ne \"x\" and target.0.id eq \"0oa1\"",
                "outcome.reason gt \"\"",
                "outcome.reason lt \"z\"",
                "outcome.reason co \"\"",
                "securityContext.asNumber eq \"64500.0\"",
                "debugContext.debugData.risk gt 5",
                "actor.detailEntry pr",
                "(eventType eq \"a\" or eventType pr) and severity eq \"X\"",
            })
    void doesNotHoldForTheSignIn(String filter) {
        assertThat(LogFilter.parse(filter).matches(Events.SIGN_IN)).isFalse();
    }

    @Test
    void comparesPointsInTimeByTime() {
        var event =
                Events.json(
                        "{\"debugContext\": {\"debugData\": {\"at\":"
                                + " \"2026-08-20T12:00:00+02:00\"}}}");
        assertThat(
                        LogFilter.parse("debugContext.debugData.at ge \"2026-08-20T10:00:00Z\"")
                                .matches(event))
                .isTrue();
        assertThat(
                        LogFilter.parse("debugContext.debugData.at gt \"2026-08-20T10:00:00.000Z\"")
                                .matches(event))
                .isFalse();
        assertThat(
                        LogFilter.parse(
                                        "debugContext.debugData.at eq"
                                                + " \"2026-08-20T12:00:00+02:00\"")
                                .matches(event))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "eventType xx \"a\" | EXPRESSION | 10 | Invalid filter 'eventType xx \"a\"':"
                        + " Unrecognized attribute operator 'xx' at position 10. Expected: eq,",
                "eventtype eq \"a\" | EXPRESSION | 0 | field is not valid: eventtype",
                "foo.bar eq \"a\" | EXPRESSION | 0 | field is not valid: foo.bar",
                "actor.foo eq \"a\" | EXPRESSION | 0 | field is not valid: actor.foo",
                "actor.id.foo eq \"a\" | EXPRESSION | 0 | field is not valid: actor.id.foo",
                "actor. eq \"a\" | EXPRESSION | 0 | field is not valid: actor.",
                "severity pr and published gt \"2026-01-01T00:00:00Z\" | EXPRESSION | 16 | since"
                        + " and until",
                "target.changeDetails pr | EXPRESSION | 0 | field is not valid:"
                        + " target.changeDetails",
                "target.0.changeDetails.from.x eq \"a\" | EXPRESSION | 0 | field is not valid",
                "target[type eq \"User\"].id pr | EXPRESSION | 0 | brackets are not supported",
                "debugContext.debugData.url co \"a\" | OPERATOR | 27 | Operator: co, Field:"
                        + " debugContext.debugData.url",
                "debugContext.debugData.requestUri CO \"a\" | OPERATOR | 34 | Operator: co, Field:",
                "actor eq \"a\" | OPERATOR | 6 | Operator: eq, Field: actor",
                "target eq \"a\" | OPERATOR | 7 | Operator: eq, Field: target",
                "securityContext.isProxy gt true | OPERATOR | 24 | Operator: gt",
                "securityContext.asNumber sw 6 | OPERATOR | 25 | Operator: sw",
                "eventType eq | EXPRESSION | 12 | Expected a text in double quotes",
                "eventType eq null | EXPRESSION | 13 | not (attribute pr)",
                "eventType eq 'a' | EXPRESSION | 13 | Expected a text in double quotes",
                "eventType eq \"a | EXPRESSION | 13 | no closing quote",
                "eventType eq \"\\x\" | EXPRESSION | 13 | not a JSON string",
                "eventType | EXPRESSION | 9 | Unrecognized attribute operator ''",
                "eventType pr eventType pr | EXPRESSION | 13 | Unexpected 'eventType' at position"
                        + " 13",
                "(eventType pr | EXPRESSION | 13 | Expected ')' for the '(' at position 0",
                "eventType pr) | EXPRESSION | 12 | Unexpected ')'",
                "eventType pr and | EXPRESSION | 16 | Expected an attribute",
                "\"\" | EXPRESSION | 0 | Expected an attribute",
                "`` | EXPRESSION | 0 | Expected an attribute",
            })
    void refusesWithFaultAndPosition(
            String filter, LogFilterException.Fault fault, int position, String summary) {
        assertThatThrownBy(() -> LogFilter.parse(filter))
                .isInstanceOfSatisfying(
                        LogFilterException.class,
                        refusal -> {
                            assertThat(refusal.fault()).isEqualTo(fault);
                            assertThat(refusal.position()).isEqualTo(position);
                            assertThat(refusal).hasMessageContaining(summary);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eventType eq \"a\" | eventType | a",
                "eventType eq \"a\" or eventType eq \"b\" | eventType | a,b",
                "(eventType eq \"a\" or eventType eq \"b\") and actor.id eq \"u\" | eventType |"
                        + " a,b",
                "(eventType eq \"a\" or eventType eq \"b\") and actor.id eq \"u\" | actor.id | u",
                "(eventType eq \"a\" or eventType eq \"b\") and eventType eq \"a\" | eventType | a",
                "target.0.id eq \"g\" and outcome.result pr | target.id | g",
                "event_type eq \"a\" | eventType | a",
            })
    void findsWhichValuesAMatchNeeds(String filter, String path, String values) {
        assertThat(LogFilter.parse(filter).requiredValues(path))
                .hasValue(Set.of(values.split(",")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventType ne \"a\"",
                "eventType sw \"a\"",
                "not (eventType eq \"a\")",
                "eventType eq \"a\" or actor.id eq \"b\"",
                "eventType eq \"a\" or not (eventType eq \"b\")",
                "eventType eq 5",
                "eventType eq true",
            })
    void findsNoValuesWhenOthersMatchToo(String filter) {
        assertThat(LogFilter.parse(filter).requiredValues("eventType")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eventType sw \"user.\" | user.lock,user.session.start",
                "eventType sw \"user.session\" and outcome.result eq \"x\" | user.session.start",
                "eventType co \"lock\" or eventType eq \"policy.rule\" | user.lock,policy.rule",
                "eventType eq \"user.lock\" | user.lock",
            })
    void findsWhichKnownValuesAMatchNeeds(String filter, String values) {
        Set<String> known = Set.of("user.lock", "user.session.start", "policy.rule");
        assertThat(LogFilter.parse(filter).requiredAmong("eventType", known))
                .hasValue(Set.of(values.split(",")));
    }

    @Test
    void aPathWithAnEmptyPartIsRefused() {
        assertThatThrownBy(() -> LogFilter.parse("target..id sw \"0\""))
                .isInstanceOf(LogFilterException.class)
                .hasMessageContaining("target..id");
    }

    @Test
    void findsNoKnownValuesWhenOthersMatchToo() {
        for (String filter :
                List.of(
                        "eventType ne \"a\"",
                        "not (eventType sw \"a\")",
                        "eventType sw \"a\" or actor.id eq \"b\"")) {
            assertThat(LogFilter.parse(filter).requiredAmong("eventType", Set.of("a"))).isEmpty();
        }
    }

    @Test
    void everyMatchHasARequiredValue() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> types = List.of("a", "b", "c");
        for (int i = 0; i < 5_000; i++) {
            LogFilter filter = LogFilter.parse(randomFilter(random, 4));
            for (String type : types) {
                var event =
                        Events.json(
                                "{\"eventType\": \""
                                        + type
                                        + "\", \"target\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}");
                if (filter.matches(event)) {
                    filter.requiredValues("eventType")
                            .ifPresent(required ->
                                    assertThat(required)
                                            .as("seed %d: %s", seed, filter)
                                            .contains(type));
                    filter.requiredAmong("eventType", Set.copyOf(types))
                            .ifPresent(required ->
                                    assertThat(required)
                                            .as("seed %d: %s", seed, filter)
                                            .contains(type));
                    filter.requiredValues("target.id")
                            .ifPresent(required ->
                                    assertThat(required)
                                            .as("seed %d: %s", seed, filter)
                                            .containsAnyOf("a", "b"));
                }
            }
        }
    }

    private static String randomFilter(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            String attribute =
                    List.of("eventType", "target.id", "target.1.id").get(random.nextInt(3));
            String operator = List.of("eq", "eq", "ne", "co", "gt").get(random.nextInt(5));
            return attribute + " " + operator + " \"" + "abcd".charAt(random.nextInt(4)) + "\"";
        }
        String left = randomFilter(random, depth - 1);
        return switch (random.nextInt(4)) {
            case 0 -> "not (" + left + ")";
            case 1 -> "(" + left + " or " + randomFilter(random, depth - 1) + ")";
            default ->
                    left
                            + (random.nextBoolean() ? " and " : " or ")
                            + randomFilter(random, depth - 1);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 100_000})
    void refusesDeepNesting(int depth) {
        assertThatThrownBy(() ->
                        LogFilter.parse("(".repeat(depth) + "eventType pr" + ")".repeat(depth)))
                .isInstanceOf(LogFilterException.class);
        assertThatThrownBy(
                        () -> LogFilter.parse("eventType pr" + " and eventType pr".repeat(depth)))
                .isInstanceOf(LogFilterException.class);
    }

    @Test
    void mutatedFiltersNeverSurprise() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "().\"\\ eqnotpr0159[]{}and-_:\u0000é";
        List<String> valid =
                List.of(
                        "eventType eq \"user.session.start\" and not (outcome.result pr or"
                                + " target.0.id sw \"0\")",
                        "client.geographicalContext.geolocation.lat gt 47 or"
                                + " securityContext.isProxy eq true");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(valid.get(random.nextInt(valid.size())));
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                } else {
                    text.deleteCharAt(at);
                }
            }
            try {
                LogFilter.parse(text.toString()).matches(Events.SIGN_IN);
            } catch (LogFilterException expected) {
                assertThat(expected.fault()).isNotEqualTo(LogFilterException.Fault.KEYWORDS);
            } catch (RuntimeException | Error e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
    }
}
