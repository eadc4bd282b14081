package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Privileged;
import io.hookline.flow.card.Protection;
import io.hookline.flow.card.Reach;
import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reach of a connection as JSON: the fields of the API, and of the column. */
public final class ReachColumn {
    private ReachColumn() {}

    /**
     * Adds {@code allowedOrigins}, {@code caCertificates}, {@code rateLimit}, {@code protected},
     * {@code privileged} and {@code destructivePerHour}.
     */
    public static ObjectNode addTo(ObjectNode json, Reach reach) {
        ArrayNode origins = json.putArray("allowedOrigins");
        reach.origins().forEach(origin -> origins.add(origin.toString()));
        json.put("caCertificates", reach.certificates().orElse(null));
        json.set(
                "rateLimit",
                reach.rate()
                        .map(rate ->
                                Json.object()
                                        .put("requests", rate.calls())
                                        .put("seconds", rate.period().toSeconds()))
                        .orElse(null));
        ObjectNode guarded = json.putObject("protected");
        reach.protection().users().forEach(guarded.putArray("users")::add);
        reach.protection().groups().forEach(guarded.putArray("groups")::add);
        ObjectNode privileged = json.putObject("privileged");
        reach.privileged().roles().forEach(privileged.putArray("roles")::add);
        reach.privileged().groups().forEach(privileged.putArray("groups")::add);
        return json.put("destructivePerHour", reach.destructivePerHour().orElse(null));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static Optional<String> of(Reach reach) {
        return reach.equals(Reach.USUAL)
                ? Optional.empty()
                : Optional.of(addTo(Json.object(), reach).toString());
    }

    static Reach read(Optional<String> column) {
        if (column.isEmpty()) {
            return Reach.USUAL;
        }
        try {
            JsonNode json = Json.MAPPER.readTree(column.get());
            List<URI> origins = new ArrayList<>();
            json.path("allowedOrigins").forEach(origin -> origins.add(URI.create(origin.asText())));
            JsonNode rate = json.path("rateLimit");
            return new Reach(
                    origins,
                    Optional.ofNullable(json.path("caCertificates").textValue()),
                    rate.isObject()
                            ? Optional.of(
                                    new Reach.Rate(
                                            rate.path("requests").asInt(),
                                            Duration.ofSeconds(rate.path("seconds").asLong())))
                            : Optional.empty(),
                    new Protection(
                            texts(json.at("/protected/users")),
                            texts(json.at("/protected/groups"))),
                    new Privileged(
                            texts(json.at("/privileged/roles")),
                            texts(json.at("/privileged/groups"))),
                    json.path("destructivePerHour").isNumber()
                            ? Optional.of(json.path("destructivePerHour").asInt())
                            : Optional.empty());
        } catch (IOException mistake) {
            throw new UncheckedIOException(mistake);
        }
    }
}
