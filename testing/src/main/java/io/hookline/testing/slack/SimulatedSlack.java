package io.hookline.testing.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The workspace. A channel that a call names comes into being with it, and so does a person that it
 * names by an id, so that flows made for another workspace run; e-mail addresses must be known.
 */
public final class SimulatedSlack {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_MESSAGES = 5_000;
    private static final int MOST_THINGS = 10_000;

    /** Slack's own limit. */
    private static final int LONGEST_TEXT = 40_000;

    private static final int LONGEST_NAME = 80;

    private final InstantSource clock;
    private final Map<String, ObjectNode> people = new LinkedHashMap<>();
    private final Map<String, ObjectNode> channels = new LinkedHashMap<>();
    private final Deque<ObjectNode> messages = new ArrayDeque<>();
    private int ids;
    private long lastMicros;

    public SimulatedSlack(InstantSource clock) {
        this.clock = clock;
    }

    /** Why a call is refused: the word in {@code error}. */
    private static final class Refused extends RuntimeException {
        Refused(String word) {
            super(word, null, false, false);
        }
    }

    /** A person, whose address it is. */
    public synchronized String addPerson(String name, String realName, String email) {
        return person(newId("U"), name, realName, email).path("id").asText();
    }

    public synchronized String addChannel(String name) {
        return channel(newId("C"), name).path("id").asText();
    }

    /** What was said and not deleted, oldest first: {@code channel}, {@code ts}, {@code text}, … */
    public synchronized List<ObjectNode> messages() {
        return List.copyOf(messages);
    }

    /** Nobody is here any more, and nothing was said. */
    public synchronized void forget() {
        people.clear();
        channels.clear();
        messages.clear();
        ids = 0;
    }

    /** All that is here. */
    public synchronized ObjectNode state() {
        ObjectNode state = JSON.objectNode();
        state.set("users", list(people.values()));
        state.set("channels", list(channels.values()));
        state.set("messages", list(messages));
        return state;
    }

    /** The arguments of a call, from the query, a form, or JSON. */
    public static ObjectNode arguments(Received request) {
        ObjectNode arguments = form(request.rawQuery());
        if (request.header("content-type").orElse("").startsWith("application/json")) {
            try {
                if (MAPPER.readTree(request.body()) instanceof ObjectNode body) {
                    arguments.setAll(body);
                }
            } catch (JsonProcessingException noJson) {
                throw new Refused("invalid_json");
            }
        } else {
            arguments.setAll(form(request.body()));
        }
        return arguments;
    }

    /**
     * Answers a method of the web API, or an incoming webhook.
     *
     * @param path what follows the base address, as {@code chat.postMessage}
     */
    public synchronized Answer answer(String path, Received request) {
        try {
            ObjectNode arguments = arguments(request);
            if (path.startsWith("services/")) {
                return webhook(arguments);
            }
            if (request.header("authorization").isEmpty() && !arguments.has("token")) {
                throw new Refused("not_authed");
            }
            ObjectNode answer = JSON.objectNode().put("ok", true);
            answer.setAll(called(path, arguments));
            return Answer.json(200, answer.toString());
        } catch (Refused refused) {
            return Answer.json(
                    200,
                    JSON.objectNode()
                            .put("ok", false)
                            .put("error", refused.getMessage())
                            .toString());
        }
    }

    private Answer webhook(ObjectNode arguments) {
        say("C0WEBHOOK1", arguments);
        return new Answer(200, Map.of("Content-Type", List.of("text/html")), "ok");
    }

    private ObjectNode called(String method, ObjectNode arguments) {
        return switch (method) {
            case "auth.test" ->
                    JSON.objectNode()
                            .put("url", "https://simulated.slack.example/")
                            .put("team", "Simulated")
                            .put("team_id", "T00000001")
                            .put("user", "hookline")
                            .put("user_id", "U0HOOKLINE");
            case "chat.postMessage" -> posted(arguments);
            case "chat.postEphemeral" -> ephemeral(arguments);
            case "chat.update" -> updated(arguments);
            case "chat.delete" -> deleted(arguments);
            case "users.lookupByEmail" ->
                    object(
                            "user",
                            find(
                                    people,
                                    one -> is(one.at("/profile/email"), arguments.path("email")),
                                    "users_not_found"));
            case "users.info" -> object("user", personOf(text(arguments, "user")));
            case "users.list" -> page("members", people.values(), arguments);
            case "conversations.list" -> page("channels", channels.values(), arguments);
            case "conversations.info" -> object("channel", channelOf(text(arguments, "channel")));
            case "conversations.open" -> opened(arguments);
            case "conversations.history" -> history(arguments);
            case "admin.users.session.reset", "admin.users.session.invalidate" -> {
                personOf(text(arguments, "user_id"));
                yield JSON.objectNode();
            }
            case "admin.users.session.resetBulk" -> {
                if (list(arguments, "user_ids").isEmpty()) {
                    throw new Refused("invalid_arguments");
                }
                yield JSON.objectNode();
            }
            default -> throw new Refused("unknown_method");
        };
    }

    private ObjectNode posted(ObjectNode arguments) {
        ObjectNode message = say(text(arguments, "channel"), arguments);
        ObjectNode answer = JSON.objectNode();
        answer.set("channel", message.path("channel"));
        answer.set("ts", message.path("ts"));
        answer.set("message", message.deepCopy());
        return answer;
    }

    private ObjectNode say(String channel, ObjectNode arguments) {
        requireContents(arguments);
        ObjectNode message = JSON.objectNode().put("type", "message").put("ts", timestamp());
        message.put("channel", channelOf(channel).path("id").asText());
        copy(arguments, message, "text", "blocks", "attachments", "thread_ts", "username");
        messages.addLast(message);
        if (messages.size() > MOST_MESSAGES) {
            messages.removeFirst();
        }
        return message;
    }

    private static void requireContents(ObjectNode arguments) {
        String text = arguments.path("text").asText();
        boolean blank = arguments.path("blocks").isEmpty() && text(arguments.path("blocks"));
        if (text.isEmpty() && blank && arguments.path("attachments").isMissingNode()) {
            throw new Refused("no_text");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new Refused("msg_too_long");
        }
    }

    /** Whether blocks that came as a text say nothing. */
    private static boolean text(JsonNode blocks) {
        return blocks.asText().isEmpty();
    }

    private ObjectNode ephemeral(ObjectNode arguments) {
        requireContents(arguments);
        channelOf(text(arguments, "channel"));
        personOf(text(arguments, "user"));
        return JSON.objectNode().put("message_ts", timestamp());
    }

    private ObjectNode updated(ObjectNode arguments) {
        ObjectNode message = messageOf(arguments);
        requireContents(arguments);
        message.remove(List.of("blocks", "attachments"));
        copy(arguments, message, "text", "blocks", "attachments");
        ObjectNode answer = JSON.objectNode();
        copy(message, answer, "channel", "ts", "text");
        answer.set("message", message.deepCopy());
        return answer;
    }

    private ObjectNode deleted(ObjectNode arguments) {
        ObjectNode message = messageOf(arguments);
        messages.remove(message);
        ObjectNode answer = JSON.objectNode();
        copy(message, answer, "channel", "ts");
        return answer;
    }

    private ObjectNode messageOf(ObjectNode arguments) {
        String channel = channelOf(text(arguments, "channel")).path("id").asText();
        return messages.stream()
                .filter(message ->
                        message.path("channel").asText().equals(channel)
                                && is(message.path("ts"), arguments.path("ts")))
                .findFirst()
                .orElseThrow(() -> new Refused("message_not_found"));
    }

    private ObjectNode opened(ObjectNode arguments) {
        List<String> users = list(arguments, "users");
        if (users.isEmpty()) {
            throw new Refused("users_list_not_supplied");
        }
        users.forEach(this::personOf);
        String kind = users.size() == 1 ? "D" : "G";
        String name = String.join("-", users.stream().sorted().toList());
        return object(
                "channel",
                channels.values().stream()
                        .filter(one -> one.path("name").asText().equals(name))
                        .findFirst()
                        .orElseGet(() -> channel(newId(kind), name)));
    }

    private ObjectNode history(ObjectNode arguments) {
        String channel = channelOf(text(arguments, "channel")).path("id").asText();
        ArrayNode said = JSON.arrayNode();
        messages.descendingIterator()
                .forEachRemaining(message -> {
                    if (message.path("channel").asText().equals(channel)) {
                        said.add(message);
                    }
                });
        ObjectNode answer = JSON.objectNode().put("has_more", false);
        answer.set("messages", said);
        return answer;
    }

    private ObjectNode page(String name, Collection<ObjectNode> all, ObjectNode arguments) {
        int from = Math.max(0, arguments.path("cursor").asInt(0));
        int size = Math.clamp(arguments.path("limit").asInt(100), 1, 1000);
        List<ObjectNode> rest = all.stream().skip(from).toList();
        ObjectNode answer = JSON.objectNode();
        answer.set(name, list(rest.stream().limit(size).toList()));
        answer.putObject("response_metadata")
                .put("next_cursor", rest.size() > size ? Integer.toString(from + size) : "");
        return answer;
    }

    private ObjectNode channelOf(String key) {
        String name = key.startsWith("#") ? key.substring(1) : key;
        return Optional.ofNullable(channels.get(key))
                .or(() ->
                        channels.values().stream()
                                .filter(one -> one.path("name").asText().equals(name))
                                .findFirst())
                .orElseGet(() -> {
                    if (key.matches("U[A-Z0-9]{5,20}")) {
                        personOf(key);
                        return channel(key, key);
                    }
                    if (key.matches("[CDG][A-Z0-9]{5,20}")) {
                        return channel(key, "channel-" + key.toLowerCase(Locale.ROOT));
                    }
                    if (name.isBlank() || name.length() > LONGEST_NAME) {
                        throw new Refused("channel_not_found");
                    }
                    return channel(newId("C"), name);
                });
    }

    private ObjectNode personOf(String id) {
        ObjectNode known = people.get(id);
        if (known == null && !id.matches("[UW][A-Z0-9]{5,20}")) {
            throw new Refused("user_not_found");
        }
        String name = id.toLowerCase(Locale.ROOT);
        return known == null ? person(id, name, name, name + "@example.org") : known;
    }

    private ObjectNode person(String id, String name, String realName, String email) {
        requireRoom(people.size());
        ObjectNode person = JSON.objectNode().put("id", id).put("team_id", "T00000001");
        person.put("name", name).put("real_name", realName).put("deleted", false);
        person.putObject("profile")
                .put("real_name", realName)
                .put("display_name", name)
                .put("email", email);
        people.put(id, person);
        return person;
    }

    private ObjectNode channel(String id, String name) {
        requireRoom(channels.size());
        ObjectNode channel = JSON.objectNode().put("id", id).put("name", name);
        channel.put("is_channel", id.startsWith("C")).put("is_private", !id.startsWith("C"));
        channel.put("is_archived", false).put("num_members", people.size());
        channel.putObject("topic").put("value", "");
        channel.putObject("purpose").put("value", "");
        channels.put(id, channel);
        return channel;
    }

    private static void requireRoom(int size) {
        if (size >= MOST_THINGS) {
            throw new Refused("simulated_workspace_is_full");
        }
    }

    private String newId(String kind) {
        return kind + String.format("%09d", ++ids);
    }

    /** Each message has a time of its own. */
    private String timestamp() {
        lastMicros = Math.max(clock.millis() * 1000, lastMicros + 1);
        return lastMicros / 1_000_000 + "." + String.format("%06d", lastMicros % 1_000_000);
    }

    private static ObjectNode find(
            Map<String, ObjectNode> all, Predicate<ObjectNode> wanted, String otherwise) {
        return all.values().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new Refused(otherwise));
    }

    private static boolean is(JsonNode one, JsonNode other) {
        return one.asText().equalsIgnoreCase(other.asText());
    }

    private static String text(ObjectNode arguments, String name) {
        return arguments.path(name).asText();
    }

    /** A list as JSON, as JSON in a text, or as a text with commas. */
    private static List<String> list(ObjectNode arguments, String name) {
        JsonNode given = arguments.path(name);
        List<String> items = new ArrayList<>();
        if (given.isArray()) {
            given.forEach(item -> items.add(item.asText()));
        } else {
            Stream.of(given.asText().replaceAll("[\\[\\]\"]", "").split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .forEach(items::add);
        }
        return items;
    }

    private static void copy(ObjectNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }

    private static ObjectNode object(String name, ObjectNode value) {
        ObjectNode object = JSON.objectNode();
        object.set(name, value.deepCopy());
        return object;
    }

    private static ArrayNode list(Collection<ObjectNode> records) {
        ArrayNode list = JSON.arrayNode();
        records.forEach(list::add);
        return list.deepCopy();
    }

    private static ObjectNode form(String text) {
        ObjectNode fields = JSON.objectNode();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
