package io.hookline.flow.engine;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.Finding.Cause;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;
import io.hookline.flow.model.Pin;
import io.hookline.flow.value.Transform;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Links of one flow whose conversion can fail. */
final class LinkReview {
    /** How far a value is followed back through cards that only pass it on. */
    private static final int FARTHEST = 20;

    /** Texts that always spell something, by card and key. */
    private static final Map<String, ValueType> SPELLED =
            Map.of(
                    "date.now/iso", ValueType.DATE,
                    "date.now/full", ValueType.DATE,
                    "date.fromISO/iso", ValueType.DATE,
                    "date.fromISO/epoch", ValueType.NUMBER,
                    "date.fromISO/unix", ValueType.NUMBER,
                    "date.toISO/output", ValueType.DATE);

    private static final Cause MAY_FAIL =
            new Cause(
                    "conversion may fail",
                    "Links whose conversion fails for a text that does not spell a value of the"
                            + " input's type.");
    private static final Cause FAILS =
            new Cause("conversion fails", "Links whose conversion fails for every value.");

    /** What can be said of a conversion. */
    enum Verdict {
        FINE,
        /** Depends on the text. */
        MAY_FAIL,
        FAILS
    }

    private final Flow flow;
    private final CardCatalog catalog;
    private final Consumer<Finding> findings;
    private final Map<Integer, Output> outputs = new HashMap<>();

    LinkReview(Flow flow, CardCatalog catalog, Consumer<Finding> findings) {
        this.flow = flow;
        this.catalog = catalog;
        this.findings = findings;
        flow.cards()
                .forEach(card ->
                        card.outputs().forEach(output -> outputs.put(output.slot(), output)));
    }

    void review(FlowCard card, Input input) {
        for (Pin pin : input.pins()) {
            Output output = outputs.get(pin.slot());
            if (output != null) {
                review(card, input, pin, output);
            }
        }
    }

    private void review(FlowCard card, Input input, Pin pin, Output output) {
        ValueType wanted = pin.transform().map(LinkReview::read).orElse(input.type());
        Verdict verdict =
                pin.transform()
                        .map(transform -> verdict(transform, output.type()))
                        .orElseGet(() -> verdict(output.type(), input.type()));
        FlowCard from = flow.cards().get(pin.card());
        if (verdict == Verdict.FINE
                || verdict == Verdict.MAY_FAIL && alwaysConverts(from, output, wanted, FARTHEST)) {
            return;
        }
        boolean fails = verdict == Verdict.FAILS;
        findings.accept(
                new Finding(
                        card.uuid(),
                        FlowReview.name(input),
                        "",
                        "The output "
                                + FlowReview.called(output)
                                + " of \""
                                + from.title()
                                + "\" is "
                                + output.type().label()
                                + " and "
                                + inSentence(FlowReview.called(input))
                                + " is "
                                + input.type().label()
                                + ": this conversion "
                                + (fails
                                        ? "fails for every value."
                                        : "fails for a text that does not spell one."),
                        Optional.of(fails ? FAILS : MAY_FAIL)));
    }

    private static String inSentence(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * Whether every value that the output really has can be converted: what the card declares
     * counts beside what the flow says of its output, and so does what cards pass on.
     */
    private boolean alwaysConverts(FlowCard from, Output output, ValueType wanted, int left) {
        Optional<ValueType> declared = declared(from, output);
        if (declared.isPresent()) {
            return declared.get().kind() != Kind.ANY
                    && verdict(declared.get(), wanted) == Verdict.FINE;
        }
        List<Pin> sources = passedOn(from, output);
        return left > 0
                && !sources.isEmpty()
                && sources.stream().allMatch(pin -> alwaysConverts(pin, wanted, left - 1));
    }

    private boolean alwaysConverts(Pin pin, ValueType wanted, int left) {
        Output output = outputs.get(pin.slot());
        return pin.transform().isEmpty()
                && output != null
                && (output.type().kind() != Kind.ANY
                                && verdict(output.type(), wanted) == Verdict.FINE
                        || alwaysConverts(flow.cards().get(pin.card()), output, wanted, left));
    }

    /** The type that the card itself gives an output; empty when it has none of its own. */
    private Optional<ValueType> declared(FlowCard card, Output output) {
        if (output.is("context", "execution_time")
                || output.is("Output", "Date and Time")
                || output.is("Output", "Event Time")) {
            return Optional.of(ValueType.DATE);
        }
        ValueType spelled = SPELLED.get(card.id() + "/" + output.key());
        if (spelled != null) {
            return Optional.of(spelled);
        }
        return catalog.find(card.id()).stream()
                .flatMap(found -> found.outputs().stream())
                .filter(field -> field.is(output.group(), output.key()))
                .map(FieldDefinition::type)
                .findFirst();
    }

    /** The links whose value an output repeats; none where the card makes values of its own. */
    private static List<Pin> passedOn(FlowCard card, Output output) {
        if (SteeringCard.JOIN.is(card.id())) {
            String input = card.joins().getOrDefault(output.id(), "");
            return card.inputs().stream()
                    .filter(one -> one.id().equals(input) || one.is(output.group(), output.key()))
                    .findFirst()
                    .map(Input::pins)
                    .orElse(List.of());
        }
        return card.id().equals("control.let")
                ? card.input(output.group(), output.key()).map(Input::pins).orElse(List.of())
                : List.of();
    }

    /** What a conversion that is set on a link reads a text as. */
    private static ValueType read(Transform transform) {
        return switch (transform.convert()) {
            case PARSE -> ValueType.OBJECT;
            case DATE_TIME -> ValueType.DATE;
            case PARSE_FLOAT -> ValueType.NUMBER;
            case WRAP_ARRAY, STRINGIFY, TO_STRING, ISO_STRING, BOOLEAN_TO_STRING -> ValueType.ANY;
        };
    }

    private static Verdict verdict(Transform transform, ValueType given) {
        boolean reads = read(transform).kind() != Kind.ANY;
        return reads && given.equals(ValueType.TEXT) ? Verdict.MAY_FAIL : Verdict.FINE;
    }

    /** Whether the conversion of values of the declared type can fail; null never fails. */
    static Verdict verdict(ValueType from, ValueType to) {
        if (from.kind() == Kind.ANY || to.kind() == Kind.ANY || !isValue(from) || !isValue(to)) {
            return Verdict.FINE;
        }
        if (to.list()) {
            return to.kind() == Kind.OBJECT ? Verdict.FINE : single(from.kind(), to.kind());
        }
        if (from.list()) {
            return to.kind() == Kind.TEXT || to.kind() == Kind.OBJECT
                    ? Verdict.FINE
                    : Verdict.FAILS;
        }
        return single(from.kind(), to.kind());
    }

    private static boolean isValue(ValueType type) {
        return type.kind() != Kind.FILE && type.kind() != Kind.FLOW && type.kind() != Kind.FOLDER;
    }

    private static Verdict single(Kind from, Kind to) {
        if (from == to || to == Kind.TEXT) {
            return Verdict.FINE;
        }
        return switch (from) {
            case TEXT -> Verdict.MAY_FAIL;
            case NUMBER -> to == Kind.OBJECT ? Verdict.FAILS : Verdict.FINE;
            case BOOLEAN -> to == Kind.NUMBER ? Verdict.FINE : Verdict.FAILS;
            case DATE, OBJECT -> Verdict.FAILS;
            case FILE, FLOW, FOLDER, ANY -> Verdict.FINE;
        };
    }
}
