package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** The published cases of the expression language, numbered as in the compatibility notes. */
class HookFilterCasesTest {
    private static final JsonNode E1 = Events.ADDED_TO_SALES;
    private static final JsonNode E2 = Events.USER_CALLED_SALES;
    private static final JsonNode E3 = Events.PHISHING;
    private static final JsonNode E4 = Events.PROFILE_CHANGED;
    private static final JsonNode E5 = Events.BARE;
    private static final JsonNode E6 = Events.FACTOR_RESET;

    private static final String SALES_BY_TWO =
            "event.target.?[type eq 'UserGroup'].size()>0 && event.target.?[displayName eq"
                    + " 'Sales'].size()>0";
    private static final String SALES_BY_ONE =
            "event.target.?[type eq 'UserGroup' && displayName eq 'Sales'].size()> 0";
    private static final String PHISHING =
            "event.outcome.reason eq \"FastPass declined phishing attempt\"";
    private static final String DECLINED_PUSH =
            "event.target.?[type eq 'AuthenticatorEnrollment' && displayName eq 'Okta"
                    + " Verify'].size()> 0 && event.outcome.reason.contains('INVALID_CREDENTIALS')";
    private static final String ANY_USER = "event.target.?[type eq 'User'].size()>0";

    static List<Arguments> answers() {
        return List.of(
                arguments(1, SALES_BY_TWO, E1, true),
                arguments(2, SALES_BY_TWO, E2, true),
                arguments(3, SALES_BY_ONE, E1, true),
                arguments(4, SALES_BY_ONE, E2, false),
                arguments(5, SALES_BY_ONE.replace("'Sales'", "'sales'"), E1, false),
                arguments(
                        6,
                        SALES_BY_ONE + " || " + SALES_BY_ONE.replace("Sales", "Support"),
                        E2,
                        true),
                arguments(7, PHISHING, E3, true),
                arguments(8, PHISHING.replace(" eq ", " == ").replace('"', '\''), E3, true),
                arguments(9, PHISHING, E1, false),
                arguments(10, "event.outcome.result eq'FAILURE'", E3, true),
                arguments(11, DECLINED_PUSH, E3, false),
                arguments(12, DECLINED_PUSH, E1, false),
                arguments(14, "event.debugData.changedAttributes.contains('department')", E4, true),
                arguments(15, "event.debugData.changedAttributes.contains('email')", E4, false),
                arguments(16, "event.debugData.changedAttributes.contains('Email')", E4, true),
                arguments(17, ANY_USER, E4, false),
                arguments(19, "event.target != null && " + ANY_USER, E5, false),
                arguments(20, "event.actor.id != null", E1, true),
                arguments(22, "event.actor?.id != null", E5, false),
                arguments(23, "event.actor.id ne '00uxyz'", E1, true),
                arguments(
                        24,
                        "event.actor.id EQ '00uadm' AND NOT (event.outcome.result eq 'FAILURE')",
                        E1,
                        true),
                arguments(
                        25,
                        "event.outcome.result eq 'FAILURE' || event.outcome.result eq 'SUCCESS' &&"
                                + " event.actor.type eq 'SystemPrincipal'",
                        E1,
                        false),
                arguments(
                        26,
                        "(event.outcome.result eq 'FAILURE' || event.outcome.result eq 'SUCCESS')"
                                + " && event.actor.type eq 'User'",
                        E1,
                        true),
                arguments(27, "event.target.?[type ne 'UserGroup'].size()>0", E2, true),
                arguments(28, "event.target.?[type eq 'UserGroup'].size() == 0", E2, false),
                arguments(29, "event.actor.displayName eq 'O''Brien'", E6, true),
                arguments(30, "event.outcome.reason matches 'User reset .* factor'", E6, true),
                arguments(
                        31,
                        "event.target.?[type eq 'UserGroup'].![displayName].contains('Sales')",
                        E1,
                        true),
                arguments(
                        32, "event.target.^[type eq 'UserGroup'].displayName eq 'Sales'", E1, true),
                arguments(33, "event.target[1].displayName eq 'Sales'", E1, true),
                arguments(35, "event.outcome.reason eq null", E1, true),
                arguments(
                        36,
                        "event.outcome.reason != null && event.outcome.reason.contains('X')",
                        E1,
                        false),
                arguments(43, "event.client.ipAddress eq '203.0.113.7'", Events.SIGN_IN, true),
                arguments(49, "true", E1, true));
    }

    @ParameterizedTest(name = "case {0}: {1}")
    @MethodSource("answers")
    void answersAsTheOriginal(int number, String expression, JsonNode event, boolean expected) {
        assertThat(HookFilter.parse(expression).matches(event)).isEqualTo(expected);
    }

    static List<Arguments> evaluationErrors() {
        return List.of(
                arguments(
                        13,
                        "event.outcome.reason.contains('SECURITY_QUESTION')",
                        E1,
                        "event.outcome.reason is null, so contains() cannot be called"),
                arguments(
                        18,
                        ANY_USER,
                        E5,
                        "event.target is null, so nothing can be selected from it"),
                arguments(
                        21,
                        "event.actor.id != null",
                        E5,
                        "event.actor is null, so 'id' cannot be read from it"),
                arguments(
                        34,
                        "event.target[5].displayName eq 'Sales'",
                        E1,
                        "event.target has 2 elements, counted from 0; there is none at [5]"));
    }

    @ParameterizedTest(name = "case {0}: {1}")
    @MethodSource("evaluationErrors")
    void failsForOneEventWithTheReason(
            int number, String expression, JsonNode event, String reason) {
        HookFilter filter = HookFilter.parse(expression);
        assertThatThrownBy(() -> filter.matches(event))
                .isInstanceOf(FilterEvaluationException.class)
                .hasMessageStartingWith(reason)
                .hasMessageContaining("(line 1, column ");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(37, "event.target.?[type eq 'UserGroup'].size()", 1, 1, "is a number"),
                arguments(38, "event.outcome.result", 1, 1, "event.outcome.result is a text"),
                arguments(
                        39, "event.outcome.result = 'SUCCESS'", 1, 22, "Assignment is not allowed"),
                arguments(40, "event.target.?[id ]", 1, 16, "Expected true or false"),
                arguments(
                        40,
                        "event.target.?[id ].size() > 0",
                        1,
                        16,
                        "Expected true or false, but id is a text"),
                arguments(41, "event.outcome.result eq SUCCESS", 1, 25, "the name 'SUCCESS'"),
                arguments(42, "!event.outcome.result eq 'FAILURE'", 1, 2, "! before a comparison"),
                arguments(
                        44,
                        "event.target.?[type eq 'UserGroup'.size()>0",
                        1,
                        42,
                        "Comparisons cannot follow"),
                arguments(
                        45,
                        "(event.target.?[type eq 'UserGroup'].size()>0",
                        1,
                        46,
                        "Expected ')' to close the parenthesis opened at line 1, column 1"),
                arguments(46, "event.eventType sw 'group.'", 1, 17, "write .startsWith("),
                arguments(
                        47,
                        "T(java.lang.Runtime).getRuntime() != null",
                        1,
                        1,
                        "Types (T(…)) are not"),
                arguments(
                        47, "new java.lang.String('x') eq 'x'", 1, 1, "Constructors (new) are not"),
                arguments(47, "event.getClass() != null", 1, 1, "has no method getClass()"),
                arguments(48, "", 1, 1, "The expression is empty"),
                arguments(
                        50,
                        "event.target.size() > '1'",
                        1,
                        1,
                        "the left side is a number and the right"));
    }

    @ParameterizedTest(name = "case {0}: {1}")
    @MethodSource("refusals")
    void refusesBeforeAnyEvent(int number, String expression, int line, int column, String reason) {
        assertThatThrownBy(() -> HookFilter.parse(expression))
                .isInstanceOfSatisfying(
                        FilterSyntaxException.class,
                        refusal -> {
                            assertThat(refusal.getMessage())
                                    .startsWith("Line " + line + ", column " + column + ": ")
                                    .contains(reason);
                            assertThat(refusal.line()).isEqualTo(line);
                            assertThat(refusal.column()).isEqualTo(column);
                        });
    }
}
