package io.hookline.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.filter.SimpleFilter.Field;
import io.hookline.filter.SimpleFilter.Operator;
import io.hookline.filter.SimpleFilter.Reading;
import io.hookline.filter.SimpleFilter.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class SimpleFilterTest {
    private static final List<Row> SALES =
            List.of(
                    new Row(Field.TARGET_TYPE, Operator.EQ, "UserGroup"),
                    new Row(Field.TARGET_DISPLAY_NAME, Operator.EQ, "Sales"));

    @Test
    void eachRowAboutATargetIsASelectionOfItsOwn() {
        assertThat(new SimpleFilter(SALES, false).expression())
                .isEqualTo(
                        "event.target.?[type eq 'UserGroup'].size()>0 && "
                                + "event.target.?[displayName eq 'Sales'].size()>0");
    }

    @Test
    void rowsThatAskForTheSameTargetAreOneSelection() {
        List<Row> rows = new ArrayList<>(SALES);
        rows.add(1, new Row(Field.OUTCOME_RESULT, Operator.NE, "FAILURE"));
        assertThat(new SimpleFilter(rows, true).expression())
                .isEqualTo(
                        "event.target.?[type eq 'UserGroup' && displayName eq 'Sales'].size()>0 && "
                                + "event.outcome.result ne 'FAILURE'");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "eventType, eq, a.b, event.eventType eq 'a.b'",
                "actor.displayName, eq, O'Brien, event.actor.displayName eq 'O''Brien'",
                "outcome.reason, ne, x, event.outcome.reason ne 'x'",
                "changedAttributes, eq, email, event.debugData.changedAttributes.contains('email')",
                "changedAttributes, ne, email,"
                        + " !event.debugData.changedAttributes.contains('email')",
                "target.id, ne, 00u1, event.target.?[id ne '00u1'].size()>0"
            })
    void writesARow(String field, String operator, String value, String expression) {
        Row row =
                new Row(Field.of(field).orElseThrow(), Operator.of(operator).orElseThrow(), value);
        assertThat(new SimpleFilter(List.of(row), false).expression()).isEqualTo(expression);
    }

    @Test
    void everySimpleFilterComesBackFromItsExpression() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            List<Row> rows = new ArrayList<>();
            for (int n = random.nextInt(6); n >= 0; n--) {
                rows.add(
                        new Row(
                                Field.values()[random.nextInt(Field.values().length)],
                                Operator.values()[random.nextInt(2)],
                                value(random)));
            }
            boolean separate =
                    rows.stream().filter(row -> row.field().isOfTarget()).count() < 2
                            || random.nextBoolean();
            SimpleFilter filter = new SimpleFilter(separate ? rows : gathered(rows), !separate);
            assertThat(SimpleFilter.read(filter.expression()))
                    .as("seed %d, %s", seed, filter.expression())
                    .isEqualTo(new Reading.Simple(filter));
        }
    }

    /** The rows about targets behind the first of them, where their one selection stands. */
    private static List<Row> gathered(List<Row> rows) {
        List<Row> targets = rows.stream().filter(row -> row.field().isOfTarget()).toList();
        List<Row> gathered = new ArrayList<>();
        for (Row row : rows) {
            if (!row.field().isOfTarget()) {
                gathered.add(row);
            } else if (!gathered.containsAll(targets)) {
                gathered.addAll(targets);
            }
        }
        return gathered;
    }

    private static String value(Random random) {
        String alphabet = "ab 'Z\"\\é漢.&|[]?()\n\t";
        StringBuilder value = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            value.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return value.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.target.?[ type == \"UserGroup\" ].size( ) > 0 and"
                        + " event.target.?[displayName EQ 'Sales'].size()>0",
                "(event.target.?[(type eq 'UserGroup')].size()>0) &&"
                        + " (event.target.?[displayName eq 'Sales'].size() > 0)"
            })
    void readsOtherSpellingsOfTheSame(String expression) {
        assertThat(SimpleFilter.read(expression))
                .isEqualTo(new Reading.Simple(new SimpleFilter(SALES, false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "event.outcome.result eq 'A' || event.outcome.result eq 'B'",
                "event.outcome.reason != null",
                "event.client.ipAddress eq '198.51.100.4'",
                "event.actor?.id eq 'x'",
                "'x' eq event.actor.id",
                "!(event.actor.id eq 'x')",
                "event.outcome.reason.contains('x')",
                "event.debugData.changedAttributes eq 'email'",
                "event.target.?[type eq 'User'].size()>1",
                "event.target.?[type eq 'User'].size() == 0",
                "event.target.?[type eq 'User' || type eq 'App'].size()>0",
                "event.target.?[detailEntry eq 'x'].size()>0",
                "event.target.^[type eq 'User'].id eq 'x'",
                "event.target.?[type eq 'User' && id eq 'x'].size()>0 &&"
                        + " event.target.?[type eq 'App'].size()>0"
            })
    void saysWhatRowsCannotSay(String expression) {
        assertThat(SimpleFilter.read(expression)).isInstanceOf(Reading.NotSimple.class);
    }

    @Test
    void refusesWhatIsNoFilter() {
        assertThatThrownBy(() -> SimpleFilter.read("event.actor.id eq"))
                .isInstanceOf(FilterSyntaxException.class);
        assertThatThrownBy(() -> new SimpleFilter(List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
