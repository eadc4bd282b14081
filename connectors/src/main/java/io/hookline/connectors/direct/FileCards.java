package io.hookline.connectors.direct;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.http.DirectCall;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;
import io.hookline.outbound.Answer;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Cards that get files from the web, send them there, and look at them. */
@Connector(id = "filefunctions", name = "File", version = "1.0.37", connects = false)
public final class FileCards {
    private static final String FILE = "File Content";

    /** What one text can hold, in bytes before Base64. */
    private static final int LARGEST = 7 * 1024 * 1024;

    private static final int LARGEST_REPLY = 4 * 1024 * 1024;

    private final Calls calls;

    public FileCards(Calls calls) {
        this.calls = calls;
    }

    /** What a download gives. */
    public record Downloaded(
            @Field(group = "File", key = FILE) @Help("The file") FileContent content,
            @Field(group = "File", key = "Filename") @Help("Its name") String name,
            @Field(group = "File", key = "Size") @Help("How many bytes it has") int size) {}

    @Card(
            id = "filefunctions.largeDownload",
            title = "Download",
            help =
                    "Gets a file of up to 7 MB from an address. Redirects are not followed, so"
                        + " links for sharing a file do not work; a header can carry credentials.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"Location": {"URL": "https://example.org/report.csv"}}\
                    """,
            out =
                    """
                    {"File": {"File Content": {"name": "report.csv", "contentType": "text/csv", "base64": "YSxiCg=="},
                     "Filename": "report.csv", "Size": 4}}\
                    """)
    public Downloaded download(
            @Field(group = "Location", key = "URL") @Help("The address, http or https") String url,
            @Field(group = "Headers", type = FieldType.TEXT) @Help("Headers to send.")
                    CustomFields headers,
            @Field(group = "Query", type = FieldType.TEXT)
                    @Help("Fields of the query, appended to the address.")
                    CustomFields query) {
        DirectCall call =
                new DirectCall(
                        "GET",
                        DirectCall.uri(url, texts(query)),
                        DirectCall.headers(texts(headers)),
                        new byte[0],
                        LARGEST);
        Answer answer = calls.send(call);
        String name = FileNames.of(answer.header("Content-Disposition"), call.uri());
        String type = answer.header("Content-Type").orElse("application/octet-stream");
        return new Downloaded(
                FileContent.of(name, type, answer.body()), name, answer.body().length);
    }

    /** What an upload gives. */
    public record Uploaded(
            @Field(group = "Body") @Help("Members of the JSON object that came back, by key.")
                    CustomFields body,
            @Field(group = "Raw Body", key = "body") @Help("What came back") String raw) {}

    @Card(
            id = "filefunctions.largeUpload",
            title = "Upload",
            help =
                    "Sends the bytes of a file to an address. Which type they have says a header"
                            + " Content-Type, when you add it.",
            effect = Effect.CHANGE,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"File": {"File Content": {"name": "a.csv", "contentType": "text/csv", "base64": "YSxiCg=="}},
                     "Destination": {"URL": "https://example.org/files", "Method": "PUT"}}\
                    """,
            out =
                    """
                    {"Raw Body": {"body": ""}}\
                    """)
    public Uploaded upload(
            CardContext context,
            @Field(group = "File", key = FILE) @Help("The file") FileContent file,
            @Field(group = "Destination", key = "URL") @Help("The address, http or https")
                    String url,
            @Field(
                            group = "Destination",
                            key = "Method",
                            choices = {"PUT", "POST"},
                            whenBlank = "PUT")
                    @Help("The method")
                    Optional<String> method,
            @Field(group = "Headers", type = FieldType.TEXT) @Help("Headers to send.")
                    CustomFields headers) {
        String wanted = method.orElse("PUT").strip().toUpperCase(Locale.ROOT);
        if (!wanted.equals("PUT") && !wanted.equals("POST")) {
            throw new CardFailure.Invalid(
                    "The input \"Method\" is \"" + wanted + "\", expected PUT or POST.");
        }
        Map<String, String> sent = texts(headers);
        sent.putIfAbsent("Idempotency-Key", context.idempotencyKey());
        Answer answer =
                calls.send(
                        new DirectCall(
                                wanted,
                                DirectCall.uri(url, Map.of()),
                                DirectCall.headers(sent),
                                bytes(file),
                                LARGEST_REPLY));
        return new Uploaded(new CustomFields(members(answer.text())), answer.text());
    }

    private static byte[] bytes(FileContent file) {
        try {
            return file.bytes();
        } catch (TypeMismatch noBase64) {
            throw new CardFailure.Invalid(
                    "The file \"" + file.name() + "\" is not in Base64, as files are.");
        }
    }

    /** The members of a JSON object; none when the text is another. */
    private static Map<String, JsonNode> members(String text) {
        var members = new HashMap<String, JsonNode>();
        try {
            JsonText.read(text)
                    .properties()
                    .forEach(entry -> members.put(entry.getKey(), entry.getValue()));
        } catch (TypeMismatch noJson) {
            return Map.of();
        }
        return members;
    }

    static Map<String, String> texts(CustomFields fields) {
        var texts = new LinkedHashMap<String, String>();
        fields.values()
                .forEach((key, value) ->
                        texts.put(key, Conversion.convert(value, ValueType.TEXT).asText()));
        return texts;
    }

    /** What is known of a file. */
    public record Info(
            @Field(group = "File", key = "Filename") @Help("Its name") String name,
            @Field(group = "File", key = "Extension")
                    @Help("What its name has behind the last dot; blank when there is none")
                    String extension,
            @Field(group = "File", key = "Size") @Help("How many bytes it has") int size,
            @Field(group = "File", key = "Created")
                    @Help("Always blank: files between cards have no dates")
                    Optional<Instant> created,
            @Field(group = "File", key = "Updated") @Help("Always blank")
                    Optional<Instant> updated) {}

    @Card(id = "filefunctions.info", title = "File Info", help = "Gives name and size of a file.")
    @Example(
            in =
                    """
                    {"File": {"File Content": {"name": "a.tar.gz", "contentType": "application/gzip", "base64": "YSxiCg=="}}}\
                    """,
            out =
                    """
                    {"File": {"Filename": "a.tar.gz", "Extension": "gz", "Size": 4, "Created": null, "Updated": null}}\
                    """)
    public Info info(@Field(group = "File", key = FILE) @Help("The file") FileContent file) {
        int dot = file.name().lastIndexOf('.');
        return new Info(
                file.name(),
                dot < 1 ? "" : file.name().substring(dot + 1),
                bytes(file).length,
                Optional.empty(),
                Optional.empty());
    }
}
