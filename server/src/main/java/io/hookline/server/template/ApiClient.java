package io.hookline.server.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Host;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.server.json.Json;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server, asked through its API with a token. */
public final class ApiClient implements AutoCloseable {
    private static final String OURS = "/api/hookline/v1";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 16_000_000;
    private static final int MOST_CAUSES = 5;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"next\"");

    private final URI url;
    private final Transport transport;
    private final Runnable closing;

    /** The person at the command line named the server, so it may be anywhere. */
    public ApiClient(URI url, String token) {
        HttpSender sender = new HttpSender(new AddressGuard(List.of(Host.of(url).text()), true));
        this.url = url;
        this.transport =
                (method, address, body) ->
                        sender.send(
                                new Request(
                                        method,
                                        URI.create(url + address),
                                        List.of(
                                                new Request.Header(
                                                        "Authorization", "SSWS " + token),
                                                new Request.Header(
                                                        "Content-Type", "application/json"),
                                                new Request.Header("Accept", "application/json")),
                                        body,
                                        TIMEOUT,
                                        MAX_ANSWER));
        this.closing = sender::close;
    }

    /** A server that is asked in another way, with credentials of its own. */
    public ApiClient(URI url, Transport transport) {
        this.url = url;
        this.transport = transport;
        this.closing = () -> {};
    }

    /** Takes a request to the server, with credentials. */
    @FunctionalInterface
    public interface Transport {
        /**
         * @param address a path with its query
         * @throws OutboundFailure when there is no answer
         */
        Answer send(String method, String address, byte[] body);
    }

    URI url() {
        return url;
    }

    /**
     * Calls one address and expects that it succeeds.
     *
     * @param path below our part of the API, or a whole one that begins with {@code /api/}
     */
    public JsonNode call(String method, String path, JsonNode body) {
        Answer answer = send(method, path, body);
        if (answer.status() / 100 != 2) {
            throw refused(method, path, answer);
        }
        return json(answer);
    }

    public JsonNode get(String path) {
        return call("GET", path, Json.MAPPER.missingNode());
    }

    public JsonNode post(String path) {
        return call("POST", path, Json.MAPPER.missingNode());
    }

    /** Every item of a list, page by page. */
    public ArrayNode list(String path) {
        ArrayNode items = Json.MAPPER.createArrayNode();
        Optional<String> next = Optional.of(path);
        while (next.isPresent()) {
            Answer answer = send("GET", next.get(), Json.MAPPER.missingNode());
            if (answer.status() != 200) {
                throw refused("GET", path, answer);
            }
            json(answer).forEach(items::add);
            next =
                    answer.headers().stream()
                            .filter(header -> header.name().equalsIgnoreCase("link"))
                            .map(header -> NEXT.matcher(header.value()))
                            .filter(Matcher::find)
                            .map(found -> URI.create(found.group(1)))
                            .map(link -> link.getRawPath() + "?" + link.getRawQuery())
                            .findFirst();
        }
        return items;
    }

    private Answer send(String method, String path, JsonNode body) {
        try {
            return ask(method, path, body);
        } catch (OutboundFailure e) {
            throw new TemplateRefused(
                    "The server at " + url + " could not be asked: " + e.getMessage());
        }
    }

    /**
     * Calls one address, whatever it answers.
     *
     * @param path below our part of the API, or a whole one that begins with {@code /api/}
     * @param body a missing node for none
     * @throws OutboundFailure when there is no answer
     */
    public Answer ask(String method, String path, JsonNode body) {
        String whole = path.startsWith("/api/") ? path : OURS + path;
        return transport.send(method, whole, body.isMissingNode() ? new byte[0] : Json.bytes(body));
    }

    private TemplateRefused refused(String method, String path, Answer answer) {
        if (answer.status() == 401) {
            return new TemplateRefused(unknownToken());
        }
        String causes = String.join(" ", causes(json(answer), MOST_CAUSES));
        return new TemplateRefused(
                "The server answered %d to %s %s: %s"
                        .formatted(
                                answer.status(), method, path.replaceFirst("\\?.*", ""), causes));
    }

    /** What a status of 401 means. */
    public String unknownToken() {
        return "The server at "
                + url
                + " does not know the token, or it was revoked (401). Check --token or"
                + " HOOKLINE_API_TOKEN, and that the server is the one it was made for.";
    }

    /** What an error says, in both of its forms. */
    public static List<String> causes(JsonNode error, int most) {
        return Stream.concat(
                        Stream.of(
                                error.path("errorSummary").asText(), error.path("detail").asText()),
                        error.path("errorCauses")
                                .valueStream()
                                .limit(most)
                                .map(cause -> cause.path("errorSummary").asText()))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The body of an answer; a missing node when it is no JSON. */
    public static JsonNode json(Answer answer) {
        try {
            return answer.body().length == 0
                    ? Json.MAPPER.missingNode()
                    : Json.parse(answer.body());
        } catch (JsonProcessingException e) {
            return Json.MAPPER.missingNode();
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
