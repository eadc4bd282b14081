package io.hookline.connectors.httpfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.EffectWhen;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

import java.util.Optional;

/**
 * Cards that send any HTTP request. What a request does is known to its receiver alone, so whatever
 * may change something counts as a change, and is not repeated without a word.
 */
@Connector(id = "httpfunctions", name = "API Connector", version = "1.0.24")
public final class ApiConnectorCards {
    private static final String URL = "The address, or a path below the connection's base URL";
    private static final String QUERY =
            "Parameters for the address: an object, or a text as a=1&b=2";
    private static final String HEADERS = "Headers by name";
    private static final String BODY =
            "What is sent: an object or list as JSON, a text as it is, a file as its bytes. With"
                    + " the header Content-Type application/x-www-form-urlencoded or"
                    + " multipart/form-data an object is a form";

    private final ApiRequests requests;

    public ApiConnectorCards(Calls calls) {
        requests = new ApiRequests(calls);
    }

    /** An answer whose body is a value. */
    public record Response(
            @Field(group = "Response", key = "Status Code") @Help("The status, 200 to 299")
                    int status,
            @Field(group = "Response", key = "Headers")
                    @Help("The headers of the answer, names in lower case")
                    ObjectNode headers,
            @Field(group = "Response", key = "Body")
                    @Help(
                            "The body: JSON as its value, anything else as text; a file where the"
                                    + " output is declared File")
                    JsonNode body) {}

    /** An answer whose body is a text. */
    public record RawResponse(
            @Field(group = "Response", key = "Status Code") @Help("The status, 200 to 299")
                    int status,
            @Field(group = "Response", key = "Headers")
                    @Help("The headers of the answer, names in lower case")
                    ObjectNode headers,
            @Field(group = "Response", key = "Body") @Help("The body as text") String body) {}

    /** Where a request goes, and how. */
    public record Target(
            @Field(group = "Request", key = "URL") @Help(URL) String url,
            @Field(group = "Request", key = "Query") @Help(QUERY) Optional<JsonNode> query,
            @Field(group = "Request", key = "Headers") @Help(HEADERS)
                    Optional<ObjectNode> headers) {}

    @Card(
            id = "httpfunctions.get",
            title = "Get",
            help = "Sends a GET request and gives the answer.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"Request": {"URL": "https://api.example.org/users", "Query": {"department": "Sales"},
                     "Headers": {"Accept": "application/json"}}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 200, "Headers": {"content-type": "application/json"},
                     "Body": [{"id": 1, "name": "Ada"}]}}\
                    """)
    public Response get(
            CardContext context,
            Target target,
            @Field(
                            choices = {"Yes", "No"},
                            whenBlank = "No",
                            group = "parameters",
                            key = "followRedirects",
                            label = "Follow Redirects?")
                    @Help(
                            "Whether up to five redirects are followed, within the same origin and"
                                    + " to allowedOrigins of the connection; else one is an error")
                    Optional<String> followRedirects) {
        return followRedirects.filter("Yes"::equalsIgnoreCase).isPresent()
                ? requests.getFollowing(context, target)
                : requests.send(context, "GET", target, Optional.empty());
    }

    @Card(
            id = "httpfunctions.post",
            title = "Post",
            help = "Sends a POST request and gives the answer.",
            effect = Effect.CHANGE,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Request": {"URL": "https://api.example.org/users", "Body": {"name": "Ada"}}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 201, "Headers": {"content-type": "application/json"},
                     "Body": {"id": 1, "name": "Ada"}}}\
                    """)
    public Response post(
            CardContext context,
            Target target,
            @Field(group = "Request", key = "Body") @Help(BODY) Optional<JsonNode> body) {
        return requests.send(context, "POST", target, body);
    }

    @Card(
            id = "httpfunctions.put",
            title = "Put",
            help = "Sends a PUT request and gives the answer.",
            effect = Effect.CHANGE,
            repeat = Repeat.HARMLESS)
    @Example(
            in =
                    """
                    {"Request": {"URL": "https://api.example.org/users/1", "Body": {"name": "Ada"}}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 200, "Headers": {"content-type": "application/json"},
                     "Body": {"id": 1, "name": "Ada"}}}\
                    """)
    public Response put(
            CardContext context,
            Target target,
            @Field(group = "Request", key = "Body") @Help(BODY) Optional<JsonNode> body) {
        return requests.send(context, "PUT", target, body);
    }

    @Card(
            id = "httpfunctions.patch",
            title = "Patch",
            help = "Sends a PATCH request and gives the answer.",
            effect = Effect.CHANGE,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Request": {"URL": "https://api.example.org/users/1", "Body": {"title": "Dr."}}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 200, "Headers": {"content-type": "application/json"},
                     "Body": {"id": 1, "name": "Ada", "title": "Dr."}}}\
                    """)
    public Response patch(
            CardContext context,
            Target target,
            @Field(group = "Request", key = "Body") @Help(BODY) Optional<JsonNode> body) {
        return requests.send(context, "PATCH", target, body);
    }

    @Card(
            id = "httpfunctions.delete",
            title = "Delete",
            help = "Sends a DELETE request and gives the answer.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Request": {"URL": "https://api.example.org/users/1"}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 204, "Headers": {}, "Body": null}}\
                    """)
    public Response delete(
            CardContext context,
            Target target,
            @Field(group = "Request", key = "Body") @Help(BODY) Optional<JsonNode> body) {
        return requests.send(context, "DELETE", target, body);
    }

    @Card(
            id = "httpfunctions.raw",
            title = "Raw Request",
            help = "Sends a request with a text as its body and gives the answer's body as text.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.UNCERTAIN)
    @EffectWhen(group = "Request", key = "Method", is = "GET", effect = Effect.READ)
    @EffectWhen(
            group = "Request",
            key = "Method",
            is = {"POST", "PUT", "PATCH"},
            effect = Effect.CHANGE)
    @Example(
            in =
                    """
                    {"Request": {"URL": "https://api.example.org/token", "Method": "POST",
                     "Headers": {"Content-Type": "application/x-www-form-urlencoded"},
                     "Body": "grant_type=client_credentials"}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 200, "Headers": {"content-type": "application/json"},
                     "Body": "{\\"expires_in\\":3600}"}}\
                    """)
    public RawResponse raw(
            CardContext context,
            @Field(group = "Request", key = "URL") @Help(URL) String url,
            @Field(
                            choices = {"GET", "POST", "PUT", "PATCH", "DELETE"},
                            whenBlank = "GET",
                            group = "Request",
                            key = "Method")
                    @Help("The method")
                    Optional<String> method,
            @Field(group = "Request", key = "Query") @Help(QUERY) Optional<JsonNode> query,
            @Field(group = "Request", key = "Headers") @Help(HEADERS) Optional<ObjectNode> headers,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Request", key = "Body")
                    @Help("The text that is sent, as it is")
                    Optional<String> body) {
        return requests.sendRaw(
                context,
                method.orElse("GET"),
                new Target(url, query, headers),
                body.map(TextNode::valueOf));
    }
}
