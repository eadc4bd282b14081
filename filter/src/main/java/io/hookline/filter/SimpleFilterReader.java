package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.filter.SimpleFilter.Field;
import io.hookline.filter.SimpleFilter.Operator;
import io.hookline.filter.SimpleFilter.Reading;
import io.hookline.filter.SimpleFilter.Row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the rows in an expression, or what rows cannot say. */
final class SimpleFilterReader {
    private final Source source;
    private final List<Row> rows = new ArrayList<>();
    private int selections;
    private int selectedRows;

    private SimpleFilterReader(Source source) {
        this.source = source;
    }

    static Reading read(String expression) {
        SimpleFilterReader reader = new SimpleFilterReader(new Source(expression));
        try {
            reader.part(ExpressionParser.parse(reader.source));
            return new Reading.Simple(reader.filter());
        } catch (FilterSyntaxException e) {
            return new Reading.NotSimple(e.getMessage());
        }
    }

    private SimpleFilter filter() {
        boolean together = selectedRows > selections;
        if (together && selections > 1) {
            throw source.error(
                    0,
                    "Rows ask either for one target or each for its own; this filter does both.");
        }
        if (rows.size() > SimpleFilter.MOST_ROWS) {
            throw source.error(
                    0, "A simple filter has at most " + SimpleFilter.MOST_ROWS + " rows.");
        }
        return new SimpleFilter(rows, together);
    }

    private void part(Expression part) {
        switch (part) {
            case Expression.All(List<Expression> operands, Span _) -> operands.forEach(this::part);
            case Expression.Equal equal -> rows.add(comparison(equal));
            case Expression.Call contains -> rows.add(changed(contains, Operator.EQ));
            case Expression.Not(Expression.Call contains, Span _) ->
                    rows.add(changed(contains, Operator.NE));
            case Expression.Compare selection -> targets(selection);
            default -> throw notSimple(part);
        }
    }

    private Row comparison(Expression.Equal equal) {
        Field field =
                path(equal.left())
                        .filter(path -> path.startsWith("event."))
                        .flatMap(path -> Field.of(path.substring("event.".length())))
                        .filter(found -> !found.isOfTarget())
                        .filter(found -> found != Field.CHANGED_ATTRIBUTES)
                        .orElseThrow(() -> notSimple(equal));
        return row(field, equal);
    }

    private Row row(Field field, Expression.Equal equal) {
        return new Row(field, equal.negated() ? Operator.NE : Operator.EQ, text(equal.right()));
    }

    private Row changed(Expression.Call call, Operator operator) {
        boolean contains =
                call.method().equals("contains")
                        && !call.nullSafe()
                        && call.arguments().size() == 1
                        && path(call.target())
                                .filter("event.debugData.changedAttributes"::equals)
                                .isPresent();
        if (!contains) {
            throw notSimple(call);
        }
        return new Row(Field.CHANGED_ATTRIBUTES, operator, text(call.arguments().getFirst()));
    }

    /** {@code event.target.?[…].size()>0}. */
    private void targets(Expression.Compare compare) {
        boolean some =
                compare.order() == Expression.Order.GREATER
                        && compare.right() instanceof Expression.Literal(JsonNode zero, Span _)
                        && zero.isIntegralNumber()
                        && zero.asInt(1) == 0;
        if (some
                && compare.left() instanceof Expression.Call size
                && size.method().equals("size")
                && !size.nullSafe()
                && size.arguments().isEmpty()
                && size.target() instanceof Expression.Select select
                && select.pick() == Expression.Pick.EVERY
                && !select.nullSafe()
                && path(select.target()).filter("event.target"::equals).isPresent()) {
            selections++;
            criterion(select.criterion());
        } else {
            throw notSimple(compare);
        }
    }

    private void criterion(Expression criterion) {
        switch (criterion) {
            case Expression.All(List<Expression> operands, Span _) ->
                    operands.forEach(this::criterion);
            case Expression.Equal equal -> {
                selectedRows++;
                rows.add(
                        row(
                                path(equal.left())
                                        .flatMap(name -> Field.of("target." + name))
                                        .orElseThrow(() -> notSimple(equal)),
                                equal));
            }
            default -> throw notSimple(criterion);
        }
    }

    private String text(Expression value) {
        if (value instanceof Expression.Literal(JsonNode literal, Span _) && literal.isTextual()) {
            return literal.textValue();
        }
        throw notSimple(value);
    }

    /** The names of a plain path; empty when it is more than that. */
    private static Optional<String> path(Expression expression) {
        return switch (expression) {
            case Expression.Name(String name, Span _) -> Optional.of(name);
            case Expression.Property(Expression target, String name, boolean nullSafe, Span _)
                    when !nullSafe ->
                    path(target).map(before -> before + "." + name);
            default -> Optional.empty();
        };
    }

    private FilterSyntaxException notSimple(Expression part) {
        return source.error(
                part.at(),
                "This is more than a row can say: rows compare the fields of the simple form with"
                        + " texts by eq or ne, and all of them must hold.");
    }
}
