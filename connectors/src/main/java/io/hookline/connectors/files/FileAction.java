package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardBuilder;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.DynamicFields;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.value.Dates;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the card of an action, and runs it. */
final class FileAction {
    /** More are an error: each is a call. */
    private static final int MOST_ITEMS = 1000;

    private final ConnectorFile.About about;
    private final ActionSpec action;
    private final ConnectorCalls calls;
    private final IdentityGuard guard;

    FileAction(
            ConnectorFile.About about,
            ActionSpec action,
            ConnectorCalls calls,
            IdentityGuard guard) {
        this.about = about;
        this.action = action;
        this.calls = calls;
        this.guard = guard;
    }

    CardDefinition card() {
        CardBuilder card =
                CardBuilder.card(about.id() + "." + action.name(), action.title(), action.help())
                        .formerly(action.formerly())
                        .connector(about.id(), about.version(), about.name())
                        .effect(action.effect(), action.repeat())
                        .lesserEffects(action.lesser())
                        .connects(!action.requests().isEmpty() || !action.first().isEmpty())
                        .streams(
                                action.list().filter(list -> list.listing().streams()).isPresent());
        action.inputs().forEach(input -> card.in(field(input)));
        action.moreInputs().forEach(added -> card.in(dynamic(added)));
        action.list()
                .ifPresent(list -> {
                    card.in(list.listing().inputs().toArray(FieldDefinition[]::new));
                    card.out(
                            list.values().isEmpty()
                                    ? list.listing().outputs().toArray(FieldDefinition[]::new)
                                    : new FieldDefinition[] {texts(list.listing())});
                });
        action.outputs().forEach(output -> card.out(output.field()));
        action.added().forEach(added -> card.out(dynamic(added.fields())));
        card.examples(
                action.examples().isEmpty()
                        ? List.of(SampleExample.of(action))
                        : action.examples());
        return card.build(this::run);
    }

    private FieldDefinition field(InputSpec input) {
        return input.choices()
                .map(load -> input.field().loading(new LoadedList(about, load, calls)::load))
                .orElse(input.field());
    }

    private static FieldDefinition texts(Listing listing) {
        return FieldDefinition.of(listing.list(), FieldType.TEXT, listing.help())
                .labelled(listing.label())
                .listed()
                .in(listing.group());
    }

    private DynamicFields dynamic(AddedFields added) {
        return loaded(added)
                .map(fields -> DynamicFields.loaded(added.group(), added.help(), fields::fields))
                .orElseGet(() ->
                        DynamicFields.from(
                                DynamicFields.Source.AUTHOR_DEFINED, added.group(), added.help()));
    }

    private Optional<LoadedFields> loaded(AddedFields added) {
        return added.load().map(load -> new LoadedFields(about, added, load, calls));
    }

    /** The inputs with what the service calls the fields that a flow added. */
    private GivenInputs named(GivenInputs given, CardContext context) {
        Map<String, Map<String, JsonNode>> more = new HashMap<>(given.more());
        for (AddedFields added : action.moreInputs()) {
            loaded(added)
                    .ifPresent(fields ->
                            more.computeIfPresent(
                                    added.group(),
                                    (group, keys) ->
                                            fields.sent(keys, given, context.connection())));
        }
        return new GivenInputs(given.values(), more);
    }

    private ObjectNode run(GivenInputs given, CardContext context) {
        GivenInputs inputs = named(given, context);
        Scope scope =
                new Scope(
                        inputs,
                        Map.of(),
                        Optional.empty(),
                        () -> calls.baseUrl(context.connection()),
                        () -> Dates.text(context.now()),
                        context::idempotencyKey);
        requireLinked(inputs, context);
        if (action.inputs().stream().anyMatch(InputSpec::inBase)) {
            String base = calls.baseUrl(context.connection());
            action.inputs().forEach(input -> input.requireIn(base, inputs));
        }
        for (ActionSpec.Step step : action.first()) {
            scope = scope.with(step.name(), step(step, scope, context));
        }
        Scope known = scope;
        if (action.list().isPresent()) {
            ListSpec list = action.list().get();
            ListApi pages = pages(list, known);
            return list.values()
                    .map(values -> list.listing().of(values::of, pages, context, pages::first))
                    .orElseGet(() -> list.listing().run(pages, context, inputs, pages::first));
        }
        RestReply reply = reply(known, context);
        return outputs(reply, known.with(ActionReader.ANSWER, reply), context);
    }

    private RestReply reply(Scope scope, CardContext context) {
        if (action.requests().isEmpty()) {
            return new RestReply(
                    200,
                    JsonNodeFactory.instance.objectNode(),
                    NullNode.getInstance(),
                    Optional.empty());
        }
        return action.each()
                .map(list -> each(list, scope, context))
                .orElseGet(() -> send(action.requests(), scope, context, "", action.answered()));
    }

    /** One call for each item; the answers as a list. */
    private RestReply each(Expression list, Scope scope, CardContext context) {
        JsonNode items = list.value(scope).orElseGet(JsonNodeFactory.instance::arrayNode);
        List<JsonNode> all = items.isArray() ? items.valueStream().toList() : List.of(items);
        if (all.size() > MOST_ITEMS) {
            throw new CardFailure.Invalid(
                    list.name()
                            + " has "
                            + all.size()
                            + " items; at most "
                            + MOST_ITEMS
                            + " are taken at a time, because each is a call.");
        }
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        int status = 200;
        for (int i = 0; i < all.size(); i++) {
            RestReply reply =
                    send(
                            action.requests(),
                            scope.of(all.get(i)),
                            context,
                            "/" + i,
                            action.answered());
            status = reply.status();
            answers.addObject()
                    .put("status", reply.status())
                    .<ObjectNode>set("item", all.get(i))
                    .set("body", reply.body());
        }
        return new RestReply(
                status, JsonNodeFactory.instance.objectNode(), answers, Optional.empty());
    }

    private RestReply step(ActionSpec.Step step, Scope scope, CardContext context) {
        try {
            RestReply reply =
                    send(
                            step.requests(),
                            scope,
                            context,
                            "/" + step.name(),
                            ActionSpec.Answered.JSON);
            return step.pick().map(pick -> picked(pick, reply, scope)).orElse(reply);
        } catch (CardFailure.NotFound missing) {
            if (step.missing()) {
                return new RestReply(
                        missing.code(),
                        JsonNodeFactory.instance.objectNode(),
                        NullNode.getInstance(),
                        Optional.empty());
            }
            throw missing;
        }
    }

    private RestReply picked(ActionSpec.Pick pick, RestReply reply, Scope scope) {
        ObjectNode wanted = pick.match().object(scope);
        return pick.items()
                .of(reply)
                .valueStream()
                .filter(record -> ListApi.matches(record, wanted))
                .findFirst()
                .map(record ->
                        new RestReply(reply.status(), reply.headers(), record, Optional.empty()))
                .orElseThrow(() ->
                        new CardFailure.NotFound(
                                about.name() + " has nothing with " + wanted + " here.", 404));
    }

    /**
     * @param part which of several requests of the action it is, for the key of the effect
     */
    private RestReply send(
            List<RequestSpec> requests,
            Scope scope,
            CardContext context,
            String part,
            ActionSpec.Answered answered) {
        RequestSpec chosen = RequestSpec.chosen(requests, scope);
        RestRequest request = chosen.of(scope);
        if (Destruction.mayBe(action, chosen, request, scope)) {
            guard.require(context.connection(), request, action.touches(), scope, calls.now());
        }
        Optional<String> key =
                request.method().equals("GET")
                        ? Optional.empty()
                        : Optional.of(context.idempotencyKey() + part);
        return calls.send(context.connection(), request, key, answered);
    }

    private ListApi pages(ListSpec list, Scope scope) {
        RequestSpec request = RequestSpec.chosen(action.requests(), scope);
        return new ListApi(
                        calls,
                        about.name(),
                        list.items(),
                        list.absent(),
                        list.paging(),
                        list.match().object(scope),
                        list.listing().pageSize(),
                        records -> sized(request.of(scope), list.size(), records))
                .answering(action.answered());
    }

    static RestRequest sized(RestRequest request, Optional<Paging.Parameter> size, int records) {
        return size.map(parameter ->
                        RequestSpec.with(
                                request, parameter, JsonNodeFactory.instance.numberNode(records)))
                .orElse(request);
    }

    /**
     * What narrows a search must not vanish: without it the search would find anything, and what
     * follows in the flow might change it.
     */
    private void requireLinked(GivenInputs inputs, CardContext context) {
        if (action.list().isEmpty()) {
            return;
        }
        for (InputSpec input : action.inputs()) {
            FieldDefinition field = input.field();
            if (input.value(inputs).isEmpty() && context.isLinked(field.group(), field.key())) {
                throw new CardFailure.Invalid(
                        "The input \""
                                + field.label()
                                + "\" is linked, but came without a value. The search would find"
                                + " anything without it.");
            }
        }
    }

    private ObjectNode outputs(RestReply reply, Scope scope, CardContext context) {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        action.added()
                .forEach(added -> {
                    if (added.from().of(reply) instanceof ObjectNode fields) {
                        ObjectNode named =
                                loaded(added.fields())
                                        .map(names ->
                                                names.given(
                                                        fields,
                                                        scope.inputs(),
                                                        context.connection()))
                                        .orElse(fields);
                        in(given, added.fields().group()).setAll(named);
                    }
                });
        for (OutputSpec output : action.outputs()) {
            in(given, output.field().group()).set(output.field().key(), output.of(reply, scope));
        }
        return given;
    }

    private static ObjectNode in(ObjectNode given, String group) {
        return group.isEmpty() ? given : given.withObjectProperty(group);
    }
}
