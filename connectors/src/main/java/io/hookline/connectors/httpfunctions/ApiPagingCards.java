package io.hookline.connectors.httpfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.httpfunctions.ApiConnectorCards.Target;
import io.hookline.connectors.httpfunctions.ApiPages.Collected;
import io.hookline.connectors.httpfunctions.ApiPages.Paging;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FlowId;
import io.hookline.flow.card.Help;

import java.util.List;
import java.util.Optional;

/** The card of the API Connector that reads lists which come page by page. */
@Connector(id = "httpfunctions", name = "API Connector", version = "1.0.24")
public final class ApiPagingCards {
    private static final int USUAL_PAGES = 100;
    private static final int MOST_PAGES = 100_000;

    private final ApiRequests requests;

    public ApiPagingCards(Calls calls) {
        requests = new ApiRequests(calls);
    }

    /** What was read. */
    public record Read(
            @Field(group = "Result", key = "Records") @Help("The records of all pages")
                    List<JsonNode> records,
            @Field(group = "Result", key = "Pages")
                    @Help("How many pages were read, when the records are a list")
                    Optional<Integer> pages,
            @Field(group = "Result", key = "More")
                    @Help(
                            "Whether there are more pages than Maximum Pages, when the records are"
                                    + " a list")
                    Optional<Boolean> more,
            @Field(group = "Result", key = "Records Streamed")
                    @Help("How many records were given to the helper flow, when they are streamed")
                    Optional<Long> streamed) {}

    @Card(
            id = "httpfunctions.getPages",
            title = "Get Pages",
            help =
                    "Reads a list that another system gives page by page, with GET: as one list of"
                        + " up to 4 MB, or record by record with a helper flow. Pages come from the"
                        + " origin of the first one, or from those that the connection allows.",
            effect = Effect.READ,
            streams = true)
    @Example(
            in =
                    """
                    {"Request": {"URL": "https://api.example.org/users"},
                     "Paging": {"Next Page": "Link header", "Maximum Pages": 10}}\
                    """,
            out =
                    """
                    {"Result": {"Records": [{"id": 1, "name": "Ada"}], "Pages": 1, "More": false,
                     "Records Streamed": null}}\
                    """)
    public Read getPages(
            CardContext context,
            @Field(group = "Request", key = "URL")
                    @Help(
                            "The address of the first page, or a path below the connection's base"
                                    + " URL")
                    String url,
            @Field(group = "Request", key = "Query")
                    @Help("Parameters for the address: an object, or a text as a=1&b=2")
                    Optional<JsonNode> query,
            @Field(group = "Request", key = "Headers") @Help("Headers by name")
                    Optional<ObjectNode> headers,
            @Field(
                            choices = {
                                Paging.LINK,
                                Paging.ADDRESS,
                                Paging.VALUE,
                                Paging.NUMBER,
                                Paging.OFFSET
                            },
                            whenBlank = Paging.LINK,
                            group = "Paging",
                            key = "Next Page")
                    @Help(
                            "What leads to the next page: a header Link with rel=next, its address"
                                + " in the body, a value in the body for a parameter of the query,"
                                + " or a parameter that counts pages from 1 or records from 0")
                    Optional<String> way,
            @Field(group = "Paging", key = "Records")
                    @Help(
                            "Where the list is in the body, such as data.users; the body itself"
                                    + " when blank")
                    Optional<String> records,
            @Field(group = "Paging", key = "Next Path")
                    @Help("Where the body has the address or the value, such as meta.next")
                    Optional<String> next,
            @Field(group = "Paging", key = "Parameter")
                    @Help("The parameter of the query for the value, the page or the record")
                    Optional<String> parameter,
            @Field(whenBlank = "100", group = "Paging", key = "Maximum Pages")
                    @Help("How many pages are read at most, 1 to 100,000")
                    Optional<Integer> most,
            @Field(group = "Streaming", key = "Flow")
                    @Help(
                            "The helper flow that gets each record as Record; a list is given when"
                                    + " none is chosen")
                    Optional<FlowId> helper) {
        ApiPages pages =
                requests.pages(
                        context,
                        new Target(url, query, headers),
                        paging(
                                way.orElse(Paging.LINK),
                                records.orElse("").strip(),
                                next.orElse("").strip(),
                                parameter.orElse("").strip(),
                                most.orElse(USUAL_PAGES)));
        if (context.streams()) {
            long streamed = context.stream(pages::streamed);
            return new Read(List.of(), Optional.empty(), Optional.empty(), Optional.of(streamed));
        }
        Collected all = pages.all();
        return new Read(
                all.records(), Optional.of(all.pages()), Optional.of(all.more()), Optional.empty());
    }

    private static Paging paging(
            String way, String records, String next, String parameter, int most) {
        boolean isInBody = way.equals(Paging.ADDRESS) || way.equals(Paging.VALUE);
        if (isInBody && next.isEmpty()) {
            throw missing(way, "Next Path", "where the body has it, such as meta.next");
        }
        boolean isLink = way.equals(Paging.LINK) || way.equals(Paging.ADDRESS);
        if (!isLink && parameter.isEmpty()) {
            throw missing(way, "Parameter", "the parameter of the query for it, such as page");
        }
        if (most < 1 || most > MOST_PAGES) {
            throw new CardFailure.Invalid(
                    "The input \"Maximum Pages\" is "
                            + most
                            + ", expected 1 to "
                            + MOST_PAGES
                            + ".");
        }
        return new Paging(way, records, next, parameter, most);
    }

    private static CardFailure.Invalid missing(String way, String input, String what) {
        return new CardFailure.Invalid(
                "With \"" + way + "\" the input \"" + input + "\" must say " + what + ".");
    }
}
