package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.filter.Expression.Calculation;
import io.hookline.filter.Expression.Order;
import io.hookline.filter.Expression.Pick;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Parses by recursive descent, loosest operator first: {@code ?:}, {@code ||}, {@code &&},
 * comparisons, {@code + -}, {@code * / %}, {@code ! -}, then what follows a value. Length, nesting
 * and the number of operations are bounded before anything is built from them.
 */
final class ExpressionParser {
    static final int MAX_LENGTH = 20_000;
    static final int MAX_DEPTH = 100;
    static final int MAX_OPERATIONS = 2_000;

    private static final Set<String> LOG_OPERATORS = Set.of("sw", "ew", "co", "pr");

    private final Source source;
    private final List<Token> tokens;
    private int next;
    private int depth;
    private int operations;

    private ExpressionParser(Source source) {
        this.source = source;
        this.tokens = ExpressionLexer.tokens(source);
    }

    static Expression parse(Source source) {
        if (source.text().length() > MAX_LENGTH) {
            throw source.error(
                    0,
                    String.format(
                            Locale.ROOT,
                            "The expression has %,d characters; at most %,d are allowed.",
                            source.text().length(),
                            MAX_LENGTH));
        }
        if (source.text().isBlank()) {
            throw source.error(
                    0,
                    "The expression is empty. Write for example event.outcome.result eq"
                            + " 'SUCCESS'.");
        }
        ExpressionParser parser = new ExpressionParser(source);
        Expression expression = parser.choice();
        parser.expectEnd();
        return expression;
    }

    private Expression choice() {
        enter();
        Expression condition = any();
        if (accept("?").isEmpty()) {
            depth--;
            return condition;
        }
        Expression whenTrue = choice();
        expect(":", "':' and the value for when the condition does not hold");
        Expression whenFalse = choice();
        depth--;
        return counted(
                new Expression.Choice(
                        condition, whenTrue, whenFalse, condition.at().to(whenFalse.at())));
    }

    private Expression any() {
        Expression first = all();
        List<Expression> operands = new ArrayList<>(List.of(first));
        while (accept("||").isPresent() || acceptWord("or")) {
            operands.add(counted(all()));
        }
        return operands.size() == 1
                ? first
                : new Expression.Any(operands, first.at().to(operands.getLast().at()));
    }

    private Expression all() {
        Expression first = comparison();
        List<Expression> operands = new ArrayList<>(List.of(first));
        while (accept("&&").isPresent() || acceptWord("and")) {
            operands.add(counted(comparison()));
        }
        return operands.size() == 1
                ? first
                : new Expression.All(operands, first.at().to(operands.getLast().at()));
    }

    private Expression comparison() {
        Expression left = sum();
        if (!isComparison(peek())) {
            return left;
        }
        String operator = take().text().toLowerCase(Locale.ROOT);
        Expression right = sum();
        if (isComparison(peek())) {
            throw source.error(
                    peek().at(),
                    "Comparisons cannot follow each other: expected && or || or the end, but "
                            + peek().shown()
                            + ".");
        }
        Span at = left.at().to(right.at());
        return counted(
                switch (operator) {
                    case "==", "eq" -> new Expression.Equal(left, right, false, at);
                    case "!=", "ne" -> new Expression.Equal(left, right, true, at);
                    case "<", "lt" -> new Expression.Compare(left, Order.LESS, right, at);
                    case "<=", "le" -> new Expression.Compare(left, Order.LESS_OR_EQUAL, right, at);
                    case ">", "gt" -> new Expression.Compare(left, Order.GREATER, right, at);
                    case ">=", "ge" ->
                            new Expression.Compare(left, Order.GREATER_OR_EQUAL, right, at);
                    default -> new Expression.Matches(left, right, at);
                });
    }

    private static boolean isComparison(Token token) {
        return switch (token.kind()) {
            case SYMBOL -> Set.of("==", "!=", "<", "<=", ">", ">=").contains(token.text());
            case NAME ->
                    Set.of("eq", "ne", "lt", "le", "gt", "ge", "matches")
                            .contains(token.text().toLowerCase(Locale.ROOT));
            case TEXT, NUMBER, END -> false;
        };
    }

    private Expression sum() {
        Expression left = product();
        while (peek().is("+") || peek().is("-")) {
            Calculation calculation = take().is("+") ? Calculation.ADD : Calculation.SUBTRACT;
            left = calculate(left, calculation, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = unary();
        while (peek().is("*") || peek().is("/") || peek().is("%")) {
            Calculation calculation =
                    switch (take().text()) {
                        case "*" -> Calculation.MULTIPLY;
                        case "/" -> Calculation.DIVIDE;
                        default -> Calculation.REMAINDER;
                    };
            left = calculate(left, calculation, unary());
        }
        return left;
    }

    private Expression calculate(Expression left, Calculation calculation, Expression right) {
        return counted(
                new Expression.Calculate(left, calculation, right, left.at().to(right.at())));
    }

    private Expression unary() {
        enter();
        Token operator = peek();
        Expression result;
        if (operator.is("!") || operator.isWord("not")) {
            take();
            Expression operand = unary();
            result = counted(new Expression.Not(operand, operator.at().to(operand.at())));
        } else if (operator.is("-")) {
            take();
            Expression operand = unary();
            result = counted(new Expression.Negate(operand, operator.at().to(operand.at())));
        } else {
            result = postfix();
        }
        depth--;
        return result;
    }

    private Expression postfix() {
        Expression value = primary();
        while (true) {
            if (accept("[").isPresent()) {
                Expression index = choice();
                Token end = expect("]", "']' after the index");
                value = counted(new Expression.Index(value, index, value.at().to(end.at())));
            } else if (peek().is(".") || peek().is("?.")) {
                value = counted(member(value, take().is("?.")));
            } else {
                return value;
            }
        }
    }

    private Expression member(Expression target, boolean nullSafe) {
        Token token = take();
        if (token.is("?[") || token.is("^[") || token.is("$[") || token.is("![")) {
            Expression inner = choice();
            Token end = expectClosing("]", "selection", token);
            Span at = target.at().to(end.at());
            return switch (token.text()) {
                case "?[" -> new Expression.Select(target, Pick.EVERY, inner, nullSafe, at);
                case "^[" -> new Expression.Select(target, Pick.FIRST, inner, nullSafe, at);
                case "$[" -> new Expression.Select(target, Pick.LAST, inner, nullSafe, at);
                default -> new Expression.Project(target, inner, nullSafe, at);
            };
        }
        if (token.kind() != Token.Kind.NAME) {
            throw source.error(
                    token.at(),
                    "Expected the name of a field or a method, but " + token.shown() + ".");
        }
        if (accept("(").isEmpty()) {
            return new Expression.Property(
                    target, token.text(), nullSafe, target.at().to(token.at()));
        }
        List<Expression> arguments = new ArrayList<>();
        if (!peek().is(")")) {
            do {
                arguments.add(choice());
            } while (accept(",").isPresent());
        }
        Token end = expect(")", "')' after the arguments");
        return new Expression.Call(
                target, token.text(), arguments, nullSafe, target.at().to(end.at()));
    }

    private Expression primary() {
        Token token = take();
        return counted(
                switch (token.kind()) {
                    case TEXT -> new Expression.Literal(TextNode.valueOf(token.text()), token.at());
                    case NUMBER -> new Expression.Literal(number(token.text()), token.at());
                    case NAME -> name(token);
                    case SYMBOL -> {
                        if (!token.is("(")) {
                            throw expectedValue(token);
                        }
                        Expression inner = choice();
                        expectClosing(")", "parenthesis", token);
                        yield inner;
                    }
                    case END -> throw expectedValue(token);
                });
    }

    private Expression name(Token token) {
        switch (token.text().toLowerCase(Locale.ROOT)) {
            case "true", "false" -> {
                return new Expression.Literal(
                        BooleanNode.valueOf(token.isWord("true")), token.at());
            }
            case "null" -> {
                return new Expression.Literal(NullNode.instance, token.at());
            }
            case "new" ->
                    throw source.error(
                            token.at(), "Constructors (new) are not supported in a filter.");
            default -> {
                if (isComparison(token) || token.isWord("and") || token.isWord("or")) {
                    throw expectedValue(token);
                }
            }
        }
        if (peek().is("(")) {
            throw source.error(
                    token.at(),
                    token.text().equals("T")
                            ? "Types (T(…)) are not supported in a filter."
                            : "Functions are not supported; methods are called on a value, for"
                                    + " example event.outcome.reason."
                                    + token.text()
                                    + "(…).");
        }
        return new Expression.Name(token.text(), token.at());
    }

    private static JsonNode number(String digits) {
        return digits.indexOf('.') < 0 && digits.length() <= 18
                ? LongNode.valueOf(Long.parseLong(digits))
                : DecimalNode.valueOf(new BigDecimal(digits));
    }

    private FilterSyntaxException expectedValue(Token token) {
        return source.error(
                token.at(),
                "Expected a field such as event.outcome.result or a value, but "
                        + token.shown()
                        + ".");
    }

    private void expectEnd() {
        Token token = peek();
        if (token.kind() == Token.Kind.END) {
            return;
        }
        String hint = "";
        if (token.kind() == Token.Kind.NAME
                && LOG_OPERATORS.contains(token.text().toLowerCase(Locale.ROOT))) {
            hint =
                    " sw, ew, co and pr belong to log queries; here write .startsWith('…'),"
                            + " .endsWith('…'), .contains('…') or != null.";
        } else if (token.isWord("instanceof") || token.isWord("between")) {
            hint = " " + token.text() + " is not supported.";
        }
        throw source.error(
                token.at(),
                "Expected an operator or the end of the expression, but "
                        + token.shown()
                        + "."
                        + hint);
    }

    private Token expectClosing(String symbol, String what, Token opened) {
        return accept(symbol)
                .orElseThrow(() ->
                        source.error(
                                peek().at(),
                                String.format(
                                        "Expected '%s' to close the %s opened at %s, but %s.",
                                        symbol,
                                        what,
                                        source.place(opened.at().start()),
                                        peek().shown())));
    }

    private Token expect(String symbol, String what) {
        return accept(symbol)
                .orElseThrow(() ->
                        source.error(
                                peek().at(), "Expected " + what + ", but " + peek().shown() + "."));
    }

    private Optional<Token> accept(String symbol) {
        return peek().is(symbol) ? Optional.of(take()) : Optional.empty();
    }

    private boolean acceptWord(String word) {
        if (peek().isWord(word)) {
            take();
            return true;
        }
        return false;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw source.error(
                    peek().at(), "The expression nests more than " + MAX_DEPTH + " levels deep.");
        }
    }

    private Expression counted(Expression expression) {
        if (++operations > MAX_OPERATIONS) {
            throw source.error(
                    expression.at(),
                    String.format(
                            Locale.ROOT,
                            "The expression has more than %,d operations.",
                            MAX_OPERATIONS));
        }
        return expression;
    }
}
