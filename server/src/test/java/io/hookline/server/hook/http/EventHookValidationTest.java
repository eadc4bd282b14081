package io.hookline.server.hook.http;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Bad hooks are refused with the field's name, and change nothing. */
class EventHookValidationTest {
    private static final String ALL = "/api/v1/eventHooks";

    @TempDir static Path folder;
    private static DeliveryWorld world;

    @BeforeAll
    static void open() {
        world = DeliveryWorld.strict(folder);
        world.flows.add("flow");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static ObjectNode valid() {
        return DeliveryWorld.hook("valid", "https://receiver.example.com/in");
    }

    private static Response refused(Consumer<ObjectNode> change) {
        ObjectNode hook = valid();
        change.accept(hook);
        Response response = world.call("POST", ALL, hook);
        assertThat(response.status()).as("%s", response.json()).isEqualTo(400);
        assertThat(response.errorCode()).isEqualTo("E0000001");
        assertThat(world.call("GET", ALL).json()).isEmpty();
        return response;
    }

    private static void refused(String cause, Consumer<ObjectNode> change) {
        Response response = refused(change);
        assertThat(response.causes()).hasSize(1);
        assertThat(response.causes().getFirst()).startsWith(cause + ": ");
        assertThat(response.json().path("errorSummary").asText())
                .isEqualTo("Api validation failed: " + cause);
    }

    private static ObjectNode at(ObjectNode hook, String pointer) {
        return (ObjectNode) hook.at(pointer);
    }

    @Test
    void namesEveryMissingField() {
        Response response = world.call("POST", ALL, Json.object());
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.causes())
                .extracting(cause -> cause.substring(0, cause.indexOf(':')))
                .containsExactly("name", "events", "channel");
        refused("events.type", hook -> at(hook, "/events").remove("type"));
        refused("events.items", hook -> at(hook, "/events").remove("items"));
        refused("channel.type", hook -> at(hook, "/channel").remove("type"));
        refused("channel.version", hook -> at(hook, "/channel").remove("version"));
        refused("channel.config", hook -> at(hook, "/channel").remove("config"));
        refused("channel.config.uri", hook -> at(hook, "/channel/config").remove("uri"));
    }

    @Test
    void checksKindsAndConstants() {
        refused("name", hook -> hook.put("name", 1));
        refused("name", hook -> hook.put("name", " "));
        refused("name", hook -> hook.put("name", "x".repeat(256)));
        refused("description", hook -> hook.putArray("description"));
        refused("events", hook -> hook.put("events", "x"));
        refused("events.type", hook -> at(hook, "/events").put("type", "OTHER"));
        refused("events.items", hook -> at(hook, "/events").put("items", TYPE));
        refused("events.items", hook -> at(hook, "/events").putArray("items"));
        refused("events.items[0]", hook -> at(hook, "/events").putArray("items").add(1));
        refused("channel.type", hook -> at(hook, "/channel").put("type", "OAUTH"));
        refused("channel.version", hook -> at(hook, "/channel").put("version", "2"));
        refused("channel.config.headers", hook -> at(hook, "/channel/config").put("headers", "x"));
        refused("delivery.policy", hook -> hook.putObject("delivery").put("policy", "never"));
        refused("delivery.maxEvents", hook -> hook.putObject("delivery").put("maxEvents", 0));
    }

    @Test
    void refusesATypeThatIsNotInTheCatalogNamingIt() {
        Response response =
                refused(hook -> at(hook, "/events").withArray("items").add("user.made.up"));
        assertThat(response.causes()).hasSize(1);
        assertThat(response.causes().getFirst()).contains("events.items[1]", "user.made.up");
    }

    @Test
    void takesUpTo300Types() {
        List<String> types =
                io.hookline.server.event.catalog.EventCatalog.bundled().search("").stream()
                        .map(type -> type.id())
                        .limit(301)
                        .toList();
        assertThat(types).hasSize(301);
        refused(
                "events.items",
                hook -> {
                    ArrayNode items = at(hook, "/events").putArray("items");
                    types.forEach(items::add);
                });
        ObjectNode most = valid();
        ArrayNode items = at(most, "/events").putArray("items");
        types.subList(0, 300).forEach(items::add);
        accepted(most);
    }

    private static void accepted(ObjectNode hook) {
        Response response = world.call("POST", ALL, hook);
        assertThat(response.status()).as("%s", response.json()).isEqualTo(200);
        String path = ALL + "/" + response.json().path("id").asText();
        assertThat(world.call("POST", path + "/lifecycle/deactivate").status()).isEqualTo(200);
        assertThat(world.call("DELETE", path).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "receiver.example.com",
                "http://receiver.example.com/in",
                "http://127.0.0.1:1/api/flo/unknown/invoke",
                "ftp://receiver.example.com/",
                "https://0177.0.0.1/",
                "https://0x7f.0.0.1/",
                "https://[::ffff:0177.0.0.1]/",
                "https://[fe80::1%25eth0]/",
                "https://127%2e0.0.1/",
                "https://",
                "https:///path",
                "https://receiver.example.com/a b",
                "https://receiver.example.com/\t",
                "https://receiver.example.com/ä",
                "https://receiver.example.com/{x}",
                "https://user:password@receiver.example.com/",
                "https://receiver.example.com/#fragment",
                "https://receiver.example.com:99999/",
                "javascript:alert(1)"
            })
    void refusesAddressesThatAreNoneForAHook(String uri) {
        refused("channel.config.uri", hook -> at(hook, "/channel/config").put("uri", uri));
    }

    @Test
    void limitsTheAddressTo1024Characters() {
        String base = "https://receiver.example.com/";
        ObjectNode longest = valid();
        at(longest, "/channel/config").put("uri", base + "x".repeat(1024 - base.length()));
        accepted(longest);
        refused(
                "channel.config.uri",
                hook ->
                        at(hook, "/channel/config")
                                .put("uri", base + "x".repeat(1025 - base.length())));
    }

    @Test
    void takesPlainHttpForOwnInvokeUrls() {
        ObjectNode own = valid();
        at(own, "/channel/config").put("uri", "http://127.0.0.1:1/api/flo/flow/invoke");
        accepted(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "content-type",
                "Content-Length",
                "Host",
                "Connection",
                "Transfer-Encoding",
                "User-Agent",
                "X-Okta-Request-Id",
                "X-Hookline-Anything",
                "Proxy-Authorization",
                "with space",
                "colon:",
                "new\nline",
                ""
            })
    void refusesReservedAndImpossibleHeaderNames(String name) {
        refused(
                "channel.config.headers[0].key",
                hook ->
                        at(hook, "/channel/config")
                                .putArray("headers")
                                .addObject()
                                .put("key", name)
                                .put("value", "x"));
        refused(
                "channel.config.authScheme.key",
                hook ->
                        at(hook, "/channel/config")
                                .putObject("authScheme")
                                .put("type", "HEADER")
                                .put("key", name)
                                .put("value", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nInjected: 1", "a\nb", "a\u0000b", "ä", " padded"})
    void refusesHeaderValuesThatCouldInjectAnotherLine(String value) {
        Response response =
                refused(hook ->
                        at(hook, "/channel/config")
                                .putArray("headers")
                                .addObject()
                                .put("key", "X-Own")
                                .put("value", value));
        assertThat(response.causes().getFirst()).startsWith("channel.config.headers[0].value: ");
        Response secret =
                refused(hook ->
                        at(hook, "/channel/config")
                                .putObject("authScheme")
                                .put("type", "HEADER")
                                .put("key", "Authorization")
                                .put("value", value + "s3cret"));
        assertThat(secret.json().toString()).doesNotContain("s3cret");
    }

    @Test
    void refusesHeadersGivenTwice() {
        refused(
                "channel.config.headers[1].key",
                hook -> {
                    ArrayNode headers = at(hook, "/channel/config").putArray("headers");
                    headers.addObject().put("key", "X-Own").put("value", "1");
                    headers.addObject().put("key", "x-own").put("value", "2");
                });
    }

    @Test
    void refusesASecretHeaderWithoutItsSecret() {
        refused(
                "channel.config.authScheme.value",
                hook ->
                        at(hook, "/channel/config")
                                .putObject("authScheme")
                                .put("type", "HEADER")
                                .put("key", "Authorization"));
        refused(
                "channel.config.authScheme.type",
                hook ->
                        at(hook, "/channel/config")
                                .putObject("authScheme")
                                .put("type", "BASIC")
                                .put("key", "Authorization")
                                .put("value", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event.outcome.result = 'SUCCESS' | line 1, column 22",
                "event.outcome.result | Expected true or false",
                "evt.outcome.result eq 'x' | line 1, column 1",
                "(event.outcome.result eq 'x' | line 1",
            })
    void refusesAFilterSayingWhereItIsWrong(String expression, String part) {
        Response response = refused(hook -> filter(hook).add(entry(TYPE, expression)));
        assertThat(response.causes()).hasSize(1);
        assertThat(response.causes().getFirst())
                .startsWith("events.filter.eventFilterMap[0].condition.expression: ")
                .containsIgnoringCase(part);
    }

    private static ArrayNode filter(ObjectNode hook) {
        return at(hook, "/events")
                .putObject("filter")
                .put("type", "EXPRESSION_LANGUAGE")
                .putArray("eventFilterMap");
    }

    private static ObjectNode entry(String event, String expression) {
        ObjectNode entry = Json.object().put("event", event);
        entry.putObject("condition").putNull("version").put("expression", expression);
        return entry;
    }

    @Test
    void aFilterBelongsToOneOfTheTypesAndEachTypeHasOne() {
        refused(
                "events.filter.eventFilterMap[0].event",
                hook -> filter(hook).add(entry("user.session.end", "true")));
        refused(
                "events.filter.eventFilterMap[1].event",
                hook -> filter(hook).add(entry(TYPE, "true")).add(entry(TYPE, "false")));
        refused(
                "events.filter.type",
                hook ->
                        at(hook, "/events")
                                .putObject("filter")
                                .put("type", "SIMPLE")
                                .putArray("eventFilterMap"));
        refused(
                "events.filter.eventFilterMap",
                hook -> at(hook, "/events").putObject("filter").put("eventFilterMap", 1));
    }

    @Test
    void anEmptyFilterIsNone() {
        ObjectNode hook = valid();
        filter(hook);
        Response response = world.call("POST", ALL, hook);
        assertThat(response.json().at("/events/filter").isNull()).isTrue();
        String path = ALL + "/" + response.json().path("id").asText();
        world.call("POST", path + "/lifecycle/deactivate");
        world.call("DELETE", path);
    }

    @Test
    void namesAreUnique() {
        Response first = world.call("POST", ALL, valid());
        Response second = world.call("POST", ALL, valid());
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.causes())
                .containsExactly(
                        "name: An object with this field already exists in the current"
                                + " organization");
        String path = ALL + "/" + first.json().path("id").asText();
        assertThat(world.call("PUT", path, (ObjectNode) first.json()).status()).isEqualTo(200);
        world.call("POST", path + "/lifecycle/deactivate");
        world.call("DELETE", path);
    }

    @Test
    void refusesWhatIsNoJsonObject() {
        assertThat(world.call("POST", ALL, "{").errorCode()).isEqualTo("E0000003");
        assertThat(world.call("POST", ALL, "").errorCode()).isEqualTo("E0000003");
        assertThat(world.call("POST", ALL, "[]").errorCode()).isEqualTo("E0000001");
        assertThat(world.call("POST", ALL, "null").errorCode()).isEqualTo("E0000001");
    }

    /** Any mutation of a valid hook is accepted or refused with 400; nothing else ever happens. */
    @Test
    void noMutationIsAnsweredByAServerError() {
        long seed = System.nanoTime();
        System.out.println("noMutationIsAnsweredByAServerError seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            ObjectNode hook = valid();
            filter(hook).add(entry(TYPE, "event.outcome.result eq 'SUCCESS'"));
            at(hook, "/channel/config")
                    .putArray("headers")
                    .addObject()
                    .put("key", "a")
                    .put("value", "b");
            for (int n = 0; n < 1 + random.nextInt(3); n++) {
                mutate(hook, random);
            }
            Response response = world.call("POST", ALL, hook);
            assertThat(response.status()).as("%s", hook).isIn(200, 400);
            if (response.status() == 200) {
                String path = ALL + "/" + response.json().path("id").asText();
                world.call("POST", path + "/lifecycle/deactivate");
                assertThat(world.call("DELETE", path).status()).isEqualTo(204);
            }
        }
        assertThat(world.call("GET", ALL).json()).isEmpty();
    }

    private static void mutate(ObjectNode hook, Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(hook, objects);
        ObjectNode target = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        target.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(9)) {
            case 0 -> target.remove(name);
            case 1 -> target.putNull(name);
            case 2 -> target.put(name, random.nextLong());
            case 3 -> target.put(name, random.nextBoolean());
            case 4 -> target.putArray(name).addNull().add(1).addObject();
            case 5 -> target.putObject(name).put("x", "y");
            case 6 -> target.put(name, text(random));
            case 7 -> target.set("\u0000" + name, target.get(name));
            default -> target.put(name, target.path(name).asText() + text(random));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < random.nextInt(20); i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0xd800));
        }
        return text.toString();
    }

    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
        }
        node.forEach(child -> collect(child, into));
    }
}
