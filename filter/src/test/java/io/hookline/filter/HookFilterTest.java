package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;

class HookFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.debugData.threatSuspected eq 'false'",
                "event.debugContext.debugData.threatSuspected eq 'false'",
                "event.debugData['requestUri'].startsWith('/api/')",
                "event['outcome']['result'] eq 'SUCCESS'",
                "event.debugData.unheardOf == null",
                "event.securityContext.isProxy",
                "!event.securityContext.isProxy == false",
                "not event.securityContext.isProxy or true",
                "event.securityContext.asNumber > 64000 && event.securityContext.asNumber <= 64500",
                "event.client.geographicalContext.geolocation.lat > 47.069",
                "event.client.geographicalContext.geolocation.lat == 47.07",
                "event.client.ipChain.?[ip eq '198.51.100.2'].size() == 1",
                "event.client.ipChain[0].geographicalContext.city eq 'Graz'",
                "event.request.ipChain.?[geographicalContext?.city eq 'Graz'].size() == 1",
                "event.securityContext.risk.reasons.contains('New City')",
                "event.securityContext.userBehaviors.?[result eq 'POSITIVE'].![name].contains('New"
                        + " IP')",
                "event.target.$[alternateId != null].id eq '0oa1'",
                "event.target.^[type eq 'Nobody'] == null",
                "event.target.?[detailEntry != null && detailEntry.signOnModeType eq"
                        + " 'SAML_2_0'].size() > 0",
                "event.target.?[displayName.contains('-2')].isEmpty() == false",
                "event.device?.name == null",
                "event.target.size() == 2 and event.target.![id].remove('00u9').size() == 1",
                "event.target.![id].add('x').contains('x')",
                "event.target.![id].flatten().size() == 2",
                "event.actor.alternateId.substringAfter('@') eq 'example.com'",
                "event.actor.alternateId.substringBefore('@').toUpperCase() eq 'JANE.DOE'",
                "event.actor.displayName.removeSpaces().toLowerCase() eq 'janedoe'",
                "event.actor.displayName.substring(0, 4) + '!' == 'Jane!'",
                "event.actor.displayName.substring(5).length() == 3",
                "event.actor.displayName.replace('e', 'i') == 'Jani Doi'",
                "event.actor.displayName.replaceFirst('[ae]', '$1') == 'J$1ne Doe'",
                "event.outcome.result matches '(?i)success'",
                "not (event.outcome.result matches 'SUCC')",
                "event.outcome.result eq 'SUCCESS' ? event.target.size() > 1 : false",
                "(event.severity eq 'INFO' ? 'a' : 'b') == 'a'",
                "1 + 2 * 3 == 7 && 7 % 4 == 3 && -7 / 2 == -3 && 10 - 3 - 2 == 5",
                "0.1 < 0.2 && 1 == 1.0 && 3 / 2.0 == 1.5",
                "'a' + 1 + null == 'a1null'",
                "'a' < 'b' && null < 'a' && false < true",
                "event.published >= '2026-08-20' && event.published < '2026-08-21'",
                "event.outcome.reason?.contains('x') == null",
                "event.target?.?[type eq 'User']?.size() == 1",
                "TRUE && !FALSE && NULL == null",
                "event.eventType\n  eq 'user.session.start'",
                "\"it\"\"s\" == 'it\"s'",
            })
    void holdsForTheSignIn(String expression) {
        assertThat(HookFilter.parse(expression).matches(Events.SIGN_IN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "evnt.outcome.result eq 'x' | 1 | 1 | Expected 'event', but found the name 'evnt'",
                "event.outcom.result eq 'x' | 1 | 7 | An event has no field 'outcom'. Expected one"
                        + " of actor,",
                "event['outcom'] eq 'x' | 1 | 1 | An event has no field 'outcom'",
                "event[event.eventType] eq 'x' | 1 | 7 | name of a field in quotes",
                "event.target.type eq 'User' | 1 | 1 | event.target.?[type eq '…'].size() > 0",
                "event.target.?[typ eq 'User'].size() > 0 | 1 | 16 | A target has no field 'typ'."
                        + " Expected one of alternateId,",
                "event.target.?[id eq event.actor.id].size() > 0 | 1 | 22 | 'event' cannot be"
                        + " reached",
                "event.outcome.result.length | 1 | 1 | is a text and has no field 'length'",
                "event.outcome.result.size() > 0 | 1 | 1 | Expected one of length, isEmpty,"
                        + " contains,",
                "event.target.length() > 0 | 1 | 1 | Expected one of size, isEmpty, contains, add,"
                        + " remove, flatten.",
                "event.actor.size() > 0 | 1 | 1 | Only texts and lists have methods.",
                "event.outcome.reason.contains() | 1 | 1 | takes 1 argument, but got 0",
                "event.outcome.reason.substring() eq '' | 1 | 1 | takes 1 or 2 arguments, but got"
                        + " 0",
                "event.outcome.reason.contains(1) | 1 | 31 | expects a text here, but got a number",
                "event.outcome.reason matches '(' | 1 | 30 | Expected a regular expression",
                "event.outcome.reason matches '(?=a)' | 1 | 30 | Expected a regular expression",
                "event.outcome.reason matches '((((a{99}){99}){99}){99}){99}' | 1 | 30 | expand to"
                        + " more than",
                "event.outcome.reason matches 5 | 1 | 1 | matches expects a text on both sides",
                "event.outcome > 'a' | 1 | 1 | the left side is an object",
                "event.outcome.result && true | 1 | 1 | Expected true or false",
                "true ? 'a' : 'b' | 1 | 8 | Expected true or false, but 'a' is a text",
                "event.outcome.?[type eq 'x'].size() > 0 | 1 | 1 | only the elements of a list can"
                        + " be selected",
                "event.outcome.result - 1 == 2 | 1 | 1 | Expected two numbers",
                "event.securityContext.risk.level > 5 | 1 | 1 | Expected two texts or two numbers",
                "event.securityContext.risk.reasons.?[name eq 'x'].size() > 0 | 1 | 38 | the"
                        + " element is a text",
                "event.debugData.?[id eq 'x'].size() > 0 | 1 | 1 | only the elements of a list",
                "-'a' == 1 | 1 | 1 | Expected a number after '-'",
                "event.target[0] | 1 | 1 | Expected true or false",
                "event.outcome.result[0] eq 'S' | 1 | 22 | has nothing at [0]",
                "event.target['0'] == null | 1 | 1 | is a list and has no field '0'",
                "event.outcome.result eq 'x | 1 | 25 | This text has no end",
                "event.outcome.result eq 'x' event | 1 | 29 | Expected an operator or the end",
                "event.outcome.result eq | 1 | 24 | but the expression ends",
                "event.outcome.'x' eq 'x' | 1 | 15 | Expected the name of a field or a method",
                "event.outcome.result instanceof 'x' | 1 | 22 | instanceof is not supported",
                "event.target.size()++ > 1 | 1 | 20 | ++ is not allowed",
                "#root.event != null | 1 | 1 | Variables (#name) are not supported",
                "@bean.x != null | 1 | 1 | References (@name) are not supported",
                "{'a'}.contains('a') | 1 | 1 | written in braces are not supported",
                "exec('x') eq 'y' | 1 | 1 | Functions are not supported",
                "event.actor.id & true | 1 | 16 | Expected &&",
                "event.target.size() > 12345678901234567890123456789012345 | 1 | 23 | at most 30"
                        + " digits",
                "5x == 1 | 1 | 1 | found '5x'",
            })
    void refusesWithThePlaceAndWhatWasExpected(
            String expression, int line, int column, String problem) {
        assertThatThrownBy(() -> HookFilter.parse(expression))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageStartingWith("Line " + line + ", column " + column + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void countsLines() {
        assertThatThrownBy(() ->
                        HookFilter.parse("event.outcome.result eq 'a'\n  && event.foo eq 'b'"))
                .hasMessageStartingWith("Line 2, column 12: An event has no field 'foo'.");
    }

    @Test
    void notesFieldsThatTheOriginalDoesNotKnow() {
        HookFilter filter =
                HookFilter.parse(
                        "event.client.ipAddress eq '1.2.3.4' && event.client.ipAddress ne '' &&"
                                + " event.target.?[detailEntry != null].size() > 0 &&"
                                + " event.debugContext.debugData.factor.startsWith('OKTA')");
        assertThat(filter.notes())
                .hasSize(4)
                .satisfiesExactly(
                        note -> assertThat(note).startsWith("event.client.ipAddress: "),
                        note -> assertThat(note).startsWith("detailEntry: "),
                        note ->
                                assertThat(note)
                                        .endsWith("There it is written event.debugData.factor."),
                        note -> assertThat(note).startsWith("startsWith: "));
    }

    @Test
    void notesComparisonsThatNeverHold() {
        assertThat(HookFilter.parse("event.target.size() eq '1'").notes())
                .containsExactly("event.target.size() eq '1': a number is never equal to a text.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.eventType eq 'x' && event.outcome.result eq 'y' || event.outcome.reason !="
                        + " null",
                "event.actor != null && event.actor.id eq '1' && event.actor.type eq 'User'",
                "event.actor.alternateId eq 'a' && event.actor.displayName eq 'b'",
                "event.target.?[id eq '1' || type eq '2' || alternateId eq '3' || displayName eq"
                        + " '4'].size()>0",
                "event.target[0].displayName eq 'x'",
                "event.debugData.changedAttributes.contains('department')",
            })
    void hasNothingToNoteAboutWhatTheOriginalKnows(String expression) {
        assertThat(HookFilter.parse(expression).notes()).isEmpty();
    }

    @Test
    void keepsTheExpression() {
        assertThat(HookFilter.parse(" true ").expression()).isEqualTo(" true ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "event.debugData.risk && true | event.debugData.risk is a text",
                "event.debugData.risk > 5 | the left side is a text and the right side a number",
                "event.debugData.risk.id eq 'x' | event.debugData.risk is a text, so 'id' cannot be"
                        + " read",
                "event.debugData.risk.size() > 1 | is a text, which has no method size()",
                "event.debugData.risk.?[id eq 'x'].size() > 0 | event.debugData.risk is a text, so"
                        + " nothing",
                "event.debugData.risk - 1 == 1 | Expected two numbers",
                "event.outcome.reason matches '.*' | but one is null",
                "event.actor.displayName.substring(3, 99) eq '' | from 0 to the text's length, here"
                        + " 8",
                "event.actor.displayName.substring(3, 2) eq '' | ends before it begins",
                "event.actor.displayName.contains(event.outcome.reason) | expects a text, but got"
                        + " null",
                "event.actor.displayName matches event.debugData.requestUri + '(' | cannot be used",
                "1 / (event.target.size() - 2) == 1 | has no result",
                "event.target[0 - 1].id eq 'x' | there is none at [-1]",
            })
    void failsForAnEventThatHasSomethingElseThere(String expression, String reason) {
        HookFilter filter = HookFilter.parse(expression);
        assertThatThrownBy(() -> filter.matches(Events.SIGN_IN))
                .isInstanceOf(FilterEvaluationException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void evaluationErrorsAreCheap() {
        HookFilter filter = HookFilter.parse("event.actor.id eq 'x'");
        assertThatThrownBy(() -> filter.matches(Events.BARE))
                .satisfies(error -> assertThat(error.getStackTrace()).isEmpty());
    }

    @Test
    void comparesNumbersOfEverySize() {
        JsonNode event =
                Events.json(
                        "{\"securityContext\": {\"asNumber\": 123456789012345678901234567890}}");
        assertThat(
                        HookFilter.parse(
                                        "event.securityContext.asNumber =="
                                                + " 123456789012345678901234567890")
                                .matches(event))
                .isTrue();
        assertThat(HookFilter.parse("event.securityContext.asNumber > 5").matches(event)).isTrue();
        assertThat(HookFilter.parse("-event.securityContext.asNumber < 5").matches(event)).isTrue();
    }

    @Test
    void seesFieldsThroughAnAbsentDebugContext() {
        assertThat(HookFilter.parse("event.debugData == null").matches(Events.BARE)).isTrue();
        assertThat(HookFilter.parse("event.debugData?.risk == null").matches(Events.BARE)).isTrue();
    }

    @Test
    void readsThreeHundredUserIds() {
        String others =
                String.join(
                        " || ",
                        Collections.nCopies(299, "event.actor.id eq '00u1a2b3c4d5e6f7g8h9'"));
        String expression = others + " || event.actor.id eq '00u1'";
        assertThat(HookFilter.parse(expression).matches(Events.PHISHING)).isTrue();
    }
}
