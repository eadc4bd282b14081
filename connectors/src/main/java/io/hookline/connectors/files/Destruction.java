package io.hookline.connectors.files;

import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.LesserEffect;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which requests of an action destroy something. */
final class Destruction {
    private Destruction() {}

    /**
     * The lesser effects of an action, which do not hold for an author's own request to a path that
     * destroys by the rules of the connector.
     */
    static List<LesserEffect> watched(
            List<LesserEffect> lesser,
            List<RequestSpec> requests,
            Optional<IdentitySpec> identity) {
        if (identity.isEmpty()
                || requests.size() != 1
                || !(requests.getFirst().path() instanceof PathSpec.Free free)
                || !(free.url().alternatives().getFirst() instanceof Reference.Input url)) {
            return lesser;
        }
        Optional<InputSpec> body = body(requests.getFirst());
        return lesser.stream()
                .map(one ->
                        new LesserEffect(
                                one.group(),
                                one.key(),
                                one.values(),
                                one.effect(),
                                (choice, given) ->
                                        one.effect() != Effect.READ
                                                && given.apply(
                                                                url.input().field().group(),
                                                                url.input().field().key())
                                                        .filter(text -> !text.isBlank())
                                                        .filter(text ->
                                                                IdentityGuard.destroys(
                                                                        identity.get(),
                                                                        verb(choice),
                                                                        text,
                                                                        text(body, given)))
                                                        .isPresent()))
                .toList();
    }

    private static Optional<InputSpec> body(RequestSpec request) {
        return request.content() instanceof RequestSpec.Content.Value content
                        && content.value() instanceof Template.Whole whole
                        && whole.expression().alternatives().getFirst()
                                instanceof Reference.Input input
                ? Optional.of(input.input())
                : Optional.empty();
    }

    private static String text(
            Optional<InputSpec> body,
            java.util.function.BiFunction<String, String, Optional<String>> given) {
        return body.flatMap(input -> given.apply(input.field().group(), input.field().key()))
                .orElse("");
    }

    private static String verb(String choice) {
        return choice.strip().toUpperCase(Locale.ROOT);
    }

    /**
     * Whether somebody might lose something by a request: whatever an author wants that does more
     * than read, and what an action of that effect does.
     */
    static boolean mayBe(ActionSpec action, RequestSpec chosen, RestRequest request, Scope scope) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (chosen.path() instanceof PathSpec.Free) {
            return !reads || IdentityGuard.isDisguised(request);
        }
        return !reads && effect(action, scope) == Effect.DESTRUCTIVE;
    }

    private static Effect effect(ActionSpec action, Scope scope) {
        return action.lesser().stream()
                .filter(lesser -> {
                    String choice =
                            action.inputs().stream()
                                    .filter(input -> input.field().is(lesser.group(), lesser.key()))
                                    .findFirst()
                                    .flatMap(input -> input.value(scope.inputs()))
                                    .map(value ->
                                            Conversion.convert(value, ValueType.TEXT).asText())
                                    .orElse("");
                    return lesser.values().stream().anyMatch(choice::equalsIgnoreCase);
                })
                .findFirst()
                .map(LesserEffect::effect)
                .orElse(action.effect());
    }
}
