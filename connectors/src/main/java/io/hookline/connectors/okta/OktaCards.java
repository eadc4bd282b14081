package io.hookline.connectors.okta;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.rest.Action;
import io.hookline.connectors.rest.RestApi;
import io.hookline.flow.card.CardDefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The actions of the connectors Okta and Okta Realms. The events are {@link OktaEvents}. */
public final class OktaCards {
    /** The connectors whose connections lead to an org. */
    public static final Set<String> CONNECTORS = Set.of("okta", "oktarealms");

    /** The word before an API token. */
    public static final String TOKEN_SCHEME = "SSWS";

    private OktaCards() {}

    /** The API of an org, for cards that serve other systems, too. */
    public static RestApi api(Calls calls) {
        return new OktaApi(calls);
    }

    /** All of them, in the order in which people find them. */
    public static List<CardDefinition> all(Calls calls) {
        RestApi api = new OktaApi(calls);
        List<CardDefinition> cards = new ArrayList<>();
        Stream.of(
                        UserActions.all(),
                        SearchActions.all(),
                        GroupActions.all(),
                        ApplicationActions.all(),
                        SecurityActions.all(),
                        ImportActions.all(),
                        RealmActions.all())
                .flatMap(List::stream)
                .map((Action action) -> action.build(api))
                .forEach(cards::add);
        cards.add(ImportActions.bulkUserImport(api));
        cards.add(ImportActions.mapProfileSourceAttributes());
        cards.add(CustomApiAction.card(api));
        return List.copyOf(cards);
    }
}
