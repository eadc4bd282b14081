package io.hookline.server.alert.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.Destination.Mailbox;
import io.hookline.server.alert.rule.Destination.SlackChannel;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.http.Problem;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads what people say of a rule; what is wrong with it is a 400 that names the field. */
public final class AlertRuleReader {
    /** How long later alerts are gathered when nothing is said. */
    private static final int USUAL_DIGEST = 60;

    private static final int LONGEST_DIGEST = 7 * 24 * 60;
    private static final int LONGEST_TEXT = 255;
    private static final int LONGEST_URL = 2_000;
    private static final int MOST_PEOPLE = 50;
    private static final String MASK = "***";
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"(),:;]+@[A-Za-z0-9.-]+");

    private final Predicate<String> folders;
    private final Predicate<String> connections;
    private final Predicate<URI> mayBePlain;

    /**
     * @param folders whether there is a folder of that id
     * @param connections whether there is a connection of that id
     * @param mayBePlain whether credentials may go to that address without encryption
     */
    public AlertRuleReader(
            Predicate<String> folders, Predicate<String> connections, Predicate<URI> mayBePlain) {
        this.folders = folders;
        this.connections = connections;
        this.mayBePlain = mayBePlain;
    }

    /**
     * What was said.
     *
     * @param secret empty to keep the one that is there
     */
    public record Read(Draft draft, Optional<Secret> secret) {}

    public static Problem invalid(String field, String what) {
        return Problem.badRequest(field + ": " + what).with("field", TextNode.valueOf(field));
    }

    /**
     * @param before what left out members keep
     */
    public Read read(ObjectNode body, Optional<Draft> before) {
        Optional<String> folder = body.has("folder") ? folder(body) : before.flatMap(Draft::folder);
        JsonNode destination = body.path("destination");
        if (!destination.isObject()) {
            throw invalid("destination", "expected an object with a type.");
        }
        return new Read(
                new Draft(
                        text(body, "name", "name"),
                        folder,
                        flag(body, before.map(Draft::enabled).orElse(true)),
                        body.has("types")
                                ? types(body.path("types"))
                                : before.map(Draft::types).orElse(List.of()),
                        body.has("digestMinutes")
                                ? minutes(body.path("digestMinutes"))
                                : before.map(Draft::digest)
                                        .orElse(Duration.ofMinutes(USUAL_DIGEST)),
                        destination((ObjectNode) destination)),
                secret((ObjectNode) destination));
    }

    private Optional<String> folder(ObjectNode body) {
        JsonNode folder = body.path("folder");
        if (folder.isNull()) {
            return Optional.empty();
        }
        String id = folder.path("id").asText("");
        if (!folder.path("id").isTextual() || !folders.test(id)) {
            throw invalid("folder.id", "expected the id of a folder, or null for the server.");
        }
        return Optional.of(id);
    }

    private static boolean flag(ObjectNode body, boolean usual) {
        JsonNode enabled = body.path("enabled");
        if (enabled.isMissingNode()) {
            return usual;
        }
        if (!enabled.isBoolean()) {
            throw invalid("enabled", "expected true or false.");
        }
        return enabled.booleanValue();
    }

    private static List<String> types(JsonNode list) {
        if (!list.isArray()) {
            throw invalid("types", "expected a list of event types; empty for all alerts.");
        }
        List<String> types = new ArrayList<>();
        for (JsonNode item : list) {
            if (!AlertTypes.ALL.contains(item.asText())) {
                throw invalid(
                        "types[" + types.size() + "]",
                        "expected one of " + String.join(", ", AlertTypes.ALL) + ".");
            }
            if (!types.contains(item.asText())) {
                types.add(item.asText());
            }
        }
        return types;
    }

    private static Duration minutes(JsonNode minutes) {
        if (!minutes.isInt() || minutes.intValue() < 1 || minutes.intValue() > LONGEST_DIGEST) {
            throw invalid(
                    "digestMinutes", "expected a whole number from 1 to " + LONGEST_DIGEST + ".");
        }
        return Duration.ofMinutes(minutes.intValue());
    }

    private Destination destination(ObjectNode body) {
        return switch (body.path("type").asText("")) {
            case "slack" -> {
                boolean bot = body.hasNonNull("connection");
                if (bot == body.hasNonNull("webhookUrl")) {
                    throw invalid(
                            "destination",
                            "expected either connection and channel, or webhookUrl.");
                }
                yield bot
                        ? new SlackChannel(
                                connection(body), text(body, "channel", "destination.channel"))
                        : new SlackWebhook();
            }
            case "mail" ->
                    new Mailbox(
                            connection(body),
                            address(body.path("from"), "destination.from"),
                            people(body.path("to")));
            case "webhook" -> new Webhook(url(body, "url"));
            default -> throw invalid("destination.type", "expected slack, mail or webhook.");
        };
    }

    private String connection(ObjectNode body) {
        JsonNode id = body.path("connection").path("id");
        if (!id.isTextual() || !connections.test(id.textValue())) {
            throw invalid("destination.connection.id", "expected the id of a connection.");
        }
        return id.textValue();
    }

    private static List<String> people(JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_PEOPLE) {
            throw invalid(
                    "destination.to", "expected a list of 1 to " + MOST_PEOPLE + " addresses.");
        }
        List<String> people = new ArrayList<>();
        for (JsonNode item : list) {
            people.add(address(item, "destination.to[" + people.size() + "]"));
        }
        return people;
    }

    private static String address(JsonNode text, String field) {
        if (!text.isTextual()
                || text.textValue().length() > LONGEST_TEXT
                || !ADDRESS.matcher(text.textValue()).matches()) {
            throw invalid(field, "expected a mail address such as ops@example.org.");
        }
        return text.textValue();
    }

    /** The address of Slack or the key of signatures; left out or masked, it stays. */
    private Optional<Secret> secret(ObjectNode destination) {
        return switch (destination.path("type").asText()) {
            case "slack" ->
                    destination.hasNonNull("webhookUrl") && !isMasked(destination, "webhookUrl")
                            ? Optional.of(new Secret(url(destination, "webhookUrl").toString()))
                            : Optional.empty();
            case "webhook" ->
                    destination.hasNonNull("secret") && !isMasked(destination, "secret")
                            ? Optional.of(key(destination.path("secret")))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isMasked(ObjectNode body, String member) {
        return MASK.equals(body.path(member).asText());
    }

    private static Secret key(JsonNode secret) {
        if (!secret.isTextual() || !Signing.isSecret(secret.textValue())) {
            throw invalid("destination.secret", Signing.EXPECTED + ".");
        }
        return new Secret(secret.textValue());
    }

    private URI url(ObjectNode body, String member) {
        String field = "destination." + member;
        try {
            URI url = new URI(body.path(member).asText(""));
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || isPlain(url);
            if (web
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.toString().length() <= LONGEST_URL
                    && url.getPort() != 0
                    && url.getPort() <= 65_535) {
                if (isPlain(url) && !mayBePlain.test(url)) {
                    throw invalid(
                            field,
                            "alerts go over https only; plain http is possible to addresses that"
                                    + " HOOKLINE_OUTBOUND_ALLOW names.");
                }
                return url;
            }
        } catch (URISyntaxException e) {
            // Answered below.
        }
        throw invalid(
                field, "expected an address such as https://alerts.example.org/in, without user.");
    }

    private static boolean isPlain(URI url) {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    private static String text(ObjectNode body, String member, String field) {
        JsonNode text = body.path(member);
        if (!text.isTextual()
                || text.textValue().isBlank()
                || text.textValue().length() > LONGEST_TEXT
                || text.textValue().chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    field, "expected a text of 1 to " + LONGEST_TEXT + " characters on one line.");
        }
        return text.textValue().strip();
    }
}
