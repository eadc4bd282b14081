package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Pages;
import io.hookline.flow.card.Secret;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.testing.okta.SimulatedOrg;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Runs single cards of Okta against a simulated org, as a flow with these inputs would. */
final class OktaTrial implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    final SimulatedOrg org = SimulatedOrg.start(InstantSource.fixed(NOW));
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final CardCatalog catalog =
            CardCatalog.of()
                    .withAll(
                            OktaCards.all(new Calls(sender, InstantSource.fixed(NOW), time -> {})));

    /** What a helper flow was given. */
    final List<JsonNode> streamed = new ArrayList<>();

    /** Inputs that are linked, as {@code group/key}. */
    final Set<String> linked = new HashSet<>();

    URI baseUrl = org.url();
    Auth auth = new Auth.Token(new Secret(SimulatedOrg.TOKEN));

    /**
     * Runs a card.
     *
     * @param inputs as JSON with single quotes, groups as nested objects
     * @return its outputs in the same form
     */
    JsonNode run(String card, String inputs) {
        return run(card, (ObjectNode) JsonText.read(inputs.replace('\'', '"')));
    }

    JsonNode run(String card, ObjectNode inputs) {
        CardDefinition definition =
                catalog.find(card.contains(".") ? card : "okta." + card).orElseThrow();
        CardMethod method = definition.method().orElseThrow();
        Object[] arguments =
                method.parameters().stream()
                        .map(parameter -> argument(definition, parameter, inputs))
                        .toArray();
        try {
            return (JsonNode) method.call(arguments);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Object argument(CardDefinition card, Parameter parameter, ObjectNode inputs) {
        return switch (parameter) {
            case Parameter.Context context -> new Context();
            case Parameter.Value value -> {
                JsonNode given = inputs.path(value.field().group()).path(value.field().key());
                Optional<JsonNode> some =
                        given.isMissingNode() || Conversion.isBlank(given)
                                ? Optional.empty()
                                : Optional.of(Conversion.convert(given, value.field().type()));
                yield value.optional() ? some : some.orElseThrow();
            }
            case Parameter.Custom custom -> added(card, custom.group(), inputs);
            case Parameter.Everything everything -> throw new AssertionError(everything);
        };
    }

    private static CustomFields added(CardDefinition card, String group, ObjectNode inputs) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        inputs.path(group)
                .properties()
                .forEach(field -> {
                    boolean named =
                            card.inputs().stream()
                                    .anyMatch(declared -> declared.is(group, field.getKey()));
                    if (!named) {
                        fields.put(field.getKey(), field.getValue());
                    }
                });
        return new CustomFields(fields);
    }

    /** The only request so far, with its query. */
    String asked() {
        return org.requests().getLast().toString();
    }

    String query(String name) {
        return org.requests().getLast().query().get(name);
    }

    /** The name of the first group, streamed as an answer that is no list. */
    String streamedGroup() {
        String id = run("searchGroups", "{'Inputs': {'Query': 'G0'}}").at("/Result/ID").asText();
        JsonNode result =
                run(
                        "hTTPRequest",
                        "{'parameters': {'requestType': 'GET(Streaming)'}, 'Request': {'Relative"
                                + " URL': '/api/v1/groups/"
                                + id
                                + "'}}");
        return result.at("/Response/Records Streamed").asInt() == 1
                ? streamed.getFirst().at("/profile/name").asText()
                : "streamed " + streamed.size();
    }

    /** A list with one user. */
    JsonNode users() {
        String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
        return JsonNodeFactory.instance.arrayNode().add(org.user(ada));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        org.close();
        sender.close();
    }

    private final class Context implements CardContext {
        @Override
        public UUID execution() {
            return new UUID(1, 2);
        }

        @Override
        public String idempotencyKey() {
            return "execution/7";
        }

        @Override
        public Mode mode() {
            return Mode.ON;
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public Connection connection() {
            return new Connection("c1", "Our org", "okta", Optional.of(baseUrl), auth);
        }

        @Override
        public List<DeclaredField> outputs() {
            return List.of();
        }

        @Override
        public boolean isLinked(String group, String key) {
            return linked.contains(group + "/" + key);
        }

        @Override
        public long stream(Pages pages) {
            Pages.Page page = pages.fetch(Optional.empty());
            streamed.addAll(page.records());
            while (page.next().isPresent()) {
                page = pages.fetch(page.next());
                streamed.addAll(page.records());
            }
            return streamed.size();
        }
    }
}
