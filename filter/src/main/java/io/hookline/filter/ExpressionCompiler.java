package io.hookline.filter;

import static io.hookline.filter.Shape.Kind.ANYTHING;
import static io.hookline.filter.Shape.Kind.NOTHING;
import static io.hookline.filter.Shape.Kind.NUMBER;
import static io.hookline.filter.Shape.Kind.TEXT;
import static io.hookline.filter.Shape.Kind.TRUTH;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Regex;
import io.hookline.filter.Compiled.Computed;
import io.hookline.filter.Compiled.Condition;
import io.hookline.filter.Compiled.Truth;
import io.hookline.filter.Compiled.Value;
import io.hookline.filter.Expression.Calculation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a parsed expression into closures over the JSON tree. What cannot work for any event,
 * because of what is known about the fields, is refused here with its place.
 */
final class ExpressionCompiler {
    private final Source source;
    private final Set<String> notes;
    private final PathCompiler paths;
    private final MemberCompiler members;
    private Optional<Shape> element = Optional.empty();
    private int depth;

    /**
     * @param notes collects remarks about a valid expression
     */
    ExpressionCompiler(Source source, Set<String> notes) {
        this.source = source;
        this.notes = notes;
        this.paths = new PathCompiler(source, notes);
        this.members = new MemberCompiler(source, notes, this);
    }

    /** An expression whose value must be true or false. */
    Truth condition(Expression expression) {
        return condition(expression, "Compare it with something, for example by eq.");
    }

    private Truth condition(Expression expression, String advice) {
        if (expression instanceof Expression.Choice choice) {
            enter(choice);
            Truth whenTrue = condition(choice.whenTrue());
            Truth whenFalse = condition(choice.whenFalse());
            Truth result = choice(condition(choice.condition()), whenTrue, whenFalse);
            depth--;
            return result;
        }
        Compiled compiled = compile(expression);
        if (compiled instanceof Truth truth) {
            return truth;
        }
        if (!compiled.shape().canBe(TRUTH)) {
            throw source.error(
                    expression.at(),
                    String.format(
                            "Expected true or false, but %s is %s. %s",
                            source.quote(expression.at()), compiled.shape().words(), advice));
        }
        Source.Site site = source.site(expression.at());
        Value value = compiled.value();
        return new Truth(run -> truth(value.of(run), site), compiled.cost());
    }

    private static boolean truth(JsonNode node, Source.Site site) {
        if (!node.isBoolean()) {
            throw site.error(
                    "Expected true or false, but "
                            + site.text()
                            + " is "
                            + Nodes.words(node)
                            + ".");
        }
        return node.booleanValue();
    }

    /** Any expression; counts nesting, because long chains nest without parentheses. */
    Compiled compile(Expression expression) {
        enter(expression);
        Compiled compiled =
                switch (expression) {
                    case Expression.Literal literal ->
                            new Computed(shape(literal.value()), run -> literal.value(), 1);
                    case Expression.Name name -> path(name);
                    case Expression.Property property -> path(property);
                    case Expression.Index index -> index(index);
                    case Expression.Call call -> members.call(call);
                    case Expression.Select select -> members.select(select);
                    case Expression.Project project -> members.project(project);
                    case Expression.Not not -> not(not);
                    case Expression.Negate negate -> negate(negate);
                    case Expression.Equal equal -> equal(equal);
                    case Expression.Compare compare -> compare(compare);
                    case Expression.Matches matches -> matches(matches);
                    case Expression.Calculate calculate -> calculate(calculate);
                    case Expression.All all -> all(conditions(all.operands()));
                    case Expression.Any any -> any(conditions(any.operands()));
                    case Expression.Choice choice -> choice(choice);
                };
        depth--;
        return compiled;
    }

    /** As {@link #compile}, with bare names meaning fields of an element of that shape. */
    Compiled compileInside(Shape shape, Expression expression) {
        Optional<Shape> outer = element;
        element = Optional.of(shape);
        Compiled compiled = compile(expression);
        element = outer;
        return compiled;
    }

    /** As {@link #condition}, with bare names meaning fields of an element of that shape. */
    Truth conditionInside(Shape shape, Expression expression) {
        Optional<Shape> outer = element;
        element = Optional.of(shape);
        Truth condition = condition(expression);
        element = outer;
        return condition;
    }

    private void enter(Expression expression) {
        if (++depth > ExpressionParser.MAX_DEPTH) {
            throw source.error(
                    expression.at(),
                    "The expression nests more than "
                            + ExpressionParser.MAX_DEPTH
                            + " levels deep.");
        }
    }

    private static Shape shape(JsonNode literal) {
        return switch (literal.getNodeType()) {
            case STRING -> TEXT;
            case NUMBER -> NUMBER;
            case BOOLEAN -> TRUTH;
            default -> NOTHING;
        };
    }

    private Compiled index(Expression.Index index) {
        return PathCompiler.isField(index) ? path(index) : members.index(index);
    }

    private Compiled path(Expression expression) {
        PathCompiler.Chain chain = PathCompiler.chain(expression);
        if (!(chain.start() instanceof Expression.Name name)) {
            return paths.of(compile(chain.start()), chain);
        }
        if (element.isPresent()) {
            if (name.name().equals("event")) {
                throw source.error(
                        name.at(),
                        "Inside [ ] names are fields of the element; 'event' cannot be reached from"
                                + " there.");
            }
            return paths.ofElement(name, element.get(), chain);
        }
        if (!name.name().equals("event")) {
            throw source.error(
                    name.at(),
                    "Expected 'event', but found the name '"
                            + Source.shortened(name.name())
                            + "'. Fields are written event.…, texts in quotes; a bare name means a"
                            + " field of the element inside .?[ ].");
        }
        return paths.ofEvent(chain);
    }

    private Truth not(Expression.Not not) {
        Truth operand =
                condition(not.operand(), "! before a comparison needs parentheses: !(a eq b).");
        Condition condition = operand.condition();
        return new Truth(run -> !condition.holds(run), operand.cost() + 1);
    }

    private List<Truth> conditions(List<Expression> operands) {
        return operands.stream().map(this::condition).toList();
    }

    private static Truth all(List<Truth> operands) {
        Condition[] conditions = operands.stream().map(Truth::condition).toArray(Condition[]::new);
        return new Truth(
                run -> {
                    for (Condition condition : conditions) {
                        if (!condition.holds(run)) {
                            return false;
                        }
                    }
                    return true;
                },
                cost(operands));
    }

    private static Truth any(List<Truth> operands) {
        Condition[] conditions = operands.stream().map(Truth::condition).toArray(Condition[]::new);
        return new Truth(
                run -> {
                    for (Condition condition : conditions) {
                        if (condition.holds(run)) {
                            return true;
                        }
                    }
                    return false;
                },
                cost(operands));
    }

    private static int cost(List<Truth> operands) {
        return 1 + operands.stream().mapToInt(Truth::cost).sum();
    }

    private Compiled choice(Expression.Choice choice) {
        Truth condition = condition(choice.condition());
        Compiled whenTrue = compile(choice.whenTrue());
        Compiled whenFalse = compile(choice.whenFalse());
        if (whenTrue instanceof Truth yes && whenFalse instanceof Truth no) {
            return choice(condition, yes, no);
        }
        Condition decision = condition.condition();
        Value yes = whenTrue.value();
        Value no = whenFalse.value();
        Shape shape = whenTrue.shape().equals(whenFalse.shape()) ? whenTrue.shape() : ANYTHING;
        return new Computed(
                shape,
                run -> decision.holds(run) ? yes.of(run) : no.of(run),
                1 + condition.cost() + whenTrue.cost() + whenFalse.cost());
    }

    private static Truth choice(Truth condition, Truth whenTrue, Truth whenFalse) {
        Condition decision = condition.condition();
        Condition yes = whenTrue.condition();
        Condition no = whenFalse.condition();
        return new Truth(
                run -> decision.holds(run) ? yes.holds(run) : no.holds(run),
                cost(List.of(condition, whenTrue, whenFalse)));
    }

    private Truth equal(Expression.Equal equal) {
        Compiled left = compile(equal.left());
        Compiled right = compile(equal.right());
        if (left.shape() instanceof Shape.Kind a
                && right.shape() instanceof Shape.Kind b
                && isDefinite(a)
                && isDefinite(b)
                && a != b) {
            notes.add(
                    String.format(
                            "%s: %s is never equal to %s.",
                            source.quote(equal.at()), a.words(), b.words()));
        }
        int cost = left.cost() + right.cost() + 1;
        boolean wanted = !equal.negated();
        Value value = left.value();
        if (equal.right() instanceof Expression.Literal(JsonNode literal, Span ignored)
                && literal.isTextual()) {
            String text = literal.textValue();
            return new Truth(
                    run -> {
                        JsonNode node = value.of(run);
                        return (node.isTextual() && text.equals(node.textValue())) == wanted;
                    },
                    cost);
        }
        Value other = right.value();
        return new Truth(run -> Nodes.equal(run, value.of(run), other.of(run)) == wanted, cost);
    }

    private Truth compare(Expression.Compare compare) {
        Compiled left = compile(compare.left());
        Compiled right = compile(compare.right());
        if (!(left.shape() instanceof Shape.Kind a)
                || !(right.shape() instanceof Shape.Kind b)
                || isDefinite(a) && isDefinite(b) && a != b) {
            throw source.error(
                    compare.at(),
                    String.format(
                            "Expected two texts or two numbers in '%s', but the left side is %s and"
                                    + " the right side %s.",
                            source.quote(compare.at()),
                            left.shape().words(),
                            right.shape().words()));
        }
        Source.Site site = source.site(compare.at());
        Value value = left.value();
        Value other = right.value();
        Expression.Order order = compare.order();
        return new Truth(
                run -> order.holds(Nodes.compare(value.of(run), other.of(run), site)),
                left.cost() + right.cost() + 1);
    }

    private static boolean isDefinite(Shape.Kind kind) {
        return kind != ANYTHING && kind != NOTHING;
    }

    private Truth matches(Expression.Matches matches) {
        Compiled left = compile(matches.left());
        Compiled right = compile(matches.pattern());
        for (Compiled side : List.of(left, right)) {
            if (!side.shape().canBe(TEXT)) {
                throw source.error(
                        matches.at(),
                        "matches expects a text on both sides, but one is "
                                + side.shape().words()
                                + ".");
            }
        }
        Source.Site site = source.site(matches.at());
        Value value = left.value();
        int cost = left.cost() + right.cost() + 1;
        if (matches.pattern() instanceof Expression.Literal(JsonNode regex, Span at)) {
            Regex pattern = pattern(regex.textValue(), at);
            return new Truth(
                    run -> Patterns.matcher(text(value.of(run), site), pattern, run).matches(),
                    cost);
        }
        Value regex = right.value();
        return new Truth(
                run ->
                        Patterns.matcher(text(value.of(run), site), text(regex.of(run), site), run)
                                .matches(),
                cost);
    }

    private Regex pattern(String regex, Span at) {
        try {
            return Regex.of(regex);
        } catch (Regex.Unusable e) {
            throw source.error(
                    at, "Expected a regular expression (RE2 syntax), but " + e.getMessage() + ".");
        }
    }

    private static String text(JsonNode node, Source.Site site) {
        if (!node.isTextual()) {
            throw site.error(
                    "matches expects a text on both sides of '"
                            + site.text()
                            + "', but one is "
                            + Nodes.words(node)
                            + ".");
        }
        return node.textValue();
    }

    private Computed calculate(Expression.Calculate calculate) {
        Compiled left = compile(calculate.left());
        Compiled right = compile(calculate.right());
        boolean joins =
                calculate.calculation() == Calculation.ADD
                        && (left.shape().canBe(TEXT) || right.shape().canBe(TEXT))
                        && left.shape() instanceof Shape.Kind
                        && right.shape() instanceof Shape.Kind;
        if (!joins && !(left.shape().canBe(NUMBER) && right.shape().canBe(NUMBER))) {
            throw source.error(
                    calculate.at(),
                    String.format(
                            "Expected two numbers in '%s', but the left side is %s and the right"
                                    + " side %s.",
                            source.quote(calculate.at()),
                            left.shape().words(),
                            right.shape().words()));
        }
        Source.Site site = source.site(calculate.at());
        Value value = left.value();
        Value other = right.value();
        return new Computed(
                joins ? left.shape() == TEXT || right.shape() == TEXT ? TEXT : ANYTHING : NUMBER,
                run -> Nodes.calculate(value.of(run), calculate.calculation(), other.of(run), site),
                left.cost() + right.cost() + 1);
    }

    private Computed negate(Expression.Negate negate) {
        Compiled operand = compile(negate.operand());
        if (!operand.shape().canBe(NUMBER)) {
            throw source.error(
                    negate.at(),
                    "Expected a number after '-', but got " + operand.shape().words() + ".");
        }
        Source.Site site = source.site(negate.at());
        Value value = operand.value();
        return new Computed(NUMBER, run -> Nodes.negate(value.of(run), site), operand.cost() + 1);
    }
}
