package io.hookline.filter;

import static io.hookline.filter.Shape.Kind.ANYTHING;
import static io.hookline.filter.Shape.Kind.NUMBER;
import static io.hookline.filter.Shape.Kind.TEXT;
import static io.hookline.filter.Shape.Kind.TRUTH;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.filter.Compiled.Computed;
import io.hookline.filter.Compiled.Truth;
import io.hookline.filter.Compiled.Value;
import io.hookline.filter.Expression.Pick;
import io.hookline.filter.Methods.Method;
import io.hookline.filter.Shape.ListOf;
import io.hookline.filter.Shape.ObjectOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles what follows a value: an index, a method call, a selection, a projection. */
final class MemberCompiler {
    private final Source source;
    private final Set<String> notes;
    private final ExpressionCompiler expressions;

    MemberCompiler(Source source, Set<String> notes, ExpressionCompiler expressions) {
        this.source = source;
        this.notes = notes;
        this.expressions = expressions;
    }

    Computed index(Expression.Index index) {
        Compiled target = expressions.compile(index.target());
        Compiled position = expressions.compile(index.index());
        Source.Site site = source.site(index.target().at());
        Value list = target.value();
        Value at = position.value();
        int cost = target.cost() + position.cost() + 1;
        boolean isObject = target.shape() instanceof ObjectOf;
        if (isObject && index.target() instanceof Expression.Name) {
            throw source.error(
                    index.index().at(), "Expected the name of a field in quotes after event[.");
        }
        if (target.shape() instanceof Shape.Kind kind && kind != ANYTHING
                || !position.shape().canBe(isObject ? TEXT : NUMBER)
                        && !(target.shape() == ANYTHING && position.shape().canBe(TEXT))) {
            throw source.error(
                    index.index().at(),
                    String.format(
                            "%s is %s, which has nothing at [%s].",
                            site.text(), target.shape().words(), source.quote(index.index().at())));
        }
        return new Computed(
                target.shape() instanceof ListOf(Shape element) ? element : ANYTHING,
                run -> at(list.of(run), at.of(run), site),
                cost);
    }

    private static JsonNode at(JsonNode target, JsonNode position, Source.Site site) {
        if (target.isArray() && position.isNumber()) {
            if (!Nodes.isWhole(position)
                    || position.longValue() < 0
                    || position.longValue() >= target.size()) {
                throw site.error(
                        String.format(
                                "%s has %d elements, counted from 0; there is none at [%s].",
                                site.text(), target.size(), position.asText()));
            }
            return target.get(position.intValue());
        }
        if (target.isObject() && position.isTextual()) {
            JsonNode field = target.get(position.textValue());
            return field == null ? NullNode.instance : field;
        }
        throw site.error(
                String.format(
                        "%s is %s, which has nothing at an index that is %s.",
                        site.text(), Nodes.words(target), Nodes.words(position)));
    }

    Compiled call(Expression.Call call) {
        if (call.target() instanceof Expression.Select selection
                && selection.pick() == Pick.EVERY
                && !selection.nullSafe()
                && call.arguments().isEmpty()) {
            switch (call.method()) {
                case "size" -> {
                    Selection counted = selection(selection);
                    return new Computed(
                            NUMBER, run -> IntNode.valueOf(counted.count(run)), counted.cost());
                }
                case "isEmpty" -> {
                    Selection counted = selection(selection);
                    return new Truth(run -> counted.count(run) == 0, counted.cost());
                }
                default -> {
                    // every other method needs the elements themselves
                }
            }
        }
        return callAnyMethod(call);
    }

    private Compiled callAnyMethod(Expression.Call call) {
        Compiled target = expressions.compile(call.target());
        List<Compiled> arguments = call.arguments().stream().map(expressions::compile).toList();
        Optional<Method> ofText = Optional.ofNullable(Methods.OF_TEXTS.get(call.method()));
        Optional<Method> ofList = Optional.ofNullable(Methods.OF_LISTS.get(call.method()));
        Method known =
                methods(target.shape()).stream()
                        .filter(method -> method.name().equals(call.method()))
                        .findFirst()
                        .orElseThrow(() -> noSuchMethod(call, target.shape()));
        checkArguments(call, known, arguments);
        if (Methods.UNDOCUMENTED.contains(call.method())) {
            notes.add(
                    call.method()
                            + ": not among the methods that Okta documents for its expression"
                            + " language.");
        }
        Invocation invocation =
                new Invocation(
                        call.method(),
                        target.value(),
                        ofText,
                        ofList,
                        argument(arguments, 0),
                        argument(arguments, 1),
                        call.nullSafe(),
                        source.site(call.target().at()));
        int cost = 1 + target.cost() + arguments.stream().mapToInt(Compiled::cost).sum();
        return known.result() == TRUTH && !call.nullSafe()
                ? new Truth(run -> invocation.of(run).booleanValue(), cost)
                : new Computed(known.result(), invocation, cost);
    }

    private static List<Method> methods(Shape shape) {
        List<Method> methods = new ArrayList<>();
        if (shape.canBe(TEXT)) {
            methods.addAll(Methods.OF_TEXTS.values());
        }
        if (shape instanceof ListOf || shape == ANYTHING) {
            methods.addAll(Methods.OF_LISTS.values());
        }
        return methods;
    }

    private static Value argument(List<Compiled> arguments, int index) {
        return index < arguments.size()
                ? arguments.get(index).value()
                : run -> MissingNode.getInstance();
    }

    private FilterSyntaxException noSuchMethod(Expression.Call call, Shape shape) {
        String names = methods(shape).stream().map(Method::name).distinct().collect(joining(", "));
        return source.error(
                call.target().at(),
                String.format(
                        "%s is %s and has no method %s(). %s",
                        source.quote(call.target().at()),
                        shape.words(),
                        Source.shortened(call.method()),
                        names.isEmpty()
                                ? "Only texts and lists have methods."
                                : "Expected one of " + names + "."));
    }

    private void checkArguments(Expression.Call call, Method method, List<Compiled> arguments) {
        int most = method.parameters().size();
        if (arguments.size() < method.required() || arguments.size() > most) {
            throw source.error(
                    call.at(),
                    String.format(
                            "%s() takes %s, but got %d.",
                            method.name(),
                            method.required() == most
                                    ? most + (most == 1 ? " argument" : " arguments")
                                    : method.required() + " or " + most + " arguments",
                            arguments.size()));
        }
        for (int i = 0; i < arguments.size(); i++) {
            Shape expected = method.parameters().get(i);
            Shape given = arguments.get(i).shape();
            if (expected instanceof Shape.Kind kind && kind != ANYTHING && !given.canBe(kind)) {
                throw source.error(
                        call.arguments().get(i).at(),
                        String.format(
                                "%s() expects %s here, but got %s.",
                                method.name(), kind.words(), given.words()));
            }
        }
    }

    Computed select(Expression.Select select) {
        Selection selection = selection(select);
        return new Computed(
                switch (select.pick()) {
                    case EVERY -> new ListOf(selection.element());
                    case FIRST, LAST -> selection.element();
                },
                switch (select.pick()) {
                    case EVERY -> selection::every;
                    case FIRST -> selection::first;
                    case LAST -> selection::last;
                },
                selection.cost());
    }

    private Selection selection(Expression.Select select) {
        Compiled target = expressions.compile(select.target());
        Shape element = elementOf(target, select.target().at());
        Truth criterion = expressions.conditionInside(element, select.criterion());
        return new Selection(
                elements(target, select.target().at(), select.nullSafe()),
                element,
                criterion.condition(),
                criterion.cost(),
                target.cost() + criterion.cost() + 1);
    }

    Computed project(Expression.Project project) {
        Compiled target = expressions.compile(project.target());
        Compiled inner =
                expressions.compileInside(
                        elementOf(target, project.target().at()), project.value());
        Value list = elements(target, project.target().at(), project.nullSafe());
        Value value = inner.value();
        int each = inner.cost();
        return new Computed(
                new ListOf(inner.shape()),
                run -> {
                    JsonNode elements = list.of(run);
                    if (elements.isNull()) {
                        return elements;
                    }
                    ArrayNode values = JsonNodeFactory.instance.arrayNode();
                    JsonNode outer = run.element();
                    for (int i = 0; i < elements.size(); i++) {
                        run.spend(each);
                        run.lookAt(elements.get(i));
                        values.add(value.of(run));
                    }
                    run.lookAt(outer);
                    return values;
                },
                target.cost() + inner.cost() + 1);
    }

    private Shape elementOf(Compiled target, Span at) {
        return switch (target.shape()) {
            case ListOf list -> list.element();
            case Shape.Kind kind when kind == ANYTHING -> ANYTHING;
            case Shape other ->
                    throw source.error(
                            at,
                            String.format(
                                    "%s is %s; only the elements of a list can be selected.",
                                    source.quote(at), other.words()));
        };
    }

    /** The list to select from; null only when that is allowed. */
    private Value elements(Compiled target, Span at, boolean nullSafe) {
        Source.Site site = source.site(at);
        Value value = target.value();
        return run -> {
            JsonNode list = value.of(run);
            if (list.isArray() || list.isNull() && nullSafe) {
                return list;
            }
            throw site.error(
                    String.format(
                            "%s is %s, so nothing can be selected from it.%s",
                            site.text(),
                            Nodes.words(list),
                            list.isNull()
                                    ? " Test for null before: " + site.text() + " != null && …"
                                    : ""));
        };
    }
}
