package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.DynamicFields.Source;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;

/** The declaration of a card that is answered by a {@link StandIn}. */
final class StandInCard {
    private static final MethodHandle CALL = call();

    private StandInCard() {}

    static CardDefinition of(String id, StandIn standIn) {
        Effect effect = StandIn.effect(id);
        return CardBuilder.card(id, id, "Answered by a service of the connection's owner.")
                .effect(effect, effect.acts() ? Repeat.UNCERTAIN : Repeat.HARMLESS)
                .connects(true)
                .in(DynamicFields.from(Source.AUTHOR_DEFINED, "*", "Whatever the flow declares."))
                .out(DynamicFields.from(Source.AUTHOR_DEFINED, "*", "Whatever the flow declares."))
                .build(method(id, standIn));
    }

    /**
     * The same for a card that is installed: it keeps what is known of its effect, but whether a
     * second run is harmless is for the service to know.
     */
    static CardDefinition of(CardDefinition installed, StandIn standIn) {
        CardBuilder builder =
                CardBuilder.card(installed.id(), installed.title(), installed.help())
                        .effect(
                                installed.effect(),
                                installed.effect().acts() ? Repeat.UNCERTAIN : Repeat.HARMLESS)
                        .lesserEffects(installed.lesserEffects())
                        .connects(true)
                        .streams(installed.streams())
                        .in(installed.inputs().toArray(FieldDefinition[]::new))
                        .out(installed.outputs().toArray(FieldDefinition[]::new))
                        .examples(installed.examples());
        installed.moreInputs().forEach(builder::in);
        installed.moreOutputs().forEach(builder::out);
        return builder.build(method(installed.id(), standIn));
    }

    private static CardMethod method(String id, StandIn standIn) {
        return new CardMethod(
                List.of(new CardMethod.Parameter.Everything(), new CardMethod.Parameter.Context()),
                () -> MethodHandles.insertArguments(CALL, 0, id, standIn),
                (group, key) -> Optional.of(answer -> output((ObjectNode) answer, group, key)));
    }

    /** A field of the group's object; the answer may omit the group. */
    private static JsonNode output(ObjectNode answer, String group, String key) {
        JsonNode grouped =
                group.isEmpty() ? MissingNode.getInstance() : answer.path(group).path(key);
        JsonNode value = grouped.isMissingNode() ? answer.path(key) : grouped;
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    private static MethodHandle call() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            StandInCard.class,
                            "answer",
                            MethodType.methodType(
                                    Object.class, String.class, StandIn.class, Object[].class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("UnusedMethod") // through the handle above
    private static Object answer(String id, StandIn standIn, Object[] arguments) {
        ObjectNode inputs = (ObjectNode) arguments[0];
        CardContext context = (CardContext) arguments[1];
        if (!context.streams()) {
            return standIn.answer(id, inputs, context);
        }
        long streamed =
                context.stream(after ->
                        new Pages.Page(standIn.records(id, inputs, context), Optional.empty()));
        return JsonNodeFactory.instance.objectNode().put(StandIn.STREAMED, streamed);
    }
}
