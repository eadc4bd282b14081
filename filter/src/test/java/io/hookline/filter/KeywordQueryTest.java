package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordQueryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "Jane Doe",
                "doe JANE",
                "jane.doe@example.com",
                "XOxBw",
                "2jir",
                "xoxbw-2jir",
                "user.session.start",
                "64500",
                "Graz Austria okta",
                "level=HIGH",
                "00u9\t0oa1",
            })
    void findsWordsOfAnyValue(String query) {
        assertThat(KeywordQuery.parse(query).matches(Events.SIGN_IN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jan",
                "doe@example.com",
                "Jane Roe",
                "user.session",
                "session",
                "eventType",
                "XOxBw-"
            })
    void findsNoPartsOfWordsAndNoNamesOfFields(String query) {
        assertThat(KeywordQuery.parse(query).matches(Events.SIGN_IN)).isFalse();
    }

    @Test
    void takesTenKeywordsOfFortyCharacters() {
        assertThat(KeywordQuery.parse(("x".repeat(40) + " ").repeat(10)).keywords()).hasSize(10);
    }

    @Test
    void refusesAnEleventhKeyword() {
        assertThatThrownBy(() -> KeywordQuery.parse("a b c d e f g h i j k"))
                .isInstanceOf(LogFilterException.class)
                .hasMessage("at most 10 keywords are allowed");
    }

    @Test
    void refusesALongKeyword() {
        assertThatThrownBy(() -> KeywordQuery.parse("a " + "x".repeat(41)))
                .isInstanceOfSatisfying(
                        LogFilterException.class,
                        refusal -> {
                            assertThat(refusal.fault())
                                    .isEqualTo(LogFilterException.Fault.KEYWORDS);
                            assertThat(refusal).hasMessageContaining("at most 40 characters");
                        });
    }
}
