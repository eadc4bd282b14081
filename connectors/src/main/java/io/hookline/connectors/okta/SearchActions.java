package io.hookline.connectors.okta;

import static io.hookline.connectors.okta.OktaFields.action;
import static io.hookline.connectors.okta.OktaFields.needed;
import static io.hookline.connectors.okta.OktaFields.option;
import static io.hookline.connectors.okta.OktaFields.text;

import io.hookline.connectors.rest.Action;
import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.Listing.Set;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.value.Dates;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Searches for users and for events of the System Log. */
final class SearchActions {
    private static final String USERS = "/api/v1/users";
    private static final String RESULT = "Result";
    private static final String CUSTOM_SEARCH = "Custom Search Criteria";
    private static final String CUSTOM_FILTER = "Custom Filter";
    private static final String SEARCH_BY = "Search By";

    private SearchActions() {}

    static List<Action> all() {
        return List.of(
                listUsersWithSearch(), listUsersWithFilter(), searchUsers(), searchSystemLogs());
    }

    private static Action listUsersWithSearch() {
        return action(
                        "listUsersWithSearch",
                        "List Users with Search",
                        "Finds users by attributes that equal a value, or by a search expression.")
                .in(
                        text(
                                Criteria.GROUP,
                                CUSTOM_SEARCH,
                                "A search expression, such as profile.department sw \"Sales\""),
                        text(
                                        "Sort",
                                        "sortBy",
                                        "The attribute that orders them, for example created")
                                .labelled("Sort By"),
                        text("Sort", "sortOrder", "ASC or DESC").labelled("Sort Order"))
                .inAdded(Criteria.GROUP, "Attributes that must equal a value, such as status.")
                .get(USERS)
                .query("search", (inputs, context) -> Criteria.of(inputs, context, CUSTOM_SEARCH))
                .query("sortBy", inputs -> inputs.text("Sort", "sortBy"))
                .query("sortOrder", SearchActions::order)
                .lists(
                        matching(Listing.of(RESULT, "Users", "The users", OktaShapes.USER, 200))
                                .limitedBy("Search Criteria", "Limit"))
                .example(
                        "{'parameters': {'resultSet': 'First 200 Matching Records'}, 'Search"
                            + " Criteria': {'Custom Search Criteria': 'profile.department eq 1'}}",
                        "{'Result': {'Users': [{'ID': '00u1ada', 'Status': 'ACTIVE'}]}}");
    }

    private static Optional<String> order(GivenInputs inputs) {
        return inputs.text("Sort", "sortOrder").map(word -> word.strip().toLowerCase(Locale.ROOT));
    }

    private static Action listUsersWithFilter() {
        return action(
                        "listUsersWithFilter",
                        "List Users with Filter",
                        "Finds users by attributes that equal a value, or by a filter expression."
                                + " Changes are seen at once, but fewer attributes can be used than"
                                + " in List Users with Search.")
                .in(
                        text(
                                Criteria.GROUP,
                                CUSTOM_FILTER,
                                "A filter expression, such as status eq \"STAGED\""))
                .inAdded(Criteria.GROUP, "Attributes that must equal a value, such as status.")
                .get(USERS)
                .query("filter", (inputs, context) -> Criteria.of(inputs, context, CUSTOM_FILTER))
                .lists(matching(Listing.of(RESULT, "Users", "The users", OktaShapes.USER, 200)))
                .example(
                        "{'Search Criteria': {'status': 'SUSPENDED'}}",
                        "{'Result': {'ID': '00u1ada', 'Status': 'SUSPENDED'}}");
    }

    private static Action searchUsers() {
        return action(
                        "searchUsers",
                        "Find Users",
                        "Finds users whose first name, last name or e-mail address begins with a"
                                + " text.")
                .in(
                        needed(
                                Criteria.GROUP,
                                "Query",
                                "Query",
                                "What the name or address begins with"))
                .get(USERS)
                .query("q", inputs -> inputs.text(Criteria.GROUP, "Query"))
                .lists(matching(Listing.of(RESULT, "Users", "The users", OktaShapes.USER, 200)))
                .example(
                        "{'Search Criteria': {'Query': 'ada'}}",
                        "{'Result': {'ID': '00u1ada', 'Status': 'ACTIVE'}}");
    }

    private static Action searchSystemLogs() {
        return action(
                        "searchSystemLogs",
                        "Search System Logs",
                        "Finds events of the System Log, oldest first.")
                .in(
                        option(
                                "searchBy",
                                "Search By",
                                "Expression for a filter, Keyword for words that occur",
                                "Expression",
                                "Keyword"),
                        text(
                                SEARCH_BY,
                                CUSTOM_FILTER,
                                "A filter, such as eventType eq \"user.session.start\""),
                        text(SEARCH_BY, "Keyword", "Words that occur in the event"),
                        date("since", "Since", "From this time on; seven days back when blank"),
                        date("until", "Until", "Up to this time; now when blank"))
                .get("/api/v1/logs")
                .query(
                        "filter",
                        (inputs, context) -> given(inputs, context, "Expression", CUSTOM_FILTER))
                .query("q", (inputs, context) -> given(inputs, context, "Keyword", "Keyword"))
                .query("since", inputs -> inputs.text("Date", "since"))
                .query(
                        "until",
                        (inputs, context) ->
                                inputs.text("Date", "until")
                                        .or(() -> Optional.of(Dates.text(context.now()))))
                .lists(
                        matching(
                                Listing.of(
                                        RESULT,
                                        "System Logs",
                                        "The events",
                                        OktaShapes.LOG_EVENT,
                                        200)))
                .example(
                        "{'parameters': {'resultSet': 'First 200 Matching Records', 'searchBy':"
                                + " 'Keyword'}, 'Search By': {'Keyword': 'phishing'}}",
                        "{'Result': {'System Logs': [{'UUID': 'e1', 'Event Type':"
                                + " 'user.authentication.auth_via_mfa'}]}}");
    }

    private static FieldDefinition date(String key, String label, String help) {
        return FieldDefinition.of(key, FieldType.DATE, help).labelled(label).in("Date");
    }

    /** The text of the chosen kind of search. */
    private static Optional<String> given(
            GivenInputs inputs, CardContext context, String kind, String key) {
        boolean chosen = inputs.option("searchBy").orElse("Expression").equalsIgnoreCase(kind);
        if (!chosen) {
            return Optional.empty();
        }
        Optional<String> text = inputs.text(SEARCH_BY, key);
        if (text.isEmpty() && context.isLinked(SEARCH_BY, key)) {
            throw new CardFailure.Invalid(
                    "The input \""
                            + key
                            + "\" is linked, but came without a value. The search would find any"
                            + " event without it.");
        }
        return text;
    }

    /** The result sets of a search; "All Matching Records" is that of older files. */
    static Listing matching(Listing listing) {
        return listing.when("First Matching Record", Set.FIRST)
                .when("First 200 Matching Records", Set.PAGE)
                .when("Stream Matching Records", Set.STREAM)
                .when("All Matching Records", Set.ALL);
    }
}
