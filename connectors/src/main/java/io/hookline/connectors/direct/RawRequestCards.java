package io.hookline.connectors.direct;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.http.DirectCall;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.EffectWhen;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;
import io.hookline.outbound.Answer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The older card for any HTTP request. */
@Category(Category.API_CONNECTOR)
public final class RawRequestCards {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int LARGEST = 4 * 1024 * 1024;

    private final Calls calls;

    public RawRequestCards(Calls calls) {
        this.calls = calls;
    }

    /** What came back. */
    public record Answered(
            @Help("The status") int statusCode,
            @Help("The headers by name, in lower case") ObjectNode headers,
            @Help("The body, as it is") String body) {}

    @Card(
            id = "http.raw",
            title = "Raw Request",
            help =
                    "Sends an HTTP request without a connection and gives the body that comes back"
                            + " as text. A status outside 200 to 299 is an error.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.UNCERTAIN)
    @EffectWhen(key = "method", is = "GET", effect = Effect.READ)
    @EffectWhen(
            key = "method",
            is = {"POST", "PUT", "PATCH"},
            effect = Effect.CHANGE)
    @Example(
            in =
                    """
                    {"url": "https://example.org/api", "method": "POST", "body": "{}"}\
                    """,
            out =
                    """
                    {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": "{}"}\
                    """)
    public Answered raw(
            CardContext context,
            @Help("The address, http or https") String url,
            @Field(choices = {"GET", "POST", "PUT", "PATCH", "DELETE"}) @Help("The method")
                    String method,
            @Help("Headers by name") Optional<ObjectNode> headers,
            @Help("Fields of the query, appended to the address") Optional<ObjectNode> query,
            @Field(type = FieldType.MULTILINE_TEXT) @Help("The body, sent as it is")
                    Optional<String> body,
            @Field(group = "ssl", type = FieldType.TEXT)
                    @Help("Client certificates, which are not supported: must be blank.")
                    CustomFields ssl) {
        String wanted = method.strip().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(wanted)) {
            throw new CardFailure.Invalid(
                    "The input \"method\" is \""
                            + method
                            + "\", expected one of "
                            + String.join(", ", METHODS)
                            + ".");
        }
        ssl.values()
                .forEach((key, value) -> {
                    if (!Conversion.isBlank(value)) {
                        throw new CardFailure.Invalid(
                                "The input \"ssl/"
                                        + key
                                        + "\" is set, but requests with client certificates are not"
                                        + " supported.");
                    }
                });
        Map<String, String> sent = texts(headers);
        if (!wanted.equals("GET")) {
            sent.putIfAbsent("Idempotency-Key", context.idempotencyKey());
        }
        Answer answer =
                calls.send(
                        new DirectCall(
                                wanted,
                                DirectCall.uri(url, texts(query)),
                                DirectCall.headers(sent),
                                body.orElse("").getBytes(StandardCharsets.UTF_8),
                                LARGEST));
        ObjectNode received = JsonNodeFactory.instance.objectNode();
        answer.headers()
                .forEach(header ->
                        received.put(header.name().toLowerCase(Locale.ROOT), header.value()));
        return new Answered(answer.status(), received, answer.text());
    }

    private static Map<String, String> texts(Optional<ObjectNode> object) {
        var texts = new LinkedHashMap<String, String>();
        object.ifPresent(given ->
                given.properties()
                        .forEach(entry ->
                                texts.put(
                                        entry.getKey(),
                                        Conversion.convert(entry.getValue(), ValueType.TEXT)
                                                .asText())));
        return texts;
    }
}
