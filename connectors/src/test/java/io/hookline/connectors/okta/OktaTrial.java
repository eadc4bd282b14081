package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TrialContext;
import io.hookline.connectors.files.CardTrial;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.Secret;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.testing.okta.SimulatedOrg;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        Connection connection = new Connection("c1", "Our org", "okta", Optional.of(baseUrl), auth);
        return CardTrial.run(
                definition, inputs, new TrialContext(connection, NOW, linked, streamed));
    }

    /** The fields of a group of inputs, as the org names them. */
    List<FieldDefinition> fields(String card, String group, String inputs) {
        Connection connection = new Connection("c1", "Our org", "okta", Optional.of(baseUrl), auth);
        return catalog.find("okta." + card).orElseThrow().moreInputs().stream()
                .filter(more -> more.group().equals(group))
                .flatMap(more -> more.loaded().stream())
                .findFirst()
                .orElseThrow()
                .load(connection, (ObjectNode) JsonText.read(inputs.replace('\'', '"')));
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
}
