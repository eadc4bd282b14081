package io.hookline.server.alert.http;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.Host;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.AlertTypes;
import io.hookline.server.alert.rule.Destination;
import io.hookline.server.alert.rule.Destination.Mailbox;
import io.hookline.server.alert.rule.Destination.SlackChannel;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.http.Body;
import io.hookline.server.refusal.Refusal;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads what people say of a rule; what is wrong with it is a 400 that names the field. */
final class AlertRuleReader {
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
    AlertRuleReader(
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
    record Read(Draft draft, Optional<Secret> secret) {}

    /**
     * @param before what left out members keep
     */
    Read read(Body body, Optional<Draft> before) {
        Optional<String> folder = body.has("folder") ? folder(body) : before.flatMap(Draft::folder);
        Body destination =
                body.object("destination")
                        .orElseThrow(() ->
                                body.invalid("destination", "expected an object with a type."));
        return new Read(
                new Draft(
                        body.line("name", LONGEST_TEXT),
                        folder,
                        body.flag("enabled")
                                .orElseGet(() -> before.map(Draft::enabled).orElse(true)),
                        body.has("types")
                                ? types(body)
                                : before.map(Draft::types).orElse(List.of()),
                        body.number("digestMinutes", 1, LONGEST_DIGEST)
                                .map(Duration::ofMinutes)
                                .or(() -> before.map(Draft::digest))
                                .orElse(Duration.ofMinutes(USUAL_DIGEST)),
                        destination(destination)),
                secret(destination));
    }

    private Optional<String> folder(Body body) {
        Optional<String> folder = body.reference("folder");
        if (folder.isPresent() && !folders.test(folder.get())) {
            body.fault("folder.id", "expected the id of a folder, or null for the server.");
        }
        return folder;
    }

    /** No types stand for all alerts. */
    private static List<String> types(Body body) {
        return body.node("types").isArray() && body.node("types").isEmpty()
                ? List.of()
                : body.choices("types", List.copyOf(AlertTypes.ALL), word -> word);
    }

    private Destination destination(Body body) {
        return switch (body.node("type").asText("")) {
            case "slack" -> {
                boolean bot = !body.isAbsent("connection");
                if (bot == !body.isAbsent("webhookUrl")) {
                    throw new Refusal.Invalid(
                            "destination",
                            "expected either connection and channel, or webhookUrl.");
                }
                yield bot
                        ? new SlackChannel(connection(body), body.line("channel", LONGEST_TEXT))
                        : new SlackWebhook();
            }
            case "mail" -> new Mailbox(connection(body), sender(body), people(body));
            case "webhook" -> new Webhook(url(body, "url"));
            default -> throw body.invalid("type", "expected slack, mail or webhook.");
        };
    }

    private String connection(Body body) {
        return body.reference("connection")
                .filter(connections)
                .orElseThrow(
                        () -> body.invalid("connection.id", "expected the id of a connection."));
    }

    private static String sender(Body body) {
        String from = body.line("from", LONGEST_TEXT);
        requireAddress(body, "from", from);
        return from;
    }

    private static List<String> people(Body body) {
        List<String> people =
                body.texts("to", 1, MOST_PEOPLE, LONGEST_TEXT)
                        .orElseThrow(() ->
                                body.invalid("to", "expected a list of 1 to " + MOST_PEOPLE + "."));
        for (int i = 0; i < people.size(); i++) {
            requireAddress(body, "to[" + i + "]", people.get(i));
        }
        return people;
    }

    private static void requireAddress(Body body, String field, String text) {
        if (!ADDRESS.matcher(text).matches()) {
            body.fault(field, "expected a mail address such as ops@example.org.");
        }
    }

    /** The address of Slack or the key of signatures; left out or masked, it stays. */
    private Optional<Secret> secret(Body destination) {
        return switch (destination.node("type").asText()) {
            case "slack" ->
                    isSent(destination, "webhookUrl")
                            ? Optional.of(new Secret(url(destination, "webhookUrl").toString()))
                            : Optional.empty();
            case "webhook" ->
                    isSent(destination, "secret")
                            ? destination.secret("secret", Signing::isSecret, Signing.EXPECTED)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isSent(Body body, String member) {
        return !body.isAbsent(member) && !MASK.equals(body.node(member).asText());
    }

    private URI url(Body body, String member) {
        try {
            URI url = new URI(body.node(member).asText(""));
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || isPlain(url);
            if (web
                    && Host.find(url).isPresent()
                    && url.toString().length() <= LONGEST_URL
                    && url.getPort() != 0
                    && url.getPort() <= 65_535) {
                if (isPlain(url) && !mayBePlain.test(url)) {
                    throw body.invalid(
                            member,
                            "alerts go over https only; plain http is possible to addresses that"
                                    + " HOOKLINE_OUTBOUND_ALLOW names.");
                }
                return url;
            }
        } catch (URISyntaxException e) {
            // Answered below.
        }
        throw body.invalid(
                member, "expected an address such as https://alerts.example.org/in, without user.");
    }

    private static boolean isPlain(URI url) {
        return "http".equalsIgnoreCase(url.getScheme());
    }
}
